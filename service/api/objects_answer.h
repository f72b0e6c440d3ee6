#pragma once
/// The answer to one GetObjects, frame by frame, so that a slow reader costs no memory: objects in blocks, each block
/// once, in the order in which they were asked for first.
#include "api/services.h"
#include "protocol/objects_packer.h"

#include <deque>

namespace backspool::api {

/// Not thread-safe; blocks on disk.
class ObjectsAnswer
{
public:
    /// @p names are allowed, in the order of the request over all its groups. Errors: Io.
    static Result<ObjectsAnswer> prepare(const store::ObjectStore &store, ClientId client,
                                         std::vector<ObjectName> names);

    /// The next frame, of about 4 MiB; its `last` says whether it ends the answer. What cannot be read is a failure in
    /// it, each object for itself. REQUIRES: !isAtEnd().
    protocol::Objects next();
    bool isAtEnd() const { return isAtEnd_; }
    /// The kind of each object that was found, in the order of the names; nullopt for the others.
    const std::vector<std::optional<format::ObjectKind>> &kinds() const { return kinds_; }

private:
    /// What is wanted of one stored block.
    struct Wanted
    {
        store::ObjectLocation location;
        protocol::ObjectsPacker::Slots objects;
    };

    ObjectsAnswer(const store::ObjectStore &store, ClientId client) : store_(&store), client_(client) {}
    void addBlock(const Wanted &wanted, protocol::ObjectsPacker &frame);
    bool addWhole(const Wanted &wanted, protocol::ObjectsPacker &frame);
    void addSingly(const Wanted &wanted, protocol::ObjectsPacker &frame);

    const store::ObjectStore *store_;
    ClientId client_;
    std::vector<ObjectName> names_;
    std::vector<std::optional<format::ObjectKind>> kinds_;
    std::vector<uint32_t> missing_;
    std::deque<Wanted> blocks_; ///< still to be sent
    bool isAtEnd_ = false;
};

} // namespace backspool::api
