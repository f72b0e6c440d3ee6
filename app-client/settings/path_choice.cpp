#include "settings/path_choice.h"

namespace backspool::settings {

namespace {

using policy::exactPattern;
using policy::isWithin;

QByteArray folderOf(const QByteArray &path)
{
    return path.first(std::max<qsizetype>(1, path.lastIndexOf('/')));
}

/// "/a/b" of a pattern for just that, or for all that is in it ("/a/b/*", "/a/b/**"), whether it leaves out or takes
/// in; null: it is another kind of pattern.
QByteArray exactPathOf(QByteArrayView pattern)
{
    if (pattern.startsWith('!'))
        pattern = pattern.sliced(1);
    if (!pattern.startsWith('/'))
        return {};
    if (pattern.endsWith("/**"))
        pattern.chop(3);
    else if (pattern.endsWith("/*"))
        pattern.chop(2);
    else if (pattern.endsWith('/'))
        pattern.chop(1);
    QByteArray path;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size())
            path += pattern[++i];
        else if (QByteArrayView("*?[\\").contains(pattern[i]))
            return {};
        else
            path += pattern[i];
    }
    return path;
}

QByteArray contentsPattern(const QByteArray &folder)
{
    return exactPattern(folder) + "/*";
}

/// Something in @p folder that only a pattern for all that is in it means.
QByteArray anyIn(const QByteArray &folder)
{
    return folder + (folder == "/" ? "\x01" : "/\x01");
}

} // namespace

PathChoice::PathChoice(policy::Selection selection, policy::Policy policy)
    : selection_(std::move(selection)), policy_(std::move(policy))
{
    compile();
}

void PathChoice::compile()
{
    patterns_ = policy_.excludesFor(selection_.paths, selection_.excludes);
    // Each of them was taken before, or is exact.
    rules_ = policy::ExcludeRules::compile(patterns_, selection_.paths).value_or(policy::ExcludeRules());
}

std::optional<QByteArray> PathChoice::rootOf(const QByteArray &path) const
{
    for (const auto &root : selection_.paths) {
        if (isWithin(path, root))
            return root;
    }
    return std::nullopt;
}

std::optional<PathChoice::Obstacle> PathChoice::obstacle(const QByteArray &path, bool isFolder) const
{
    const auto root = rootOf(path);
    if (!root)
        return std::nullopt;
    std::optional<Obstacle> topmost;
    // What is selected itself is taken, whatever patterns say.
    for (QByteArray at = path; at != *root; at = folderOf(at)) {
        const bool isAFolder = isFolder || at.size() < path.size();
        if (rules_.isExcluded(at, isAFolder))
            topmost = Obstacle{at, *rules_.decidingPattern(at, isAFolder)};
    }
    return topmost;
}

bool PathChoice::isFinal(const Obstacle &obstacle) const
{
    return obstacle.pattern >= patterns_.size() - policy_.exclusions.finalPatterns.size();
}

Ticked PathChoice::ticked(const QByteArray &path, bool isFolder) const
{
    const bool isTaken = rootOf(path) && !obstacle(path, isFolder);
    if (!isFolder)
        return isTaken ? Ticked::Yes : Ticked::No;
    const auto isBeneath = [&](const QByteArray &other) { return other != path && isWithin(other, path); };
    if (isTaken) {
        const bool hasGaps = std::ranges::any_of(patterns_, [&](const QByteArray &pattern) {
            const auto exact = exactPathOf(pattern);
            return !pattern.startsWith('!') && !exact.isNull() && isBeneath(exact);
        });
        return hasGaps || rules_.isExcluded(anyIn(path), false) ? Ticked::Partly : Ticked::Yes;
    }
    return std::ranges::any_of(selection_.paths, isBeneath) ? Ticked::Partly : Ticked::No;
}

bool PathChoice::isLeftOutForGood(const QByteArray &path, bool isFolder) const
{
    const auto found = obstacle(path, isFolder);
    return found && isFinal(*found);
}

QByteArray PathChoice::leftOutBy(const QByteArray &path, bool isFolder) const
{
    const auto found = obstacle(path, isFolder);
    return found ? patterns_[found->pattern] : QByteArray();
}

/// What takes in again stays as long as something else leaves it out: else taking all would take less.
void PathChoice::forgetPatternsWithin(const QByteArray &path, bool isWanted)
{
    std::erase_if(selection_.excludes, [&](const QByteArray &pattern) {
        const auto exact = exactPathOf(pattern);
        return !exact.isNull() && isWithin(exact, path) && !(isWanted && pattern.startsWith('!'));
    });
}

void PathChoice::forgetNeedlessWithin(const QByteArray &path)
{
    const auto all = selection_.excludes;
    for (const auto &pattern : all) {
        const auto exact = exactPathOf(pattern);
        if (!pattern.startsWith('!') || pattern.endsWith('*') || exact.isNull() || !isWithin(exact, path))
            continue;
        const auto before = selection_.excludes;
        std::erase(selection_.excludes, pattern);
        compile();
        if (!rules_.isExcluded(exact, true) && !rules_.isExcluded(exact, false))
            continue;
        selection_.excludes = before;
        compile();
    }
}

void PathChoice::set(const QByteArray &path, bool isFolder, bool isWanted)
{
    forgetPatternsWithin(path, isWanted);
    if (isWanted) {
        const auto change = selection_.addPath(path);
        compile();
        // What was selected itself was taken, whatever patterns say.
        if (change) {
            for (const auto &covered : change->removed)
                takeIn(covered, true);
        }
        takeIn(path, isFolder);
        forgetNeedlessWithin(path);
        return;
    }
    std::erase_if(selection_.paths, [&](const QByteArray &selected) { return isWithin(selected, path); });
    compile();
    if (rootOf(path) && !obstacle(path, isFolder)) {
        selection_.excludes.push_back(exactPattern(path));
        compile();
    }
}

/// The folders above are entered, and of what lies beside @p path and was left out with them nothing more is taken.
void PathChoice::takeIn(const QByteArray &path, bool isFolder)
{
    while (const auto found = obstacle(path, isFolder)) {
        if (isFinal(*found))
            return;
        // What was left out just by its path needs no contradiction.
        if (std::erase(selection_.excludes, exactPattern(found->path)) == 0)
            selection_.excludes.push_back('!' + exactPattern(found->path));
        if (found->path != path)
            selection_.excludes.push_back(contentsPattern(found->path));
        compile();
    }
    // "/a/**" leaves out what is in a folder that is taken in.
    const auto inside = anyIn(path);
    if (isFolder && rules_.isExcluded(inside, false) && !isFinal({inside, *rules_.decidingPattern(inside, false)})) {
        selection_.excludes.push_back('!' + exactPattern(path) + "/**");
        compile();
    }
}

} // namespace backspool::settings
