#pragma once
/// What the agent and the process that guards files (backspool-guard) say to each other, over a pair of sockets that
/// keep messages apart (SOCK_SEQPACKET). Both are of one build: there are no versions. Uses nothing but the language,
/// since the guard is made of little else.
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace backspool::guard {

/// The guard finds its end of the sockets as this descriptor.
constexpr int kSocket = 3;

enum class Verb : uint32_t {
    Watch,   ///< from now on, who opens a file of this file system can be guarded against; goes with: any file there
    Protect, ///< a file is to be guarded; goes with: the file, where to put its blocks, PreservedPages, Room
    Reader,  ///< the file of Protect, open so that reading it is told to nobody, comes with the answer; see prepare()
    Hold,    ///< nobody writes to what is to be guarded until Begin, or for a while
    Begin,   ///< what is to be guarded is from now on: this is the moment
    Writers, ///< of one file: whether somebody has it open for writing now
    Release  ///< of one file
};
constexpr size_t kMostDescriptors = 4;

struct Request
{
    Verb verb = Verb::Watch;
    /// Begin: only if nobody has written since Protect, so that there need be no Hold.
    uint32_t onlyIfQuiet = 0;
    uint64_t file = 0;     ///< Protect, Reader, Writers, Release: a number that the agent gives it
    uint64_t capacity = 0; ///< Protect: bytes that PreservedPages has room for
};

/// One comes by itself first: the kernel lets it guard.
struct Reply
{
    int32_t error = 0;       ///< an errno; 0: done
    uint32_t hasWriters = 0; ///< Protect: somebody had it open for writing before; Writers
    uint32_t gaps = 0;       ///< Release
};

/// Why what was put aside is not all that was overwritten.
enum Gap : uint32_t {
    Full = 1,    ///< no room
    Late = 2,    ///< it would have held the writer up for too long
    Cut = 4,     ///< the file was cut short without a word before
    Mapped = 8,  ///< it was mapped for writing
    Unsure = 16, ///< what a program did to it cannot be told
    Failed = 32  ///< it could not be read, or not be put aside
};

/// How much may be put aside in all: shared by those who use the room.
struct Room
{
    std::atomic<uint64_t> bound = 0, used = 0; ///< bytes

    bool take(uint64_t size)
    {
        const uint64_t most = bound;
        uint64_t now = used;
        do {
            if (size > most || now > most - size)
                return false;
        } while (!used.compare_exchange_weak(now, now + size));
        return true;
    }
};
static_assert(std::atomic<uint64_t>::is_always_lock_free); // in memory of two processes

} // namespace backspool::guard
