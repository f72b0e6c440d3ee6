#pragma once
/// Finds which points and paths need what is damaged.
#include "points/damage_list.h"
#include "points/name_tags.h"
#include "points/tree_walk.h"

namespace backspool::points {

/// Walks one point after the other; what was found to have no damage beneath is not walked again. Not thread-safe.
class DamageUses final : private TreeVisitor
{
public:
    DamageUses(const store::ObjectStore &store, DamageList &damages) : store_(store), damages_(damages) {}

    /// Passes over everything when all damages have their uses. Errors: Cancelled, Io.
    Status findIn(const catalogue::PointRow &point, const CancelToken &cancel);

private:
    struct Open
    {
        ObjectName name;
        bool isDamaged = false; ///< it, or something beneath
    };
    Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView path) override;
    Status unreadable(const ObjectName &name, QByteArrayView path, const Error &error) override;
    void left(const ObjectName &name) override;
    Status noteUses(const ObjectName &name, QByteArrayView path);

    const store::ObjectStore &store_;
    DamageList &damages_;
    PointId point_;
    ClientId client_;
    NameTags clean_; ///< nodes and versions without damage beneath
    std::vector<Open> open_;
    uint64_t visits_ = 0; ///< in all points
};

} // namespace backspool::points
