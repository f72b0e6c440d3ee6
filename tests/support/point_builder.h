#pragma once
/// A backup session without agent and network: sends objects, builds trees, keeps the grants.
#include "codec/chunker.h"
#include "format/version_record.h"
#include "points/point_commit.h"
#include "support/files.h"

namespace backspool::test {

/// The trees of one directory.
struct Tree
{
    ObjectName entries;
    ObjectName hints;
};

/// An entry with its hint.
struct Item
{
    format::DirectoryEntry entry;
    format::Hint hint;
};

/// What fails is told by flush(); after that nothing more is sent.
class PointBuilder
{
public:
    PointBuilder(store::ObjectStore &store, const points::Lease &lease, catalogue::Area area = catalogue::Area::Delta);
    ~PointBuilder();

    /// What the store has is claimed, and the claim believed (Held), in place of sending it. On by default.
    void setClaims(bool claims) { claims_ = claims; }

    // Objects: sent, or claimed. The names are those of the bytes.
    ObjectName chunk(QByteArrayView bytes);
    ObjectName node(const QByteArray &bytes);
    void version(const ObjectName &name, const QByteArray &record);
    /// Cut into chunks, with a version record where it is longer than a leaf.
    ObjectName content(QByteArrayView bytes);

    /// Items as a client makes them.
    Item file(const QByteArray &name, QByteArrayView content);
    Item folder(const QByteArray &name, const Tree &tree);
    /// In any order. The nodes are as format::NodeTreeBuilder makes them.
    Tree directory(std::vector<Item> items);
    /// The whole tree.
    Tree tree(const Files &files);

    /// Appends what was collected; not durable yet.
    Status flush();
    points::SessionGrants &grants() { return grants_; }
    store::SessionWriter &writer() { return *writer_; }
    const points::Lease &lease() const { return lease_; }
    const codec::Digester &digester() const { return store_.digester(); }

    format::PointRecord record(PointId point, const Tree &tree) const;
    /// flush() and points::commitPoint().
    Result<catalogue::PointRow> commit(const points::CommitContext &context, PointId point, const Tree &tree);

private:
    bool isWanted(const ObjectName &name);
    void add(format::BlockPacker &packer, std::vector<ObjectName> &names, format::ObjectKind kind,
             const ObjectName &name, QByteArrayView bytes);
    void append(format::BlockPacker &packer, std::vector<ObjectName> &names);

    store::ObjectStore &store_;
    const points::Lease lease_;
    bool claims_ = true;
    codec::Chunker chunker_;
    codec::Compressor compressor_{1};
    points::SessionGrants grants_;
    std::unique_ptr<store::SessionWriter> writer_;
    format::BlockPacker chunks_{format::BlockKind::Chunks};
    format::BlockPacker nodes_{format::BlockKind::Tree};
    std::vector<ObjectName> chunkNames_;
    std::vector<ObjectName> nodeNames_;
    Status status_;
};

} // namespace backspool::test
