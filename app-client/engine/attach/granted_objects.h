#pragma once
/// What one connection of a user was given, and what may be asked for because of that.
///
/// A name is no permission (docs/protocol.md, "Reading"): an object is given under the root of a point, a node or a
/// version record that the connection was given, in which its name stands, and only if the user may have what the entry
/// with that name holds. So a folder's nodes are had only by way of all the folders above it, as a path is walked.
#include "attach/user_view.h"
#include "read/object_fetcher.h"

#include <atomic>
#include <deque>
#include <unordered_map>

namespace backspool::engine {

/// What an object that may be asked for is.
enum class GrantedKind : uint8_t { Directory, Version, Extents, Chunk };
format::ObjectKind objectKindOf(GrantedKind kind);

/// An object that may be asked for under a parent; of a chunk, a part of it. A version can be made of parts of chunks
/// that hold something else besides: another state of the file, or another user's file that was like it.
struct GrantedObject
{
    ObjectName name;
    GrantedKind kind = GrantedKind::Chunk;
    uint32_t offset = 0;
    uint32_t length = 0; ///< 0: it is no chunk
    auto operator<=>(const GrantedObject &) const = default;
};

/// @p chunk as who may have @p parts of it may see it: as long as the last of them needs, zeros between them. Empty:
/// there is nothing of them.
QByteArray grantedParts(QByteArrayView chunk, const std::vector<GrantedObject> &parts);

/// Not thread-safe: one connection's. Waits for the service.
class GrantedObjects
{
public:
    /// All that the connections of one user were given, together: they may not take all memory. A node or record counts
    /// about 64 bytes; a home of a million files has some 100,000 nodes, and a record for each large file.
    static constexpr size_t kMostOfUser = 1'000'000;
    using Account = std::shared_ptr<std::atomic<size_t>>;

    GrantedObjects(ObjectFetcher &fetcher, const UserView &view, Account account);
    ~GrantedObjects();
    GrantedObjects(const GrantedObjects &) = delete;
    GrantedObjects &operator=(const GrantedObjects &) = delete;

    /// The root of a point that the connection was given.
    void addRoot(const format::DirectoryEntry &root);
    /// What @p name is under @p parent (null: a root); several where that says several parts of a chunk, never none.
    /// Errors: Denied; those of fetching the parent again.
    Result<std::vector<GrantedObject>> find(const ObjectName &parent, const ObjectName &name);
    /// @p name was given, as @p kind under @p parent: it may be a parent now. @p bytes: as stored. Where there is too
    /// much, the version record that was given first may be one no more: its chunks have been asked for by then.
    /// Errors: Denied (too much), Damaged.
    Status add(const ObjectName &parent, const ObjectName &name, GrantedKind kind, const QByteArray &bytes);

private:
    using Tag = uint64_t;
    using Children = std::vector<GrantedObject>; ///< sorted by name
    struct Given
    {
        ObjectName parent;
        GrantedKind kind;
    };
    struct Kept
    {
        Children children;
        std::list<ObjectName>::iterator use;
    };
    Tag tagOf(const ObjectName &name) const;
    bool forgetOldestVersion();
    Result<Children> childrenIn(GrantedKind kind, const QByteArray &bytes) const;
    void keep(const ObjectName &name, Children children);
    Result<const Children *> childrenOf(const ObjectName &parent);

    ObjectFetcher &fetcher_;
    const UserView &view_;
    const Account account_;
    const size_t seed_;
    std::vector<ObjectName> roots_;
    std::unordered_map<Tag, Given> given_;
    std::deque<Tag> versions_;   ///< of given_, the oldest first
    std::list<ObjectName> uses_; ///< of kept_; the last used first
    std::unordered_map<ObjectName, Kept> kept_;
    size_t keptChildren_ = 0;
};

} // namespace backspool::engine
