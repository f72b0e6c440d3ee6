#include "read/content_fetch.h"

#include "read/content_assembly.h"
#include "read/tree_fetch.h"
#include "read/withheld_entry.h"

namespace backspool::engine {

namespace {

/// Of one large file: the service, the wire and the disk are busy at the same time.
constexpr ByteCount kWindow = 32_MiB;
/// A version record has at most 64 extents of some 45 bytes.
constexpr ByteCount kUsualRecord = 1_KiB;

Error cancelledError()
{
    return {ErrorKind::Cancelled, QStringLiteral("stopped on request")};
}

ObjectWant partOf(const ObjectName &parent, const format::Extent &extent)
{
    return {.parent = parent,
            .name = extent.chunk,
            .kind = format::ObjectKind::Chunk,
            .size = ByteCount(extent.length),
            .isPartOfVersion = true};
}

/// The one chunk that a small file is.
void deliverSmall(const Result<FetchedObject> &object, uint64_t size, ContentSink &sink)
{
    if (!object)
        return sink.finished(fail(object.error()));
    if (uint64_t(object->bytes().size()) != size)
        return sink.finished(
            fail(ErrorKind::Damaged, QStringLiteral("the content is not as long as the file's entry says")));
    sink.finished(sink.data(object->bytes()));
}

} // namespace

ContentFetch::ContentFetch(ObjectFetcher &fetcher, const Verifier &verifier)
    : fetcher_(fetcher), verifier_(verifier), thread_([this] { run(); })
{
}

ContentFetch::~ContentFetch()
{
    std::shared_ptr<Assembly> current;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        current = current_;
        changed_.notify_all();
    }
    if (current)
        current->abandon(cancelledError());
    thread_.join();
    for (const auto &large : large_)
        large.assembly->abandon(cancelledError());
}

void ContentFetch::fetch(const format::DirectoryEntry &entry, const ObjectName &parent,
                         std::shared_ptr<ContentSink> sink)
{
    if (entry.size == 0)
        return sink->finished({});
    if (isWithheld(entry))
        return sink->finished(fail(withheldError()));
    if (entry.size > uint64_t(codec::kLeafSize))
        return fetchVersion(entry.content, entry.size, parent, std::move(sink));
    fetcher_.ask({parent, entry.content, format::ObjectKind::Chunk, ByteCount(entry.size)},
                 [size = entry.size, sink = std::move(sink)](const Result<FetchedObject> &object) {
                     deliverSmall(object, size, *sink);
                 });
}

void ContentFetch::fetchVersion(const ObjectName &name, uint64_t size, const ObjectName &parent,
                                std::shared_ptr<ContentSink> sink)
{
    const auto partsOf = [=, this](const Result<FetchedObject> &object) -> ObjectFetcher::Asks {
        auto record = object ? format::VersionRecord::decode(object->bytes()) : fail(object.error());
        if (record && record->size != size)
            record = fail(ErrorKind::Damaged, QStringLiteral("the content is not as long as the file's entry says"));
        if (!record) {
            sink->finished(fail(record.error()));
            return {};
        }
        const auto assembly = std::make_shared<Assembly>(verifier_, codec::Signature{name, size}, sink);
        if (!record->extentTree.isNull()) {
            const std::lock_guard lock(mutex_);
            large_.push_back({name, *std::move(record), assembly});
            changed_.notify_one();
            return {};
        }
        ObjectFetcher::Asks chunks;
        for (const auto &extent : record->inlineExtents) {
            const size_t number = assembly->add(extent);
            if (!extent.isHole())
                chunks.emplace_back(partOf(name, extent), [assembly, number](Result<FetchedObject> chunk) {
                    assembly->deliver(number, std::move(chunk));
                });
        }
        assembly->close();
        return chunks;
    };
    fetcher_.askForParts({parent, name, format::ObjectKind::Version, kUsualRecord}, partsOf);
}

void ContentFetch::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !large_.empty(); });
        if (stopping_)
            return;
        const Large large = std::move(large_.front());
        large_.pop_front();
        current_ = large.assembly;
        lock.unlock();
        if (const auto fetched = fetchLarge(large); !fetched)
            large.assembly->abandon(fetched.error());
        lock.lock();
        current_.reset();
    }
}

Status ContentFetch::fetchLarge(const Large &large)
{
    NodeReader nodes(fetcher_, 1_MiB);
    TreeFetch tree(nodes, large.name);
    TRY(large.record.forEachExtent(tree.function(), [&](const format::Extent &extent) -> Result<bool> {
        const size_t number = large.assembly->add(extent);
        if (!extent.isHole())
            fetcher_.ask(partOf(tree.last(), extent), [assembly = large.assembly, number](Result<FetchedObject> chunk) {
                assembly->deliver(number, std::move(chunk));
            });
        return large.assembly->waitForRoom(kWindow);
    }));
    large.assembly->close();
    return {};
}

} // namespace backspool::engine
