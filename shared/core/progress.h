#pragma once
/// How far a long job has come. A job reports; a bar, a line of text or nothing listens.
#include <cstdint>

namespace backspool {

struct Progress
{
    uint64_t itemsDone = 0;
    uint64_t itemsTotal = 0; ///< 0: not known (yet)
    uint64_t bytesDone = 0;
    uint64_t bytesTotal = 0; ///< 0: not known (yet)
};

/// Called from any thread of the job, often: must be thread-safe, quick and must not block.
class ProgressSink
{
public:
    virtual ~ProgressSink() = default;
    virtual void progressed(const Progress &progress) = 0;
};

class NoProgress final : public ProgressSink
{
public:
    void progressed(const Progress &) override {}
};

} // namespace backspool
