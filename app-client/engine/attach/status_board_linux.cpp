#include "attach/status_board.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace backspool::engine {

void StatusBoard::publish(const AgentReport &report)
{
    const std::lock_guard lock(mutex_);
    report_ = report;
    for (const int bell : bells_)
        ::eventfd_write(bell, 1); // never blocks: the counter is far from full
}

std::optional<AgentReport> StatusBoard::report() const
{
    const std::lock_guard lock(mutex_);
    return report_;
}

StatusBoard::Bell::Bell(StatusBoard &board) : board_(board), file_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    const std::lock_guard lock(board_.mutex_);
    if (file_.isOpen())
        board_.bells_.insert(file_.get());
}

StatusBoard::Bell::~Bell()
{
    const std::lock_guard lock(board_.mutex_);
    board_.bells_.erase(file_.get());
}

void StatusBoard::Bell::quieten() const
{
    eventfd_t count = 0;
    std::ignore = ::eventfd_read(file_.get(), &count);
}

AgentReport withoutPaths(AgentReport report)
{
    if (report.lastError)
        report.lastError = Error(report.lastError->kind(), QString());
    if (report.lastError || report.decision.hindrance.kind == Hindrance::Kind::Failure)
        report.decision.reason.clear();
    report.decision.hindrance.error.clear();
    if (report.lastBackup) {
        report.lastBackup->groups.clear();
        report.lastBackup->commandFailures.clear();
    }
    report.policyErrors.clear();
    report.writeLog.reset();
    return report;
}

} // namespace backspool::engine
