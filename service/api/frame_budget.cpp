#include "api/frame_budget.h"

namespace backspool::api {

FrameBudget::Share::~Share()
{
    budget_.giveBack(bytes_);
}

void FrameBudget::Share::take(ByteCount bytes)
{
    ++frames_;
    bytes_ += bytes;
    budget_.bytes_ += bytes;
}

void FrameBudget::Share::giveBack(ByteCount bytes)
{
    --frames_;
    bytes_ -= bytes;
    budget_.giveBack(bytes);
}

bool FrameBudget::Share::hasRoom() const
{
    return frames_ == 0 || (frames_ < kMostFrames && bytes_ < kMostBytes && budget_.bytes_ < kMostBytesTogether);
}

void FrameBudget::giveBack(ByteCount bytes)
{
    const bool wasFull = bytes_ >= kMostBytesTogether;
    bytes_ -= bytes;
    if (wasFull && bytes_ < kMostBytesTogether)
        Q_EMIT roomMade();
}

} // namespace backspool::api
