/// backspool-guard MILLISECONDS: started by the agent, never by hand. Guards files while they are backed up; see
/// docs/decisions/copy-before-write-in-a-process-of-its-own.md. Writers wait for this program: it is small, allocates
/// little, stays in memory, and has nothing to wait for.
#include "guard_loop.h"
#include "watchdog.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

using namespace backspool::guard;

constexpr int kWrongUsage = 2;

/// Before whoever waits for it. None of it must succeed.
void takePrecedence()
{
    constexpr int kProcess = 1, kBestEffort = 2 << 13; // linux/ioprio.h; the agent's own may be idle
    ::setpriority(PRIO_PROCESS, 0, -10);
    ::syscall(SYS_ioprio_set, kProcess, 0, kBestEffort);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    // Paged out to a disk whose writers wait for it, it would never come back.
    ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

} // namespace

int main(int argc, char **argv)
{
    const long milliseconds = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 0;
    if (milliseconds <= 0 || ::fcntl(kSocket, F_GETFD) < 0) {
        std::fputs("backspool-guard: backspool-agent starts this program by itself\n", stderr);
        return kWrongUsage;
    }
    const std::chrono::milliseconds bound(milliseconds);
    [[maybe_unused]] const int moved = ::chdir("/"); // keeps no file system from being unmounted
    ::signal(SIGIO, SIG_IGN);                        // somebody wants to write to what has a lease, for a moment
    ::signal(SIGPIPE, SIG_IGN);
    void *shared =
        ::mmap(nullptr, sizeof(std::atomic<int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return errno;
    auto &aliveAt = *new (shared) std::atomic<int64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    const pid_t agent = ::getppid(), watchdog = ::getpid();
    const pid_t guard = ::fork();
    if (guard < 0)
        return errno;
    takePrecedence();
    if (guard > 0) {
        ::close(kSocket);
        return watchOver(guard, aliveAt, bound) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != watchdog)
        return EXIT_FAILURE; // it has gone already
    ::fcntl(kSocket, F_SETFD, FD_CLOEXEC);
    return GuardLoop(agent, kSocket, bound, aliveAt).run();
}
