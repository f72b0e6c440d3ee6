#pragma once
/// What a restore is to bring back, found in the point, and the folders that it goes into.
#include "read/point_reader.h"
#include "restore/restore_work.h"

namespace backspool::engine {

/// Not thread-safe; waits for the service.
class RestorePlan
{
public:
    /// Errors: NotFound (a path that is not in the point), Invalid.
    static Result<RestorePlan> make(const PointReader &point, const std::vector<QByteArray> &paths, bool toOwnPlaces);

    /// Begins it all. Errors: Denied, Io (the folder to restore into).
    Status begin(RestoreWork &work, const QByteArray &to) const;
    /// Everything of the point is in it.
    bool isWhole() const { return isWhole_; }

private:
    /// A path to restore, with the folders of the point that lead to it from "/" on.
    struct Item
    {
        std::vector<PointEntry> lead;
        PointEntry entry;
        bool isCompanion = false; ///< see RestoreEntry
    };
    class Targets;
    static Result<Item> find(const PointReader &point, const QByteArray &path);

    std::vector<Item> items_;
    bool isWhole_ = false;
};

} // namespace backspool::engine
