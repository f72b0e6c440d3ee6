#pragma once
/// Checks versions (contents longer than one leaf) that a new point refers to: that they can be read whole and that
/// every chunk in them is the client's to refer to.
#include "points/base_extents.h"
#include "points/grants.h"
#include "points/lease_registry.h"
#include "points/object_sizes.h"
#include "points/version_trust.h"

namespace backspool::points {

/// Not thread-safe. Memory is bounded, whatever the length of a version.
class VersionCheck
{
public:
    VersionCheck(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const GrantOf &grantOf,
                 ObjectSizes &sizes)
        : store_(store), trust_(trust), lease_(lease), grantOf_(grantOf), sizes_(sizes)
    {
    }

    /// @p location is where the store found the version. @p grant is the client's to it: Sent (each chunk needs to be
    /// granted, the client's own or in @p base) or Held. Errors: Invalid, Damaged, Io, Cancelled.
    Status check(const ObjectName &version, const store::ObjectLocation &location, uint64_t size, Grant grant,
                 const BaseContent &base);

private:
    struct ToVisit
    {
        format::ChildNode statement;
        std::optional<uint8_t> level; ///< nullopt: of the root
        Grant grant = Grant::Sent;    ///< of what is above
        uint64_t start = 0;           ///< in the content
    };
    struct ToFind
    {
        format::Extent extent;
        Grant grant = Grant::Sent;
    };
    Status checkExtents(const format::VersionRecord &record, Grant grant, const BaseContent &base,
                        const ObjectName &name);
    Status checkTree(const format::VersionRecord &record, Grant grant, BaseExtents &base);
    Result<format::Node> readNode(const ToVisit &visit) const;
    Status visitChildren(const format::Node &node, const ToVisit &visit, Grant grant,
                         std::vector<ToVisit> &stack) const;
    Result<Grant> grantOfNode(const ObjectName &node, Grant outer) const;
    Status addAll(uint64_t start, const std::vector<format::Extent> &extents, Grant grant, BaseExtents &base);
    void noteComplete(const ObjectName &record, const BaseExtents &base, uint64_t condemnations);
    /// Looks the collected extents' chunks up.
    Status flush();
    Status checkChunk(const ToFind &wanted, const std::optional<store::ObjectLocation> &location);
    /// Whether all of unproven_ are in @p base.
    Status settleUnproven();
    Status dropFromUnproven(const BaseContent &base);

    const store::ObjectStore &store_;
    VersionTrust &trust_;
    const Lease &lease_;
    const GrantOf &grantOf_;
    ObjectSizes &sizes_;
    NameTags done_;           ///< versions, with their sizes
    NameTags doneNodes_;      ///< nodes of extents, with what was said of them
    BaseContent base_;        ///< of the version being checked
    bool isOwn_ = false;      ///< so far: every chunk that was looked up is the client's
    bool sharesBase_ = false; ///< something was accepted because the base has it
    bool skipsDone_ = false;  ///< something was not looked at again, so that it is not in the two above
    std::vector<ToFind> toFind_;
    std::unordered_set<ObjectName> unproven_;
};

} // namespace backspool::points
