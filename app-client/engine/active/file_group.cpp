#include "active/file_group.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

namespace backspool::engine {

namespace {

/// Smaller than the smallest page, it is no database of SQLite.
constexpr uint64_t kSmallestPage = 512;

constexpr uint64_t kSector = 512;
/// Smaller than this no partition begins in a disk.
constexpr uint64_t kSmallestDisk = 1 << 20;

uint32_t wordAt(QByteArrayView bytes, qsizetype offset)
{
    uint32_t word = 0;
    std::memcpy(&word, bytes.data() + offset, sizeof word);
    return word;
}

bool isEither(uint32_t word, uint32_t magic)
{
    return word == magic || word == std::byteswap(magic); // written in the byte order of the machine
}

/// Names, and what is known of each.
class Folder
{
public:
    Folder(const std::vector<GroupCandidate> &files, const std::function<ContentKind(const QByteArray &)> &probe)
        : files_(files), probe_(probe)
    {
    }

    const GroupCandidate *find(const QByteArray &name) const
    {
        const auto file = std::ranges::lower_bound(files_, name, {}, &GroupCandidate::name);
        return file != files_.end() && file->name == name ? &*file : nullptr;
    }
    bool is(const QByteArray &name, ContentKind kind) const { return find(name) && probe_(name) == kind; }

    /// The database @p name with what belongs to it, if it is one of SQLite. One that is encrypted is known by its log
    /// only.
    std::vector<FileGroup> sqlite(const QByteArray &name) const
    {
        const auto *file = find(name);
        if (!file)
            return {};
        const QByteArray wal = name + "-wal", journal = name + "-journal", shared = name + "-shm";
        const bool canBeOne = file->isChanged && file->size >= kSmallestPage && file->size % kSmallestPage == 0;
        if (!canBeOne && !find(wal) && !find(journal))
            return {};
        if (!is(name, ContentKind::SqliteDatabase) && !is(wal, ContentKind::SqliteWal) &&
            !is(journal, ContentKind::SqliteJournal))
            return {};
        FileGroup group{GroupKind::Sqlite, {name, journal, wal}, {}};
        if (find(shared))
            group.leftOut = {shared};
        return {group};
    }

    /// An environment of Berkeley DB is its folder: regions, logs, and databases.
    std::vector<FileGroup> berkeleyDb() const
    {
        FileGroup group{GroupKind::BerkeleyDb, {}, {}};
        bool hasRegion = false, hasLog = false, hasChange = false;
        for (const auto &file : files_) {
            const bool isRegion = file.name.startsWith("__db.");
            const bool isLog = file.name.startsWith("log.") && file.name.size() == 14; // log.0000000001
            hasRegion = hasRegion || isRegion;
            hasLog = hasLog || isLog;
        }
        if (!hasRegion || !hasLog)
            return {};
        for (const auto &file : files_) {
            const bool isLog = file.name.startsWith("log.") && file.name.size() == 14;
            if (!file.name.startsWith("__db.") && !isLog && !is(file.name, ContentKind::BerkeleyDb))
                continue;
            hasChange = hasChange || file.isChanged;
            group.members.push_back(file.name);
        }
        return hasChange ? std::vector{group} : std::vector<FileGroup>{};
    }

    std::vector<FileGroup> single(const GroupCandidate &file) const
    {
        if (file.name.endsWith(".mdb") && is(file.name, ContentKind::LmdbData))
            return {{GroupKind::Lmdb, {file.name}, {}}};
        if (file.name.contains(".qcow") && is(file.name, ContentKind::Qcow2))
            return {{GroupKind::DiskImage, {file.name}, {}}};
        const bool isDisk = file.size >= kSmallestDisk && file.size % kSector == 0;
        if (isDisk && (file.name.endsWith(".img") || file.name.endsWith(".raw")) && is(file.name, ContentKind::RawDisk))
            return {{GroupKind::DiskImage, {file.name}, {}}};
        return {};
    }

private:
    const std::vector<GroupCandidate> &files_;
    const std::function<ContentKind(const QByteArray &)> &probe_;
};

} // namespace

ContentKind contentKindOf(QByteArrayView start)
{
    using namespace std::string_view_literals;
    const auto begins = [&](std::string_view magic) {
        return start.size() >= qsizetype(magic.size()) && std::memcmp(start.data(), magic.data(), magic.size()) == 0;
    };
    if (begins("SQLite format 3\0"sv))
        return ContentKind::SqliteDatabase;
    if (begins("\x37\x7f\x06\x82"sv) || begins("\x37\x7f\x06\x83"sv))
        return ContentKind::SqliteWal;
    if (begins("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"sv))
        return ContentKind::SqliteJournal;
    if (begins("QFI\xfb"sv))
        return ContentKind::Qcow2;
    if (start.size() >= 20 && isEither(wordAt(start, 16), 0xbeefc0de))
        return ContentKind::LmdbData;
    if (start.size() >= 16) {
        const uint32_t magic = wordAt(start, 12);
        if (isEither(magic, 0x053162) || isEither(magic, 0x061561) || isEither(magic, 0x042253))
            return ContentKind::BerkeleyDb;
    }
    if (start.size() >= qsizetype(kSector) && start[510] == '\x55' && start[511] == '\xaa')
        return ContentKind::RawDisk;
    return ContentKind::Other;
}

QString groupKindName(GroupKind kind)
{
    switch (kind) {
    case GroupKind::Sqlite:
        return QStringLiteral("sqlite");
    case GroupKind::Lmdb:
        return QStringLiteral("lmdb");
    case GroupKind::BerkeleyDb:
        return QStringLiteral("berkeley-db");
    case GroupKind::UserDefined:
        return QStringLiteral("user-defined");
    case GroupKind::DiskImage:
        return QStringLiteral("disk-image");
    case GroupKind::PostgreSql:
        return QStringLiteral("postgresql");
    case GroupKind::InnoDb:
        return QStringLiteral("innodb");
    case GroupKind::File:
        return QStringLiteral("file");
    }
    return {};
}

std::vector<FileGroup> findGroups(const std::vector<GroupCandidate> &files,
                                  const std::function<ContentKind(const QByteArray &name)> &probe,
                                  std::vector<FileGroup> known)
{
    if (std::ranges::none_of(files, &GroupCandidate::isChanged))
        return {};
    const Folder folder(files, probe);
    std::vector<FileGroup> groups = std::move(known);
    std::set<QByteArray> taken;
    for (const auto &group : groups)
        taken.insert(group.members.begin(), group.members.end());
    const auto add = [&](std::vector<FileGroup> found) {
        for (auto &group : found) {
            if (std::ranges::any_of(group.members, [&](const QByteArray &name) { return taken.contains(name); }))
                continue;
            taken.insert(group.members.begin(), group.members.end());
            taken.insert(group.leftOut.begin(), group.leftOut.end());
            groups.push_back(std::move(group));
        }
    };
    add(folder.berkeleyDb());
    for (const auto &file : files) {
        if (!file.isChanged || taken.contains(file.name))
            continue;
        for (const QByteArrayView suffix : {"-wal", "-journal", "-shm"}) {
            if (file.name.endsWith(suffix))
                add(folder.sqlite(file.name.chopped(suffix.size())));
        }
        add(folder.sqlite(file.name));
        add(folder.single(file));
    }
    return groups;
}

} // namespace backspool::engine
