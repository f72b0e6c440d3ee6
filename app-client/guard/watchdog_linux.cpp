#include "watchdog.h"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <thread>

namespace backspool::guard {

int watchOver(pid_t guard, const std::atomic<int64_t> &aliveAt, std::chrono::milliseconds bound)
{
    using std::chrono::steady_clock;
    // Looked at ten times in the bound: in the worst case it is killed after nine tenths of it.
    const auto patience = bound * 8 / 10;
    for (;;) {
        int status = 0;
        const pid_t ended = ::waitpid(guard, &status, WNOHANG);
        if (ended == guard)
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        if (ended < 0 && errno != EINTR)
            return -1;
        const steady_clock::time_point heard{steady_clock::duration(aliveAt)};
        if (steady_clock::now() - heard > patience)
            ::kill(guard, SIGKILL);
        std::this_thread::sleep_for(bound / 10);
    }
}

} // namespace backspool::guard
