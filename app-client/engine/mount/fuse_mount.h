#pragma once
/// The mounted points as a file system of the kernel, by FUSE: for reading, with all metadata as it was recorded.
#include "mount/mounted_points.h"

namespace backspool::engine {

enum class MountFor : uint8_t {
    Owner,   ///< who mounts it, and nobody else; may read everything, as who can restore everything
    Everyone ///< all users of this computer: the recorded owners, modes and ACLs say who may read what
};

class FuseMount
{
public:
    /// Mounts at @p folder, which is an empty folder. @p points outlives it.
    /// Errors: NotFound, Invalid (no folder, not empty), Unsupported (no FUSE here), Denied, Io.
    static Result<std::unique_ptr<FuseMount>> mount(MountedPoints &points, const QByteArray &folder, MountFor who);
    /// Unmounts. What waits for the service must have been ended (ServiceLink::end()).
    ~FuseMount();
    FuseMount(const FuseMount &) = delete;
    FuseMount &operator=(const FuseMount &) = delete;

    /// Answers the kernel until stop(), or until somebody unmounts. Blocks. Errors: Io.
    Status run();
    /// From any thread.
    void stop();

private:
    struct Private;
    explicit FuseMount(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::engine
