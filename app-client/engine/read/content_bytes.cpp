#include "read/content_bytes.h"

#include <future>

namespace backspool::engine {

namespace {

class Bytes final : public ContentSink
{
public:
    std::future<Result<QByteArray>> whole() { return whole_.get_future(); }

    Status data(QByteArrayView bytes) override
    {
        bytes_.append(bytes);
        return {};
    }
    Status hole(uint64_t length) override
    {
        bytes_.append(qsizetype(length), '\0');
        return {};
    }
    void finished(const Status &status) override
    {
        whole_.set_value(status ? Result<QByteArray>(std::move(bytes_)) : fail(status.error()));
    }

private:
    QByteArray bytes_;
    std::promise<Result<QByteArray>> whole_;
};

} // namespace

Result<QByteArray> readContent(ObjectFetcher &fetcher, const Verifier &verifier, const format::FileContent &content,
                               const ObjectName &parent, ByteCount limit)
{
    if (content.size > uint64_t(limit))
        return fail(ErrorKind::Invalid, QStringLiteral("it has more than %1 bytes").arg(limit));
    format::DirectoryEntry entry;
    entry.content = content.signature;
    entry.size = content.size;
    const auto bytes = std::make_shared<Bytes>();
    auto whole = bytes->whole();
    ContentFetch fetch(fetcher, verifier);
    fetch.fetch(entry, parent, bytes);
    auto result = whole.get();
    fetcher.threads().waitUntilIdle(); // the thread that said so may still be on its way out of the fetch
    return result;
}

} // namespace backspool::engine
