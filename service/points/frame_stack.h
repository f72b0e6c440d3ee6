#pragma once
/// The directories from the top to the one being walked, each with the nodes that it is at: bounded memory whatever the
/// depth, as outer frames let go of their nodes and read them again when the walk comes back.
#include "core/units.h"

#include <memory>
#include <vector>

namespace backspool::points {

/// Frame has park() and loadedBytes().
template <class Frame> class FrameStack
{
public:
    bool isEmpty() const { return frames_.empty(); }
    size_t depth() const { return frames_.size(); }
    Frame &top() { return *frames_.back(); }
    void push(std::unique_ptr<Frame> frame)
    {
        frames_.push_back(std::move(frame));
        while (frames_.size() - firstLoaded_ > 1 && isTooMuch())
            frames_[firstLoaded_++]->park();
    }
    void pop()
    {
        frames_.pop_back();
        if (firstLoaded_ >= frames_.size() && firstLoaded_ > 0)
            firstLoaded_ = frames_.empty() ? 0 : frames_.size() - 1;
    }

private:
    /// Directories of usual size, 32 deep, are never read twice; nodes of the largest size leave one or two frames.
    static constexpr size_t kLoadedFrames = 32;
    static constexpr ByteCount kLoadedBytes = 32_MiB;

    bool isTooMuch() const
    {
        if (frames_.size() - firstLoaded_ > kLoadedFrames)
            return true;
        ByteCount bytes = 0;
        for (size_t i = firstLoaded_; i < frames_.size(); ++i)
            bytes += frames_[i]->loadedBytes();
        return bytes > kLoadedBytes;
    }

    std::vector<std::unique_ptr<Frame>> frames_;
    size_t firstLoaded_ = 0; ///< frames before are parked
};

} // namespace backspool::points
