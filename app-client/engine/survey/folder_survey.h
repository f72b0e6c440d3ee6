#pragma once
/// What lies in a folder of this computer, and how much that is: for people who choose what to protect. Only names and
/// sizes are read, and no link is followed.
#include "core/result.h"
#include "format/directory_entry.h"

#include <QByteArray>

#include <functional>
#include <map>
#include <vector>

namespace backspool::engine {

/// Files and the sum of their sizes.
struct Amount
{
    uint64_t files = 0;
    uint64_t bytes = 0;

    void add(uint64_t size)
    {
        ++files;
        bytes += size;
    }
    bool operator==(const Amount &) const = default;
};

struct LocalEntry
{
    QByteArray name;
    bool isFolder = false;
    uint64_t size = 0;     ///< of a file
    bool isRemote = false; ///< a folder where a file system of another computer is mounted; nothing more is known of it
};

/// In order of names, folders first. Blocks. Errors: NotFound, Denied, Io.
Result<std::vector<LocalEntry>> listLocalFolder(const QByteArray &path);

/// Where file systems of other computers are mounted when this is made, as the kernel's own table has it: they are not
/// touched for that. What is to be mounted as soon as somebody looks (autofs) counts as one.
class RemotePlaces
{
public:
    RemotePlaces();

    /// One is mounted there.
    bool contains(const QByteArray &path) const;
    /// It lies on one.
    bool isOn(QByteArray path) const;

private:
    std::map<QByteArray, bool> mounts_; ///< by place; whether it is one
};

/// Says whether nobody wants to know any more.
using IsUnwanted = std::function<bool()>;

/// What is visited of a tree; the path is valid during the call.
struct Visited
{
    const QByteArray &path;
    bool isFolder = false;
    bool isFile = false; ///< a regular one
    uint64_t size = 0;   ///< of that
    format::FileTime modified;
    bool startsFileSystem = false; ///< a folder where another file system is mounted
    bool isRemote = false;         ///< of another computer: it is not gone into, and nothing more is known of it
};
/// Calls @p visit for all beneath @p path (absolute), or for @p path itself where it is a file; for a folder that says
/// whether to go in. What cannot be read is passed over, and so is what the kernel only shows (proc and its like).
/// File systems of other computers are not looked at: one that does not answer would hold up all, and counting one that
/// does would load it. One that comes while this looks is told a second time, as such. Blocks; may take minutes.
void visitTree(const QByteArray &path, const RemotePlaces &remote, const std::function<bool(const Visited &)> &visit,
               const IsUnwanted &isUnwanted);

} // namespace backspool::engine
