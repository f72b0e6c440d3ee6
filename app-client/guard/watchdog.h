#pragma once
/// Sees to it that nobody waits for a guard that does not answer: one that is stopped, or waits for a disk that does
/// not.
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace backspool::guard {

/// Until @p guard has ended, or was killed: when nothing was heard of it in @p aliveAt (ticks of the steady clock) for
/// as long as @p bound lets it. Its exit status; -1: it was killed.
int watchOver(pid_t guard, const std::atomic<int64_t> &aliveAt, std::chrono::milliseconds bound);

} // namespace backspool::guard
