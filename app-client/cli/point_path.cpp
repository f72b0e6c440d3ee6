#include "cli/point_path.h"

#include "cli/user_path.h"
#include "console/human.h"
#include "console/report.h"
#include "policy/normalised_path.h"

namespace backspool::cli {

namespace {

/// As many as the kernel follows.
constexpr int kMostLinks = 40;

/// @p path with the first link that leads to its last name followed; nullopt: none does.
Result<std::optional<QByteArray>> throughFirstLink(const QByteArray &path, const PathLookup &lookUp)
{
    for (qsizetype end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
        const auto entry = TRY(lookUp(path.first(end)));
        if (!entry)
            return std::nullopt;
        if (entry->type != format::FileType::SymbolicLink || entry->target.isEmpty())
            continue;
        const QByteArray folder = path.first(path.lastIndexOf('/', end - 1));
        const QByteArray target = entry->target.startsWith('/') ? entry->target : folder + '/' + entry->target;
        return TRY(policy::normalisedPath(target + path.sliced(end)));
    }
    return std::nullopt;
}

Result<QByteArray> meantPath(const QByteArray &typed, const PathLookup &lookUp)
{
    const auto meanings = TRY(meaningsOf(typed));
    const QByteArray &asTyped = meanings.front();
    if (asTyped == "/" || TRY(lookUp(asTyped)))
        return asTyped;
    QByteArray path = asTyped;
    for (int links = 0; links < kMostLinks; ++links) {
        auto next = TRY(throughFirstLink(path, lookUp));
        if (!next)
            break;
        path = *std::move(next);
    }
    // Where the links of then lead, those of today have no say.
    if (path != asTyped)
        return path;
    for (const auto &meaning : meanings) {
        if (TRY(lookUp(meaning)))
            return meaning;
    }
    return asTyped;
}

} // namespace

PathLookup lookupIn(const engine::PointReader &point)
{
    return [&point](const QByteArray &path) -> Result<std::optional<format::DirectoryEntry>> {
        auto found = point.find(path);
        if (found)
            return std::move(found->entry);
        if (found.error().kind() == ErrorKind::NotFound)
            return std::nullopt;
        return fail(found.error());
    };
}

Result<QByteArray> choosePath(const QByteArray &typed, const PathLookup &lookUp)
{
    auto path = TRY(meantPath(typed, lookUp));
    if (path != TRY(meaningsOf(typed)).front())
        console::printNote(QStringLiteral("%1 is taken as %2, where links lead to.")
                               .arg(console::printablePath(typed), console::printablePath(path)));
    return path;
}

} // namespace backspool::cli
