/// Files of a folder that are only good together: found when it is listed, captured at one moment when it is read.
#include "active/database_folder.h"
#include "difference/cached_status.h"
#include "difference/folder_job.h"
#include "files/open_file.h"

namespace backspool::engine {

namespace {

/// Why files that changed all the time are not of one moment, where nothing better could even be tried.
QString changedWhileRead()
{
    return QStringLiteral("it was written to while it was read; stop the program that uses it for the time of the "
                          "backup, or let it keep a copy of its own");
}

} // namespace

/// A regular file, now or (where it is as it was) in the last point.
bool FolderJob::isFile(const Item &item)
{
    if (item.draft)
        return item.state != Item::State::Folder && item.draft->entry.type == format::FileType::File;
    if (!item.cached)
        return false; // what it will be is not known yet
    return cachedStatus(item.cached->entry).value_or(CachedStatus{.type = format::FileType::Directory}).type ==
           format::FileType::File;
}

/// After the listing, before anything refers to a place among the items.
void FolderJob::findItemGroups()
{
    const auto place = [this](QByteArrayView name) {
        return std::ranges::lower_bound(items_, name, {}, [](const Item &item) { return QByteArrayView(item.name); });
    };
    server_ = databaseFolderOf([&](QByteArrayView name) {
        const auto item = place(name);
        return item != items_.end() && item->name == name;
    });
    wasServed_ = server_ && isServed(folder_.get(), *server_);
    std::vector<GroupCandidate> files;
    for (const auto &item : items_) {
        // A cluster's own come from its server, whatever a group of the user's says; they have no status yet.
        if (item.state == Item::State::Folder || isClusterFile(item.name))
            continue;
        if (item.draft && item.draft->entry.type != format::FileType::File)
            continue;
        files.push_back({.name = item.name,
                         .size = item.draft ? item.draft->status.size : 0,
                         .isChanged = item.state != Item::State::Unchanged});
    }
    const auto probe = [this](const QByteArray &name) {
        const auto file = openFileAt(folder_.get(), name);
        char start[kContentKindSize];
        const ssize_t got = file ? ::pread(file->get(), start, sizeof start, 0) : 0;
        return contentKindOf(QByteArrayView(start, std::max<ssize_t>(got, 0)));
    };
    const auto groups = findGroups(files, probe, context_.active.userGroups().find(path_, files));
    for (const auto &group : groups) {
        for (const auto &name : group.leftOut) {
            if (const auto item = place(name); item != items_.end() && item->name == name)
                items_.erase(item);
        }
        for (const auto &name : group.members) {
            auto item = place(name);
            if (item == items_.end() || item->name != name) {
                if (context_.exclusion.hasPatterns() && context_.exclusion.leavesOutName(joinPath(path_, name), false))
                    continue;
                item = items_.insert(item, Item{}); // for what may be there by then
                item->name = name;
            } else if (!isFile(*item)) {
                continue;
            }
            item->isGrouped = true;
        }
        groups_.push_back(group);
    }
}

/// The folder of a database server, when all in it is done. True: it is of no one moment.
bool FolderJob::isOfNoMoment()
{
    if (!server_)
        return false;
    // One that was started and stopped in between is not seen; files that it changed while they were read are.
    GroupReport report{.kind = *server_, .path = path_, .protection = Protection::AtRest, .reason = {}};
    if (isClusterRoot()) {
        report.protection = Protection::BackupMode;
        report.reason = cluster_->problem();
    } else if (wasServed_ || isServed(folder_.get(), *server_)) {
        report.reason = clusterProblem_.isEmpty()
                            ? QStringLiteral("its database server was running; stop it for the time of the backup, or "
                                             "let it keep a dump of its own in a folder that is selected (pg_dumpall, "
                                             "mariadb-dump)")
                            : QStringLiteral("its database server was running, and could not be asked for a backup: ") +
                                  clusterProblem_;
    }
    if (!report.reason.isEmpty()) {
        report.protection = Protection::None;
        ++context_.tally.inconsistent;
    }
    context_.tally.protect(report);
    return report.protection == Protection::None;
}

void FolderJob::readGroups()
{
    for (const auto &group : groups_) {
        if (context_.failure.isSet())
            return;
        readGroup(group);
    }
}

/// All that is wanted of the group, at one moment if that can be had.
void FolderJob::readGroup(const FileGroup &group)
{
    const auto itemOf = [this](const QByteArray &name) -> Item * {
        const auto item = std::ranges::lower_bound(items_, name, {}, &Item::name);
        return item != items_.end() && item->name == name && item->isGrouped ? &*item : nullptr;
    };
    const auto isWanted = [&](const QByteArray &name, const FileStatus &status) {
        const auto *item = itemOf(name);
        const bool isAsItWas = item && item->cached && isInPlace_ && hintsHold_ && isUnchanged(*item->cached, status);
        return item && !isAsItWas;
    };
    constexpr int kTries = 2;
    GroupReport report{
        .kind = group.kind, .path = joinPath(path_, group.members.front()), .name = group.name, .reason = {}};
    for (int i = 0; i < kTries; ++i) {
        const auto racyFrom = context_.racyFrom();
        auto capture = context_.active.capture(folder_.get(), group, isWanted);
        if (!capture) {
            // Each by itself, as far as it can be read; that they are of one moment cannot be known.
            report.protection = Protection::None;
            report.reason = capture.error().text();
            for (const auto &name : group.members) {
                auto *item = itemOf(name);
                if (item && (item->state == Item::State::Read || item->state == Item::State::Candidate))
                    readItem(*item);
            }
            break;
        }
        report.protection = Protection::None;
        report.reason.clear();
        for (const auto &file : capture->files) {
            auto *item = itemOf(file.name);
            if (item)
                takeCaptured(*item, file, racyFrom);
            if (context_.failure.isSet())
                return;
            if (file.exists && !item)
                report.reason = QStringLiteral("a log of it is left out by an exclusion; take that in (\"!PATTERN\")");
            else if (file.file.isOpen() && (!item->draft || item->draft->entry.has(format::DirectoryEntry::Carried)))
                report.reason = QStringLiteral("a part of it could not be read");
        }
        if (!report.reason.isEmpty())
            break;
        report.protection = capture->protection;
        report.reason = capture->reason;
        if (capture->protection == Protection::None)
            break;
        const auto held = ActiveFiles::hasHeld(folder_.get(), *capture);
        if (held)
            break;
        report.protection = Protection::None;
        report.reason = held.error().text().isEmpty() ? changedWhileRead() : held.error().text();
    }
    if (report.protection == Protection::None) {
        for (const auto &name : group.members)
            markInconsistent(itemOf(name));
    }
    context_.tally.protect(report);
}

/// @p file instead of what the item was found as.
void FolderJob::takeCaptured(Item &item, const CapturedFile &file, const format::FileTime &racyFrom)
{
    if (!file.exists) {
        if (item.cached)
            countDeleted(*item.cached);
        item.cached = nullptr;
        item.draft.reset();
        item.state = Item::State::Ready;
        return;
    }
    if (!file.file.isOpen()) { // as in the last point
        item.draft.reset();
        item.state = Item::State::Unchanged;
        return;
    }
    const bool wasCounted = item.draft && item.draft->isCounted;
    item.state = Item::State::Ready;
    if (const auto filled = fillDraft(item, file.status, file.attributes); !filled) {
        skip(joinPath(path_, item.name), filled.error().text());
        item.draft.reset();
        return;
    }
    auto &draft = *item.draft;
    draft.isCounted = wasCounted;
    if (file.status.changed >= racyFrom)
        draft.hint.flags |= format::Hint::Racy;
    if (file.status.blocks * 512 < file.status.size)
        draft.entry.flags |= format::DirectoryEntry::Sparse;
    if (file.status.size == 0)
        return;
    item.state = Item::State::Read;
    readItem(item, &file);
}

/// The item, if it has content of now.
void FolderJob::markInconsistent(Item *item)
{
    if (!item || !item->draft || item->draft->entry.has(format::DirectoryEntry::Inconsistent))
        return;
    item->draft->entry.flags |= format::DirectoryEntry::Inconsistent;
    item->draft->hint.flags |= format::Hint::Racy;
    ++context_.tally.inconsistent;
}

/// A file by itself that is of no one moment: marked and reported, both at once.
void FolderJob::nameInconsistent(Item &item, const QString &reason)
{
    markInconsistent(&item);
    context_.tally.protect({.kind = GroupKind::File,
                            .path = joinPath(path_, item.name),
                            .protection = Protection::None,
                            .reason = reason.isEmpty() ? changedWhileRead() : reason});
}

} // namespace backspool::engine
