#pragma once
/// Files in a folder that are only good together, as they were at one moment (seed: active file manager 320).
///
/// A database is the usual one: the file, and beside it the log without which the file is half a transaction. Which
/// files those are is decided by their names, and by the first bytes of few of them.
#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

namespace backspool::engine {

/// What the first bytes of a file say that it is.
enum class ContentKind : uint8_t {
    Other,
    SqliteDatabase, ///< sqlite.org/fileformat2.html, 1.3
    SqliteWal,      ///< the same, 4.1
    SqliteJournal,  ///< the same, 3
    LmdbData,       ///< lmdb/mdb.c, MDB_MAGIC in the first meta page
    BerkeleyDb,     ///< db_magic(5): DB_BTREEMAGIC, DB_HASHMAGIC, DB_QAMMAGIC
    Qcow2,          ///< qemu docs/interop/qcow2.rst
    RawDisk         ///< a boot sector: of a disk with an MBR or a GPT (UEFI specification, 5.2)
};

/// So many bytes decide it.
constexpr qsizetype kContentKindSize = 512;
/// @p start: the first bytes of a file, up to kContentKindSize of them.
ContentKind contentKindOf(QByteArrayView start);

enum class GroupKind : uint8_t {
    Sqlite,
    Lmdb,
    BerkeleyDb,
    DiskImage,
    UserDefined, ///< by the policy: see user_groups.h
    PostgreSql,  ///< a server's data folder: see database_folder.h
    InnoDb,      ///< the same
    File         ///< one by itself
};

/// As output has it: "sqlite", "lmdb", "berkeley-db", "disk-image", "user-defined", "postgresql", "innodb", "file".
QString groupKindName(GroupKind kind);

struct FileGroup
{
    GroupKind kind = GroupKind::Sqlite;
    /// What the group is called by comes first. Also names that there is no file of now: when the group is captured
    /// there may be one.
    std::vector<QByteArray> members;
    /// Files that hold nothing of the group's content and are made anew by who opens it: they are in no point.
    /// (SQLite's -shm: the first to open the database empties it.)
    std::vector<QByteArray> leftOut;
    QString name = {}; ///< of UserDefined: as the policy has it

    bool operator==(const FileGroup &) const = default;
};

/// A regular file in the folder.
struct GroupCandidate
{
    QByteArray name;
    uint64_t size = 0;
    bool isChanged = true; ///< it is to be read
};

/// The groups among @p files (sorted by name), each file in one at most. Only those with a file that is changed: the
/// others are as they were. @p probe looks into a file, and is asked for few of them. @p known: groups that are known
/// already, and come first.
std::vector<FileGroup> findGroups(const std::vector<GroupCandidate> &files,
                                  const std::function<ContentKind(const QByteArray &name)> &probe,
                                  std::vector<FileGroup> known = {});

} // namespace backspool::engine
