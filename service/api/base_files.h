#pragma once
/// Files of a session's base as the client differences against them (docs/protocol.md, "Differences within files").
///
/// A file is named by its path in the base, which is the client's own point and stays whole while the lease lasts: so a
/// path is all the permission that there is to check, and no name of a content is one.
#include "core/cancel_token.h"
#include "format/extent.h"
#include "points/lease_registry.h"
#include "points/version_trust.h"
#include "store/object_store.h"

#include <deque>

namespace backspool::api {

/// The content of one file of the base: a version with its extents.
class BaseFile
{
public:
    /// What is to be opened, for whom.
    struct Wanted
    {
        ObjectName content;
        uint64_t size = 0;
        ClientId client;
        ObjectName known; ///< digest of a record of which nobody need be told the extents; null: none
    };
    /// Where the record is the known one, and its chunks were all found before, it has no extents().
    /// Errors: NotFound, Damaged (also: more extents than a base may have, or content that is missing), Io, Cancelled.
    static Result<std::shared_ptr<const BaseFile>> open(const store::ObjectStore &store, points::VersionTrust &trust,
                                                        const Wanted &wanted, const CancelToken &cancel);

    const ObjectName &content() const { return content_; }
    uint64_t size() const { return size_; }
    /// Digest of the version record's bytes.
    const ObjectName &record() const { return record_; }
    /// Whether every chunk lies in containers of the client: it may refer to them from any place.
    bool isOwn() const { return isOwn_; }
    const std::vector<format::Extent> &extents() const { return extents_; }
    /// The chunk that was read last: parts that follow each other are often in the same.
    struct LastChunk
    {
        ObjectName name; ///< null: none yet
        QByteArray bytes;
    };
    /// The bytes [@p offset, @p offset + @p length). REQUIRES: they are within the size, and few: they are allocated.
    /// Errors: NotFound, Damaged, Io.
    Result<QByteArray> read(const store::ObjectStore &store, uint64_t offset, uint64_t length, LastChunk &last) const;

private:
    BaseFile() = default;
    ObjectName content_;
    uint64_t size_ = 0;
    ObjectName record_;
    bool isOwn_ = false;
    std::vector<format::Extent> extents_;
    std::vector<uint64_t> starts_; ///< of the extents in the content
};

/// Not thread-safe: one session's.
class BaseFiles
{
public:
    /// All outlive it.
    BaseFiles(const store::ObjectStore &store, points::VersionTrust &trust, const points::Lease &lease)
        : store_(store), trust_(trust), lease_(lease)
    {
    }

    /// The file at @p path in the base. @p known as in BaseFile::Wanted. Errors: NotFound (no base, no such file, or
    /// one that has no version), and those of BaseFile::open().
    Result<std::shared_ptr<const BaseFile>> open(const QByteArray &path, const ObjectName &known = {});

private:
    const store::ObjectStore &store_;
    points::VersionTrust &trust_;
    const points::Lease &lease_;
    /// The last used one first: an agent has as many files under way as it has threads.
    std::deque<std::pair<QByteArray, std::shared_ptr<const BaseFile>>> opened_;
};

} // namespace backspool::api
