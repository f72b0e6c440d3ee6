#pragma once
/// What the points need, of the objects in the containers that a reclaim looks at: its mark.
#include "points/name_tags.h"
#include "points/object_bits.h"
#include "points/tree_walk.h"

namespace backspool::points {

/// One thread marks; isWanted() may be called from any beside it.
class WantedObjects final : private TreeVisitor
{
public:
    explicit WantedObjects(const store::ObjectStore &store) : store_(store) {}

    /// A container that may be rewritten. Before the first mark().
    void addContainer(ContainerId container, const format::ContainerIndex &index)
    {
        bits_.addContainer(container, index);
    }

    /// Adds what the trees reach, of each object the copy that the store finds. Sees everything, condemned or not.
    /// Errors: Damaged (a node cannot be read: what is beneath it is not known), Io, Cancelled.
    Status mark(const ObjectName &root, const ObjectName &hints, const CancelToken &cancel);
    /// Adds one object.
    void markObject(const store::ObjectLocation &location) { bits_.set(location); }

    bool isWanted(const store::ObjectLocation &location) const
    {
        return !bits_.covers(location.container) || bits_.test(location);
    }
    /// Of an object that mark() found in a container that was not added: this copy of it stays too, as the one found
    /// may be in a container that is still being written, so not durable.
    bool isFoundElsewhere(const ObjectName &name) const { return elsewhere_.contains(name.view()); }
    /// Objects that a point needs and the store does not have.
    uint64_t missing() const { return missing_; }

private:
    Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView path) override;
    Status unreadable(const ObjectName &name, QByteArrayView path, const Error &error) override;
    bool wantsPaths() const override { return false; }
    /// Returns whether it was marked before.
    bool markFound(const ObjectName &name, const std::optional<store::ObjectLocation> &location);
    Status markChunks();

    const store::ObjectStore &store_;
    ObjectBits bits_;
    NameTags elsewhere_;
    std::vector<ObjectName> chunks_; ///< to be looked up together
    uint64_t missing_ = 0;
};

} // namespace backspool::points
