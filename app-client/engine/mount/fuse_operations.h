#pragma once
/// What the kernel asks of the mounted points, answered by threads of its own: none waits for another's answer.
#include "mount/fuse_answer.h"
#include "mount/mounted_points.h"
#include "read/worker_threads.h"

namespace backspool::engine {

/// Used by the one thread that reads what the kernel asks.
class FuseOperations
{
public:
    /// @p recordedRights: who may read what is decided by the recorded owners, modes and ACLs.
    FuseOperations(MountedPoints &points, bool recordedRights)
        : points_(points), recordedRights_(recordedRights), threads_(kThreads)
    {
    }

    /// For fuse_session_new(), with this as the user's data.
    static const fuse_lowlevel_ops &table();
    FuseInterrupts &interrupts() { return interrupts_; }

private:
    /// The kernel reads at most 12 pieces of files ahead (FUSE_DEFAULT_MAX_BACKGROUND): others find a thread all the
    /// same.
    static constexpr int kThreads = 20;

    friend struct FuseCalls;
    /// Lets a thread answer @p request about @p node; without an answer it is EIO.
    void answer(fuse_req_t request, NodeNumber node, std::function<void(FuseAnswer &answer)> task);

    MountedPoints &points_;
    const bool recordedRights_;
    FuseInterrupts interrupts_;
    WorkerThreads threads_; ///< last: they end first
};

} // namespace backspool::engine
