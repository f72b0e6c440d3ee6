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
        needed_.addContainer(container, index);
        spare_.addContainer(container, index);
    }

    /// Adds what the trees reach, of each object the copy that the store finds; of version records all, each with what
    /// it names, as it is not the same in all, and which one is found may change (that one be lost). Sees everything,
    /// condemned or not. Errors: Damaged (a node cannot be read: what is beneath it is not known), Io, Cancelled.
    Status mark(const ObjectName &root, const ObjectName &hints, const CancelToken &cancel);
    /// The same for what one content needs.
    Status mark(const format::FileContent &content, const CancelToken &cancel);
    /// Adds one object.
    void markObject(const store::ObjectLocation &location) { needed_.set(location); }

    bool isWanted(const store::ObjectLocation &location) const
    {
        return !needed_.covers(location.container) || needed_.test(location) || spare_.test(location);
    }
    /// Of an object that mark() found in a container that was not added: this copy of it stays too, as the one found
    /// may be in a container that is still being written, so not durable.
    bool isFoundElsewhere(const ObjectName &name) const { return elsewhere_.contains(name.view()); }
    /// Objects that a point needs and the store does not have.
    uint64_t missing() const { return missing_; }

private:
    /// Spare: what only records name that are not the one that the store finds. They may say anything; what cannot be
    /// read beneath them stops nothing. (What is marked as spare is not passed over when it is needed: the mark does
    /// not say that all beneath it was read.)
    enum class Need : uint8_t { Spare = 1, Needed = 2 };
    class ExtentNodes;

    Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView path) override;
    Status unreadable(const ObjectName &name, QByteArrayView path, const Error &error) override;
    bool wantsPaths() const override { return false; }
    /// Returns whether it was marked before, with this need.
    bool markFound(const ObjectName &name, const std::optional<store::ObjectLocation> &location, Need need);
    bool markRecord(const ObjectName &name, const store::ObjectLocation &place, Need need);
    Status markVersion(const ObjectName &name);
    Status markExtents(const QByteArray &record, Need need);
    Status addChunk(const ObjectName &name, Need need);
    Status markChunks(Need need);
    std::vector<ObjectName> &chunks(Need need) { return need == Need::Needed ? neededChunks_ : spareChunks_; }

    const store::ObjectStore &store_;
    const CancelToken *cancel_ = nullptr; ///< during mark()
    ObjectBits needed_;
    ObjectBits spare_;
    NameTags elsewhere_;                   ///< with their need
    std::vector<ObjectName> neededChunks_; ///< to be looked up together
    std::vector<ObjectName> spareChunks_;
    uint64_t missing_ = 0;
};

} // namespace backspool::points
