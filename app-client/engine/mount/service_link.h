#pragma once
/// A way to the service that outlives its connections: a new one is made when the last has ended.
///
/// Nobody waits for ever. A connection over which something is waited for and nothing comes is ended; all that wait
/// then fail, and the next question connects again. After an attempt that failed there is none for a while.
#include "codec/digest.h"
#include "core/cancel_token.h"
#include "mount/watched_service.h"
#include "read/node_reader.h"

#include <map>
#include <memory>
#include <thread>

namespace backspool::engine {

/// One connection. Its service is used from several threads; abort() makes all that wait there fail, and is called
/// before the end.
class ServiceLine
{
public:
    virtual ~ServiceLine() = default;
    virtual PointService &service() = 0;
    virtual void abort() = 0;
};

/// What is read over one connection. What the service gave over one, it knows nothing of in another
/// (docs/protocol.md, "GetObjects"). Thread-safe.
class OpenLine
{
public:
    OpenLine(uint64_t number, std::unique_ptr<ServiceLine> line, const codec::Digester &digester, const Clock &clock)
        : number(number), line(std::move(line)), service(this->line->service(), clock), fetcher(service, digester),
          nodes(fetcher, kNodesKept)
    {
    }
    ~OpenLine() { line->abort(); }
    OpenLine(const OpenLine &) = delete;
    OpenLine &operator=(const OpenLine &) = delete;

    /// Opened once a line. Errors: NotFound (it was forgotten), and the service's.
    Result<std::shared_ptr<const format::PointRecord>> point(PointId id);

    const uint64_t number; ///< differs from line to line; never 0
    const std::unique_ptr<ServiceLine> line;
    WatchedService service;
    ObjectFetcher fetcher;
    NodeReader nodes;
    std::atomic<bool> isGivenUp = false; ///< it did not answer

private:
    /// The folders of a walk through some hundred thousand files.
    static constexpr ByteCount kNodesKept = 16_MiB;

    std::mutex mutex_; ///< guards what follows
    std::map<PointId, std::shared_ptr<const format::PointRecord>> points_;
};

/// Thread-safe.
class ServiceLink
{
public:
    /// Ends early with @p cancel.
    using Connect = std::function<Result<std::unique_ptr<ServiceLine>>(const CancelToken &cancel)>;
    struct Options
    {
        /// Without a sign of life while something is waited for. As long as a handshake may take.
        std::chrono::milliseconds silence{30'000};
        std::chrono::milliseconds retry{5'000}; ///< after a failed attempt to connect, before the next
        std::chrono::milliseconds look{500};    ///< how often it is looked for silence
    };

    /// @p clock outlives it.
    ServiceLink(Connect connect, const codec::Digester &digester, const Clock &clock, Options options);
    /// As end().
    ~ServiceLink();
    ServiceLink(const ServiceLink &) = delete;
    ServiceLink &operator=(const ServiceLink &) = delete;

    /// Calls @p question, and a second time over a new connection where the first turns out to have ended. Blocks.
    /// Errors: why there is no connection; the question's.
    Status ask(const std::function<Status(OpenLine &line)> &question);
    /// All that waits fails, and nothing is asked any more.
    void end();

private:
    Result<std::shared_ptr<OpenLine>> line();
    Result<std::shared_ptr<OpenLine>> connect();
    bool isTooEarly() const { return clock_.steadyNow() < failedAt_ + options_.retry; }
    void noteFailure(const Error &error);
    void drop(const std::shared_ptr<OpenLine> &line);
    void watch(const std::stop_token &stop);
    void endSilent();

    const Connect connect_;
    const codec::Digester digester_;
    const Clock &clock_;
    const Options options_;
    CancelToken ending_;
    std::mutex connecting_; ///< held while a connection is made; taken before mutex_
    std::mutex mutex_;      ///< guards what follows
    std::condition_variable_any changed_;
    std::shared_ptr<OpenLine> line_;
    uint64_t lines_ = 0;
    std::optional<Error> failed_; ///< the last attempt to connect
    std::chrono::steady_clock::time_point failedAt_;
    std::jthread watchdog_; ///< last: it ends first
};

} // namespace backspool::engine
