#include "restore/existing_database.h"

#include "active/file_group.h"
#include "files/open_file.h"
#include "format/directory_entry.h"
#include "restore/before_restore.h"
#include "restore/placement.h"

#include <fcntl.h>

#include <algorithm>
#include <ranges>

namespace backspool::engine {

namespace {

const QByteArray kWal("-wal"), kJournal("-journal"), kWalIndex("-shm");

ContentKind kindOf(int folder, const QByteArray &name)
{
    const auto file = openFileAt(folder, name);
    char start[kContentKindSize];
    const ssize_t got = file ? ::pread(file->get(), start, sizeof start, 0) : 0;
    return contentKindOf(QByteArrayView(start, std::max<ssize_t>(got, 0)));
}

bool isLog(int folder, const QByteArray &name, const QByteArray &suffix)
{
    const auto kind = suffix == kWal ? ContentKind::SqliteWal : ContentKind::SqliteJournal;
    return kindOf(folder, name + suffix) == kind;
}

bool exists(int folder, const QByteArray &name)
{
    return ::faccessat(folder, name.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/// A name that nothing has, and no log of it either.
QByteArray asideName(int folder, const QByteArray &name, WallTime now)
{
    for (int number = 1;; ++number) {
        const QByteArray tail = beforeRestoreMark(now, number);
        const QByteArray aside =
            name.first(std::min(name.size(), format::kMaxNameSize - tail.size() - kJournal.size())) + tail;
        const bool isTaken = exists(folder, aside) || exists(folder, aside + kWal) || exists(folder, aside + kJournal);
        if (!isTaken)
            return aside;
    }
}

} // namespace

QByteArray databaseOfLog(const QByteArray &name)
{
    for (const auto &suffix : {kWal, kJournal}) {
        if (name.endsWith(suffix) && name.size() > suffix.size())
            return name.chopped(suffix.size());
    }
    return {};
}

QByteArray databaseOfPart(const QByteArray &name)
{
    const bool isIndex = name.endsWith(kWalIndex) && name.size() > kWalIndex.size();
    return isIndex ? name.chopped(kWalIndex.size()) : databaseOfLog(name);
}

std::vector<QByteArray> logsOf(int folder, const QByteArray &name)
{
    std::vector<QByteArray> logs;
    for (const auto &suffix : {kWal, kJournal}) {
        if (isLog(folder, name, suffix))
            logs.push_back(name + suffix);
    }
    return logs;
}

bool hasLogs(int folder, const QByteArray &name)
{
    return !logsOf(folder, name).empty();
}

bool isDatabase(int folder, const QByteArray &name)
{
    return kindOf(folder, name) == ContentKind::SqliteDatabase || hasLogs(folder, name);
}

Result<KeptAside> keepAside(int folder, const QByteArray &name, bool withDatabase, WallTime now,
                            const std::vector<QByteArray> &except, const NoteRenaming &note)
{
    std::vector<QByteArray> suffixes;
    // The database first: its logs by themselves harm nobody.
    if (withDatabase && exists(folder, name))
        suffixes.emplace_back("");
    for (const auto &suffix : {kWal, kJournal}) {
        if (isLog(folder, name, suffix) && std::ranges::find(except, suffix) == except.end())
            suffixes.push_back(suffix);
    }
    if (!suffixes.empty() && exists(folder, name + kWalIndex) && std::ranges::find(except, kWal) == except.end())
        suffixes.push_back(kWalIndex);
    KeptAside kept;
    const QByteArray aside = suffixes.empty() ? QByteArray() : asideName(folder, name, now);
    for (const auto &suffix : suffixes) {
        const KeptAside::Renamed file{name + suffix, aside + suffix};
        auto renamed = note(file);
        if (renamed)
            renamed = place(folder, file.from, file.to, Overwriting::Never);
        if (!renamed) {
            takeBack(folder, kept);
            return fail(renamed.error().withContext(QStringLiteral("keeping aside what is there")));
        }
        kept.files.push_back(file);
    }
    return kept;
}

void takeBack(int folder, const KeptAside &kept)
{
    for (const auto &file : std::ranges::reverse_view(kept.files))
        std::ignore = place(folder, file.to, file.from, Overwriting::Never);
}

} // namespace backspool::engine
