#include "backup/system_document.h"

#include "core/logging.h"
#include "difference/content_reader.h"
#include "files/memory_file.h"
#include "system-info/gather.h"
#include "system-info/kept_document.h"
#include "system-info/system_hints.h"

namespace backspool::engine {

namespace {

/// How often the wish to stop is looked at.
constexpr std::chrono::milliseconds kTick{100};

} // namespace

SystemDocument::SystemDocument(const Gather &gather)
{
    if (gather)
        gathered_ = std::async(std::launch::async, [this, gather] { return gather(stop_); });
}

SystemDocument::~SystemDocument()
{
    stop_.cancel();
    if (gathered_.valid())
        gathered_.wait();
}

Result<format::FileContent> SystemDocument::send(const codec::Digester &digester, const codec::Chunker &chunker,
                                                 ObjectSink &sink, Failure &failure, const CancelToken &cancel)
{
    if (gathered_.valid()) {
        while (gathered_.wait_for(kTick) != std::future_status::ready) {
            TRY(cancel.check());
            TRY(failure.check());
        }
        auto document = gathered_.get();
        if (document && document->size() <= format::kMaxSystemInformation)
            document_ = *std::move(document);
        else
            qCWarning(logEngine).noquote() << "the point has no system information:"
                                           << (document ? QStringLiteral("it is too long") : document.error().text());
    }
    if (document_.isEmpty())
        return format::FileContent();
    const auto file = std::make_shared<FileDescriptor>(TRY(fileInMemory(document_, "system-information")));
    Tally tally; // it is no file of the user's
    const ContentReader reader(digester, chunker, sink, tally, cancel);
    const auto prove = [file, size = uint64_t(document_.size())](const protocol::Challenge &challenge) {
        const bool isAbout = challenge.entry.isEmpty() && challenge.isAnswerable(size);
        return isAbout ? ContentReader::prove(file->get(), challenge) : QByteArray();
    };
    const auto content = TRY(reader.send(file->get(), TRY(statusOf(file->get())), prove, {}));
    return format::FileContent{content.signature, content.size};
}

Result<QByteArray> gatherSystemDocument(const CancelToken &cancel)
{
    return TRY(gatherSystemInformation({}, cancel)).encode(format::kMaxSystemInformation);
}

SystemDocument::Gather keptSystemDocument(const QString &file, const Clock &clock)
{
    return [kept = KeptDocument(file, clock)](const CancelToken &cancel) {
        // First: what changes while it is gathered is looked at again the next time.
        return kept.get(systemHints(), [&] { return gatherSystemDocument(cancel); });
    };
}

} // namespace backspool::engine
