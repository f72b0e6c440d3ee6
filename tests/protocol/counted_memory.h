#pragma once
/// Replaces the program's operator new by one that remembers how much was asked for at once.
#include <atomic>
#include <cstddef>

namespace backspool {

/// The largest piece of memory that containers asked for since it was set to 0.
extern std::atomic<size_t> largestRequest;

} // namespace backspool
