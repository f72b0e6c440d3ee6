#include "control/termination_signals.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <csignal>

namespace backspool::control {

Result<std::unique_ptr<TerminationSignals>> TerminationSignals::watch(std::function<void()> onSignal)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (const int error = ::pthread_sigmask(SIG_BLOCK, &signals, nullptr))
        return fail(systemError(error, QStringLiteral("blocking signals")));
    FileDescriptor descriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!descriptor.isOpen())
        return fail(systemError(errno, QStringLiteral("waiting for signals")));
    return std::unique_ptr<TerminationSignals>(new TerminationSignals(std::move(descriptor), std::move(onSignal)));
}

TerminationSignals::TerminationSignals(FileDescriptor descriptor, std::function<void()> onSignal)
    : descriptor_(std::move(descriptor)), notifier_(descriptor_.get(), QSocketNotifier::Read)
{
    QObject::connect(&notifier_, &QSocketNotifier::activated, &notifier_, [this, onSignal = std::move(onSignal)] {
        signalfd_siginfo info;
        if (::read(descriptor_.get(), &info, sizeof info) == ssize_t(sizeof info))
            onSignal();
    });
}

} // namespace backspool::control
