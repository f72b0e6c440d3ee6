#pragma once
/// A point as one user of the computer may see it.
///
/// What the kernel would show that user by the recorded owners and permissions is shown: names, sizes, times, owners,
/// permission bits, ACLs and the targets of links in folders that the user may list (read and search), the content of
/// files that the user may read. What stands beside that in the same nodes is taken out of them:
/// * Content names of what the user may not read. They are keyed, but the user's own files are named by the same key:
///   who can have a file backed up could compare. In their place stands a name that is made for this user.
/// * Extended attributes that the kernel would not show: "user." of files that the user may not read, "trusted." of
/// all.
/// * Of the point: what is selected and left out (other people's paths), the computer's system information, hints.
#include "attach/local_user.h"
#include "codec/digest.h"
#include "format/node.h"
#include "protocol/read_messages.h"

namespace backspool::engine {

/// Thread-safe.
class UserView
{
public:
    /// @p domain: the elimination domain's secret. The names that the view makes are made with a key that follows from
    /// it, and so stay the same: a file that did not change has the same one in each point.
    UserView(LocalUser user, const codec::SecretKey &domain);

    const LocalUser &user() const { return user_; }
    /// Whether the user may have what @p entry holds.
    bool mayHaveContent(const format::DirectoryEntry &entry) const;
    format::DirectoryEntry entry(format::DirectoryEntry entry) const;
    /// A node of a directory or of extents. Errors: Damaged; Denied (a node of hints).
    Result<QByteArray> node(const format::Node &node) const;
    format::PointRecord record(format::PointRecord record) const;
    protocol::PointSummary summary(protocol::PointSummary summary) const;

private:
    ObjectName madeName(const format::DirectoryEntry &entry) const;

    const LocalUser user_;
    const codec::Digester names_;
};

} // namespace backspool::engine
