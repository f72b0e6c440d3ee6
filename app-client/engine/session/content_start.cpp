#include "session/content_start.h"

#include "files/file_status.h"
#include "files/open_file.h"
#include "files/read_at.h"

#include <fcntl.h>

#include <future>

namespace backspool::engine {

namespace {

class Start final : public ContentSink
{
public:
    explicit Start(ByteCount limit) : limit_(limit) {}
    std::future<Result<ContentStart>> result() { return result_.get_future(); }

    Status data(QByteArrayView bytes) override
    {
        bytes_.append(bytes.first(std::min<qsizetype>(bytes.size(), room())));
        return goOn();
    }
    Status hole(uint64_t length) override
    {
        bytes_.append(qsizetype(std::min<uint64_t>(length, uint64_t(room()))), '\0');
        return goOn();
    }
    void finished(const Status &status) override
    {
        if (status || room() == 0)
            result_.set_value(ContentStart{std::move(bytes_), status.has_value()});
        else
            result_.set_value(fail(status.error()));
    }

private:
    qsizetype room() const { return limit_ - bytes_.size(); }
    Status goOn() const
    {
        if (room() == 0)
            return fail(ErrorKind::Cancelled, QStringLiteral("that is enough"));
        return {};
    }

    const ByteCount limit_;
    QByteArray bytes_;
    std::promise<Result<ContentStart>> result_;
};

} // namespace

Result<ContentStart> readContentStart(ObjectFetcher &fetcher, const Verifier &verifier, const PointEntry &file,
                                      ByteCount limit)
{
    if (file.entry.type != format::FileType::File)
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is no file").arg(QString::fromUtf8(file.path)));
    const auto start = std::make_shared<Start>(limit);
    auto result = start->result();
    {
        ContentFetch fetch(fetcher, verifier);
        fetch.fetch(file.entry, file.parent, start);
        result.wait();
        fetcher.threads().waitUntilIdle(); // the thread that said so may still be on its way out of the fetch
    }
    return result.get();
}

Result<LocalStart> readLocalStart(const QByteArray &path, ByteCount limit)
{
    const auto file = TRY(openFileAt(AT_FDCWD, path));
    const auto status = TRY(statusOf(file.get()));
    if (status.type != format::FileType::File)
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is no file").arg(displayPath(path)));
    LocalStart local{.start = {}, .size = status.size, .modified = status.modified};
    auto &bytes = local.start.bytes;
    bytes.resize(qsizetype(std::min(uint64_t(limit), status.size + 1)));
    bytes.truncate(TRY(readAt(file.get(), bytes.data(), bytes.size(), 0)));
    local.start.isWhole = bytes.size() < limit;
    return local;
}

} // namespace backspool::engine
