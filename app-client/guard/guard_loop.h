#pragma once
/// Answers the kernel, which holds up whoever is about to write to a guarded file, and does what the agent asks.
///
/// It waits for nobody: not for the agent, nor for the network, and for the disk no longer than the bound. What cannot
/// be put aside in time is let go, and that is remembered. When it ends, the kernel lets all writers go.
#include "guarded_file.h"

#include <sys/fanotify.h>

#include <atomic>

namespace backspool::guard {

class GuardLoop
{
public:
    /// @p agent: its process; @p socket: to it; @p bound: for which a writer waits at most. @p aliveAt is told over and
    /// over: nobody waits that came before (ticks of the steady clock).
    GuardLoop(pid_t agent, int socket, std::chrono::milliseconds bound, std::atomic<int64_t> &aliveAt);
    /// Until the agent has gone. An errno: the kernel refuses; 0.
    int run();

private:
    Reply carryOut(const Request &request, std::vector<Descriptor> descriptors);
    Reply watch(int file) const;
    Reply protect(const Request &request, std::vector<Descriptor> descriptors);
    Reply begin(bool onlyIfQuiet);
    int readerOf(uint64_t number) const;
    Reply writersOf(uint64_t number) const;
    bool isOfAgent(pid_t thread) const;
    Reply release(uint64_t number);
    /// Somebody who waits for an answer.
    struct Waiting
    {
        Descriptor open; ///< of the file, for reading
        pid_t thread = 0;
        Range range;
    };

    bool answerAgent();
    void markEvents(TimePoint now);
    bool readEvents();
    void readAllEvents();
    void take(const fanotify_event_metadata &event);
    void answer(const Waiting &waiting);
    void endHold();
    void nobodyWaitsSince(TimePoint time);

    const pid_t agent_;
    const int socket_;
    const std::chrono::milliseconds bound_;
    std::atomic<int64_t> &aliveAt_;
    Descriptor events_;  ///< of guarded files
    Descriptor watched_; ///< of whole file systems, all to be ignored: see watch()
    std::vector<std::unique_ptr<GuardedFile>> files_;
    TimePoint waitingSince_; ///< nobody has waited for longer
    TimePoint holdUntil_{};
    bool isHolding_ = false;
    bool isDrained_ = false;  ///< the last read took all that there was
    TimePoint markedAt_{};    ///< where many write, there never is a read that takes all: what had come by then
    size_t unreadAtMark_ = 0; ///< events of those that have not been read yet
    std::vector<Waiting> held_;
};

} // namespace backspool::guard
