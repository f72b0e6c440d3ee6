#pragma once
/// A local stream socket that carries frames, for threads that may wait.
#include "core/file_descriptor.h"
#include "protocol/frame.h"

#include <chrono>
#include <mutex>

namespace backspool::engine {

/// One thread reads; any may write and end it.
class FrameSocket
{
public:
    /// @p maxPayload: of frames that come. @p patience: see setPatience().
    FrameSocket(FileDescriptor file, ByteCount maxPayload, std::chrono::seconds patience);
    /// How long the other side may take nothing of what is written; 0: for ever.
    void setPatience(std::chrono::seconds patience);

    int get() const { return file_.get(); }
    /// The next frame; waits for it, @p idle at most (none: for ever). Nothing: the other side has ended, or was idle.
    /// Errors: Invalid (what comes is no frame, or too large a one), Io.
    Result<std::optional<protocol::Frame>> read(std::optional<std::chrono::seconds> idle = {});
    /// Waits while the other side has no room. Errors: Unreachable (it has ended, or takes nothing).
    Status write(const protocol::Frame &frame);
    /// Ends both directions: who waits here waits no more.
    void end();

private:
    const FileDescriptor file_;
    std::mutex writing_; ///< held while a frame is written: each comes whole
    protocol::FrameDecoder decoder_;
};

} // namespace backspool::engine
