#pragma once
/// The check of a new point: that it can be read whole, and that it refers to nothing that its client has not shown to
/// hold. What checkPoint() (point_commit.h) does.
///
/// Directories are walked side by side with the base's: what stands at the same place there is accepted and not looked
/// at, so the work is in proportion to what differs. Memory: 16 bytes a directory that differs, some hundred a level of
/// the deepest path, and what is bounded beside.
#include "points/frame_stack.h"
#include "points/point_commit.h"
#include "points/tree_cursor.h"
#include "points/version_check.h"

namespace backspool::points {

using OnNewFile = std::function<void(QByteArrayView name, const format::DirectoryEntry &)>;

/// Used once.
class PointCheck
{
public:
    PointCheck(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const GrantOf &grantOf,
               const OnNewFile &newFile);
    ~PointCheck();

    Status run(const ObjectName &root, const ObjectName &hints, const format::FileContent &systemInformation);

private:
    struct Frame;
    class NewNodes;
    /// The trees of one directory.
    struct DirectoryPair
    {
        ObjectName entries;
        ObjectName hints;
        bool operator==(const DirectoryPair &) const = default;
    };
    /// Why a node was accepted; what is beneath inherits Held and OfBase.
    enum Mark : uint8_t { Checked, Held, OfBase };
    /// A file's content that the base does not have in the same place.
    struct Content
    {
        ObjectName name;
        uint64_t size = 0;
        Grant grant = Grant::None;
        BaseContent base;
        QByteArray fileName;
    };
    struct ToLookUp
    {
        Content content;
        QByteArray place; ///< as an error shows it
    };

    Status step(Frame &frame);
    Status enterDirectory(const DirectoryPair &pair, const DirectoryPair &base, Mark entriesMark, Mark hintsMark);
    Result<Mark> acceptNode(const ObjectName &node, Mark outer, const std::unordered_set<ObjectName> &baseNodes) const;
    Status checkEntry(Frame &frame, QByteArrayView item, const format::DirectoryEntry &entry, const format::Hint &hint);
    Status checkDirectory(Frame &frame, const format::DirectoryEntry &entry, const format::Hint &hint);
    Status checkFile(Frame &frame, const format::DirectoryEntry &entry);
    Status findBaseNodes(Frame &frame) const;
    Status addUngranted(Frame &frame, Content content);
    Status settleRenamed(Frame &frame);
    Status addContent(const Frame &frame, Content content);
    Status flushContents();
    Status checkContent(const Content &content, const std::optional<store::ObjectLocation> &location);
    QByteArray placeIn(const Frame &frame, QByteArrayView fileName) const;

    const store::ObjectStore &store_;
    const Lease &lease_;
    const GrantOf &grantOf_;
    const OnNewFile &newFile_;
    ObjectSizes sizes_;
    VersionCheck versions_;
    FrameStack<Frame> frames_;
    NameTags done_;                  ///< directories that were checked, with their hints
    std::vector<ToLookUp> contents_; ///< to be looked up together
    std::vector<Frame *> renaming_;  ///< those with ungranted files, the outer ones first
    size_t ungranted_ = 0;           ///< files in all of them
    QByteArray path_;                ///< empty: the top
    bool isPlaceSaid_ = false;       ///< by the error that ends the check
};

} // namespace backspool::points
