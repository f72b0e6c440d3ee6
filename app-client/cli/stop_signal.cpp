#include "cli/stop_signal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace backspool::cli {

namespace {
sigset_t stopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}
} // namespace

StopSignal::StopSignal()
{
    const auto set = stopSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
    ending_ = ::eventfd(0, EFD_CLOEXEC);
    thread_ = std::thread([this] { watch(); });
}

StopSignal::~StopSignal()
{
    const uint64_t one = 1;
    if (::write(ending_, &one, sizeof one) == ssize_t(sizeof one))
        thread_.join();
    else
        thread_.detach();
    ::close(signals_);
    ::close(ending_);
}

void StopSignal::onStop(std::function<void()> wake)
{
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    if (token_.isCancelled() && wake_)
        std::exchange(wake_, {})();
}

void StopSignal::watch()
{
    for (;;) {
        std::array<pollfd, 2> wait = {pollfd{signals_, POLLIN, 0}, pollfd{ending_, POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), -1) < 0)
            continue;
        if (wait[1].revents != 0)
            return;
        signalfd_siginfo info{};
        if (wait[0].revents == 0 || ::read(signals_, &info, sizeof info) != ssize_t(sizeof info))
            continue;
        if (token_.isCancelled())
            ::_exit(128 + int(info.ssi_signo));
        stop();
    }
}

void StopSignal::stop()
{
    token_.cancel();
    const std::lock_guard lock(mutex_);
    if (wake_)
        std::exchange(wake_, {})();
}

} // namespace backspool::cli
