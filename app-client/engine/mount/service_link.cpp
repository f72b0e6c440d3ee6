#include "mount/service_link.h"

#include "core/logging.h"

namespace backspool::engine {

namespace {

/// The connection has ended, or was ended: another may do better.
bool isOfLine(const Error &error)
{
    // Denied: a connection is given no more than so many objects.
    return error.kind() == ErrorKind::Unreachable || error.kind() == ErrorKind::Cancelled ||
           error.kind() == ErrorKind::Denied;
}

Error silentError()
{
    return {ErrorKind::Unreachable, QStringLiteral("the service does not answer")};
}

} // namespace

Result<std::shared_ptr<const format::PointRecord>> OpenLine::point(PointId id)
{
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = points_.find(id); found != points_.end())
            return found->second;
    }
    auto record = std::make_shared<const format::PointRecord>(TRY(service.point(id)));
    const std::lock_guard lock(mutex_);
    points_[id] = record;
    return record;
}

ServiceLink::ServiceLink(Connect connect, const codec::Digester &digester, const Clock &clock, Options options)
    : connect_(std::move(connect)), digester_(digester), clock_(clock), options_(options),
      watchdog_([this](const std::stop_token &stop) { watch(stop); })
{
}

ServiceLink::~ServiceLink()
{
    end();
}

void ServiceLink::end()
{
    ending_.cancel();
    std::shared_ptr<OpenLine> line;
    {
        const std::lock_guard lock(mutex_);
        line = std::exchange(line_, nullptr);
    }
    if (line)
        line->line->abort();
}

Result<std::shared_ptr<OpenLine>> ServiceLink::line()
{
    std::unique_lock connecting(connecting_, std::defer_lock);
    {
        const std::lock_guard lock(mutex_);
        if (line_)
            return line_;
        // While the service is away, one asks for it at a time, and nobody else waits.
        if (failed_ && (isTooEarly() || !connecting.try_lock()))
            return fail(*failed_);
    }
    if (!connecting.owns_lock())
        connecting.lock();
    {
        const std::lock_guard lock(mutex_);
        if (line_)
            return line_;
        if (failed_ && isTooEarly())
            return fail(*failed_);
    }
    return connect();
}

/// REQUIRES: connecting_ is held.
Result<std::shared_ptr<OpenLine>> ServiceLink::connect()
{
    TRY(ending_.check());
    auto connected = connect_(ending_);
    const std::lock_guard lock(mutex_);
    if (!connected) {
        noteFailure(connected.error());
        return fail(*failed_);
    }
    if (failed_)
        qCInfo(logEngine) << "The points can be read again.";
    failed_.reset();
    auto line = std::make_shared<OpenLine>(++lines_, *std::move(connected), digester_, clock_);
    TRY(ending_.check());
    line_ = line;
    return line;
}

/// REQUIRES: mutex_ is held.
void ServiceLink::noteFailure(const Error &error)
{
    if (!failed_ && !ending_.isCancelled())
        qCWarning(logEngine).noquote() << "The points cannot be read for now:" << error.text();
    failed_ = error;
    failedAt_ = clock_.steadyNow();
}

void ServiceLink::drop(const std::shared_ptr<OpenLine> &line)
{
    const std::lock_guard lock(mutex_);
    if (line_ == line)
        line_.reset();
}

Status ServiceLink::ask(const std::function<Status(OpenLine &)> &question)
{
    for (int attempt = 0;; ++attempt) {
        const auto line = TRY(this->line());
        auto answered = question(*line);
        if (answered || !isOfLine(answered.error()))
            return answered;
        drop(line);
        if (line->isGivenUp)
            return fail(silentError());
        // That a connection ended since it was last used, its next question finds out: that one asks again.
        if (attempt > 0 || ending_.isCancelled())
            return answered;
    }
}

void ServiceLink::watch(const std::stop_token &stop)
{
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, stop, options_.look, [&] { return stop.stop_requested(); })) {
        lock.unlock();
        endSilent();
        lock.lock();
    }
}

void ServiceLink::endSilent()
{
    std::shared_ptr<OpenLine> line;
    {
        const std::lock_guard lock(mutex_);
        line = line_;
    }
    if (!line || !line->service.isSilentFor(options_.silence))
        return;
    line->isGivenUp = true;
    {
        const std::lock_guard lock(mutex_);
        if (line_ == line)
            line_.reset();
        noteFailure(silentError());
    }
    line->line->abort();
}

} // namespace backspool::engine
