#include "attach/status_board.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace backspool::engine {

namespace {

/// Of errors of these kinds the text is about the service and the disk of the state folder.
bool isAboutNobody(ErrorKind kind)
{
    return kind == ErrorKind::Unreachable || kind == ErrorKind::NoSpace || kind == ErrorKind::Unsupported ||
           kind == ErrorKind::Cancelled;
}

QString untoldText()
{
    return QStringLiteral("the computer's administrator can see the reason");
}

} // namespace

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
    const bool isTold = !report.lastError || isAboutNobody(report.lastError->kind());
    if (!isTold) {
        report.lastError = Error(report.lastError->kind(), untoldText());
        report.decision.reason.clear();
    }
    if (report.decision.hindrance.kind == Hindrance::Kind::Failure && (!isTold || !report.lastError)) {
        report.decision.hindrance.error = untoldText();
        report.decision.reason.clear();
    }
    if (report.lastBackup) {
        report.lastBackup->groups.clear();
        report.lastBackup->commandFailures.clear();
    }
    report.policyErrors.clear();
    report.writeLog.reset();
    return report;
}

} // namespace backspool::engine
