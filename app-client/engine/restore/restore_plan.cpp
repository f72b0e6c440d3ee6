#include "restore/restore_plan.h"

#include "files/open_file.h"
#include "policy/normalised_path.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <set>

namespace backspool::engine {

namespace {

QByteArray lastName(const QByteArray &path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

/// None of them beneath another.
std::vector<QByteArray> withoutCovered(std::vector<QByteArray> paths)
{
    std::ranges::sort(paths);
    std::vector<QByteArray> result;
    for (auto &path : paths) {
        const bool isCovered =
            std::ranges::any_of(result, [&](const QByteArray &known) { return policy::isWithin(path, known); });
        if (!isCovered)
            result.push_back(std::move(path));
    }
    return result;
}

/// @p path with those above it where they are missing. Over bytes: a name need not be text.
Status makeFolders(const QByteArray &path)
{
    qsizetype end = 0;
    do {
        end = path.indexOf('/', end + 1);
        const QByteArray folder = end < 0 ? path : path.first(end);
        struct stat status{};
        if (::stat(folder.constData(), &status) == 0)
            continue;
        if (::mkdir(folder.constData(), 0777) != 0 && errno != EEXIST)
            return fail(systemError(errno, QStringLiteral("cannot make the folder %1").arg(QString::fromUtf8(folder))));
    } while (end >= 0);
    return {};
}

/// The folder @p path as the user named it: through links, made with those above it where it is missing.
Result<FileDescriptor> openGiven(const QByteArray &path, bool make)
{
    const auto open = [&] { return FileDescriptor(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); };
    auto folder = open();
    if (!folder.isOpen() && errno == ENOENT && make) {
        TRY(makeFolders(path));
        folder = open();
    }
    if (!folder.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open the folder %1").arg(QString::fromUtf8(path))));
    return folder;
}

/// Its path without links, as the journal needs it.
QByteArray realPathOf(const FileDescriptor &folder, const QByteArray &given)
{
    const auto path = readLinkAt(AT_FDCWD, "/proc/self/fd/" + QByteArray::number(folder.get()));
    return path && path->startsWith('/') ? *path : given;
}

} // namespace

Result<RestorePlan::Item> RestorePlan::find(const PointReader &point, const QByteArray &path)
{
    Item item;
    item.entry = TRY(point.find(path));
    QByteArray at;
    for (const auto name : pathComponents(path)) {
        item.lead.push_back(TRY(point.find(at.isEmpty() ? QByteArrayLiteral("/") : at)));
        at = pathIn(at.isEmpty() ? QByteArrayLiteral("/") : at, name);
    }
    return item;
}

Result<RestorePlan> RestorePlan::make(const PointReader &point, const std::vector<QByteArray> &paths, bool toOwnPlaces)
{
    RestorePlan plan;
    const auto wanted = toOwnPlaces ? withoutCovered(paths) : paths;
    std::set<QByteArray> names;
    for (const auto &path : wanted) {
        if (!names.insert(lastName(path)).second && !toOwnPlaces)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("two of the paths are called %1: restore them into different folders")
                            .arg(QString::fromUtf8(lastName(path))));
        plan.items_.push_back(TRY(find(point, path)));
        if (plan.items_.back().entry.entry.type != format::FileType::File)
            continue;
        // A database without the log that the point has beside it is not what it was.
        for (const QByteArray suffix : {"-wal", "-journal"}) {
            const auto log = find(point, path + suffix);
            if (!log || log->entry.entry.type != format::FileType::File ||
                std::ranges::find(wanted, path + suffix) != wanted.end())
                continue;
            plan.items_.push_back(*log);
            plan.items_.back().isCompanion = true;
        }
    }
    const auto &selection = point.record().selection;
    plan.isWhole_ = !selection.empty() && std::ranges::all_of(selection, [&](const QByteArray &selected) {
        return std::ranges::any_of(wanted, [&](const QByteArray &path) { return policy::isWithin(selected, path); });
    });
    return plan;
}

/// The folders above what is restored, each once.
class RestorePlan::Targets
{
public:
    explicit Targets(std::shared_ptr<TargetFolder> base) : base_(std::move(base)) {}

    const std::shared_ptr<TargetFolder> &base() const { return base_; }

    /// The folder @p lead.back() of the point in its own place.
    std::shared_ptr<TargetFolder> inPlace(const std::vector<PointEntry> &lead)
    {
        std::shared_ptr<TargetFolder> folder = base_;
        for (const auto &entry : lead) {
            if (entry.path == "/")
                continue;
            auto &known = folders_[entry.path];
            if (!known) {
                known = std::make_shared<TargetFolder>(folder, entry.entry.name, entry.path, entry.entry);
                known->positions.push_back(entry.positions.back());
                // What only leads to what is restored is changed only where it is made.
                known->entry.flags |= format::DirectoryEntry::Partial;
                known->onlyLeads = true;
                ++folder->pending;
                ++known->pending; // let go when all is begun
            }
            folder = known;
        }
        return folder;
    }

    void letGo(RestoreWork &work)
    {
        for (const auto &[path, folder] : folders_)
            work.release(folder);
        work.release(base_);
    }

private:
    std::shared_ptr<TargetFolder> base_;
    std::map<QByteArray, std::shared_ptr<TargetFolder>> folders_;
};

Status RestorePlan::begin(RestoreWork &work, const QByteArray &to) const
{
    const bool inPlace = to.isEmpty();
    auto base = std::make_shared<TargetFolder>(nullptr, QByteArray(), inPlace ? QByteArrayLiteral("/") : to,
                                               work.parts().record.root);
    base->isGiven = true;
    base->pending = 1;
    auto given = openGiven(base->path, !work.isDryRun());
    if (!given && work.isDryRun() && given.error().kind() == ErrorKind::NotFound) {
        base->state = TargetFolder::State::Imagined;
    } else {
        auto file = TRY(std::move(given));
        base->path = realPathOf(file, base->path);
        TRY(work.enter(*base, std::move(file)));
    }

    Targets targets(base);
    for (const auto &item : items_) {
        auto folder = inPlace ? targets.inPlace(item.lead) : base;
        std::vector<uint64_t> lead = item.entry.positions;
        if (item.lead.empty()) { // "/": what is in it
            work.visit(base, {});
            continue;
        }
        if (item.entry.entry.isDirectory()) {
            auto own = std::make_shared<TargetFolder>(folder, item.entry.entry.name,
                                                      pathIn(folder->path, item.entry.entry.name), item.entry.entry);
            own->positions = inPlace ? std::vector<uint64_t>{lead.back()} : lead;
            ++folder->pending;
            work.visit(own, item.entry.parent);
            continue;
        }
        RestoreEntry entry{folder, item.entry.entry, item.entry.parent, lead.back()};
        if (!inPlace)
            entry.lead.assign(lead.begin(), lead.end() - 1);
        entry.isCompanion = item.isCompanion;
        ++folder->pending;
        work.restoreSingle(entry);
    }
    targets.letGo(work);
    return {};
}

} // namespace backspool::engine
