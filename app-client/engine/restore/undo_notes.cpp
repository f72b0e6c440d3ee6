/// What a restore does so that it can be undone: keeps aside what it replaces, and notes what it does. Without a
/// journal (the restore is not to be undone) nothing of it happens.
#include "files/attributes.h"
#include "files/open_file.h"
#include "read/point_reader.h"
#include "restore/restore_work.h"
#include "restore/undo_journal.h"

#include <fcntl.h>
#include <unistd.h>

namespace backspool::engine {

namespace {

/// One name more than a restore of a second could need.
constexpr int kMostKept = 10'000;

FileIdentity identityOf(const FileStatus &status, bool isLinked)
{
    auto identity = FileIdentity::of(status);
    if (isLinked) // its other names are still to come, and change that time
        identity.changed = {};
    return identity;
}

} // namespace

Status RestoreWork::putInPlace(int folder, const TargetFolder &in, const QByteArray &temporary, const QByteArray &name,
                               Overwriting overwriting)
{
    if (!parts_.undo || overwriting == Overwriting::Never)
        return engine::place(folder, temporary, name, overwriting);
    const auto kept = TRY(keep(folder, in, name));
    auto placed = engine::place(folder, temporary, name, kept.isStillThere ? Overwriting::Allowed : Overwriting::Never);
    if (!placed)
        letBack(folder, name, kept);
    return placed;
}

Result<RestoreWork::Kept> RestoreWork::keep(int folder, const TargetFolder &in, const QByteArray &name)
{
    const auto status = statusAt(folder, name);
    if (!status && status.error().kind() == ErrorKind::NotFound)
        return Kept{};
    if (TRY(status).type == format::FileType::Directory)
        return fail(ErrorKind::Exists, QStringLiteral("it is a folder by now")); // of the user's, since it was planned
    for (int number = 1; number <= kMostKept; ++number) {
        const auto aside = keptName(name, parts_.now, number);
        if (::faccessat(folder, aside.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        TRY(parts_.undo->note({.kind = UndoStep::Kind::Kept,
                               .path = pathIn(in.path, name),
                               .name = aside,
                               .file = identityOf(*status, true),
                               .before = {}}));
        // A second name first: then there is always something under the first.
        if (linkFile(folder, name, folder, aside))
            return Kept{aside, true};
        if (const auto renamed = engine::place(folder, name, aside, Overwriting::Never); renamed)
            return Kept{aside, false};
        else if (renamed.error().kind() != ErrorKind::Exists)
            return fail(renamed.error().withContext(QStringLiteral("keeping aside what is there")));
    }
    return fail(ErrorKind::Exists, QStringLiteral("too much was kept aside already"));
}

void RestoreWork::letBack(int folder, const QByteArray &name, const Kept &kept)
{
    if (kept.isStillThere)
        removeFile(folder, kept.aside);
    else if (!kept.aside.isEmpty())
        std::ignore = engine::place(folder, kept.aside, name, Overwriting::Never);
}

void RestoreWork::notePlaced(const RestoreEntry &entry, const QByteArray &name, const FileStatus &status)
{
    noteStep({.kind = UndoStep::Kind::Placed,
              .path = entry.path(name),
              .name = {},
              .file = identityOf(status, entry.entry.has(format::DirectoryEntry::Linked)),
              .before = {}});
}

void RestoreWork::noteMade(const TargetFolder &folder, const FileStatus &status)
{
    noteStep({.kind = UndoStep::Kind::MadeFolder,
              .path = folder.path,
              .name = {},
              .file = FileIdentity::of(status),
              .before = {}});
}

void RestoreWork::noteMetadata(const QByteArray &path, int file, const FileStatus &before,
                               const std::optional<Attributes> &attributes)
{
    if (!parts_.undo || !attributes || !attributes->isComplete)
        return; // what cannot be put back whole is not put back
    const auto after = statusOf(file);
    if (!after)
        return;
    format::DirectoryEntry entry;
    entry.name = path.sliced(path.lastIndexOf('/') + 1);
    // A folder's entry would need what is in it; how metadata is set differs for links only.
    entry.type = before.type == format::FileType::SymbolicLink ? before.type : format::FileType::File;
    entry.mode = before.mode;
    entry.uid = before.uid;
    entry.gid = before.gid;
    entry.modified = before.modified;
    entry.attributes = attributes->list;
    noteStep({.kind = UndoStep::Kind::SetMetadata,
              .path = path,
              .name = {},
              .file = FileIdentity::of(*after),
              .before = entry.encode()});
}

std::optional<Attributes> RestoreWork::attributesBefore(int file) const
{
    if (!parts_.undo)
        return std::nullopt;
    auto attributes = readAttributesOf(file);
    return attributes ? std::optional(*std::move(attributes)) : std::nullopt;
}

void RestoreWork::noteStep(const UndoStep &step)
{
    if (!parts_.undo)
        return;
    if (const auto noted = parts_.undo->note(step); !noted)
        failed(step.path, noted.error()); // a full disk ends the restore as it does anywhere
}

} // namespace backspool::engine
