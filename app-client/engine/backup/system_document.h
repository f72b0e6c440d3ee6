#pragma once
/// The system information of a backup: gathered beside the walk, then sent as the content of a file is.
#include "codec/chunker.h"
#include "codec/digest.h"
#include "core/cancel_token.h"
#include "core/clock.h"
#include "format/file_content.h"
#include "transfer/object_sink.h"

#include <functional>
#include <future>

namespace backspool::engine {

/// For one thread.
class SystemDocument
{
public:
    /// The document, at most format::kMaxSystemInformation; in a thread of its own.
    using Gather = std::function<Result<QByteArray>(const CancelToken &cancel)>;

    /// Begins to gather, when there is something to gather by.
    explicit SystemDocument(const Gather &gather);
    /// Stops it.
    ~SystemDocument();
    SystemDocument(const SystemDocument &) = delete;
    SystemDocument &operator=(const SystemDocument &) = delete;

    /// Waits for the document and hands it to @p sink, which asks the service for it first: what the service has is not
    /// sent. Empty where there is none (a backup without is better than none; the log says why).
    /// Errors: the failure; Cancelled; Io.
    Result<format::FileContent> send(const codec::Digester &digester, const codec::Chunker &chunker, ObjectSink &sink,
                                     Failure &failure, const CancelToken &cancel);

private:
    CancelToken stop_;
    std::future<Result<QByteArray>> gathered_;
    QByteArray document_;
};

/// Of this computer, as SystemDocument::Gather.
Result<QByteArray> gatherSystemDocument(const CancelToken &cancel);
/// The same by way of the one that is kept in @p file (kept_document.h). The clock outlives it.
SystemDocument::Gather keptSystemDocument(const QString &file, const Clock &clock);

} // namespace backspool::engine
