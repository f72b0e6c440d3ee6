#include "survey/left_out_survey.h"

#include "core/file_descriptor.h"
#include "difference/exclusion.h"

#include <fcntl.h>

#include <chrono>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

/// As often as figures that run are read.
constexpr auto kInterval = 250ms;
/// Looking at the clock costs as much as looking at a file.
constexpr uint64_t kFilesBetween = 256;

/// When it is time to say again how far it is.
class Pulse
{
public:
    bool isDue()
    {
        if (++count_ % kFilesBetween != 0)
            return false;
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < kInterval)
            return false;
        last_ = now;
        return true;
    }

private:
    uint64_t count_ = 0;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

bool isTaggedAsCache(const QByteArray &path)
{
    const FileDescriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    return folder.isOpen() && isCacheFolder(folder.get());
}

/// As FolderJob leaves out (difference/folder_exclusion.cpp).
class LeftOutSurvey
{
public:
    LeftOutSurvey(const LeftOutRules &rules, policy::ExcludeRules patterns, const format::FileTime &now,
                  const std::function<void(const LeftOutCount &)> &onCount, const IsUnwanted &isUnwanted)
        : rules_(rules), patterns_(std::move(patterns)), criteria_({}, rules.criteria, now), onCount_(onCount),
          isUnwanted_(isUnwanted), count_{.byPattern = std::vector<Amount>(rules.patterns.size())}
    {
    }

    void look(const QByteArray &root)
    {
        visitTree(
            root, remote_, [&](const Visited &visited) { return visit(visited, visited.path == root); }, isUnwanted_);
    }
    void finish()
    {
        count_.isWhole = true;
        onCount_(count_);
    }

private:
    /// @p isSelected: by its own path; then it is taken, whatever the rules say.
    bool visit(const Visited &visited, bool isSelected)
    {
        const auto pattern =
            isSelected ? std::optional<size_t>() : patterns_.decidingPattern(visited.path, visited.isFolder);
        const bool isLeftOut = pattern && !rules_.patterns[*pattern].startsWith('!');
        if (visited.isFolder)
            return isLeftOut ? countAll(visited, count_.byPattern[*pattern], false) : enter(visited, isSelected);
        if (pattern)
            count_.byPattern[*pattern].add(visited.size);
        if (!isLeftOut) {
            const bool isCriterion =
                !isSelected && visited.isFile && criteria_.leavesOutFile(visited.size, visited.modified);
            (isCriterion ? count_.byCriteria : count_.kept).add(visited.size);
        }
        tell();
        return true;
    }

    bool enter(const Visited &folder, bool isSelected)
    {
        if (!isSelected && folder.startsFileSystem && criteria_.leavesOutOtherFileSystems())
            return countAll(folder, count_.byCriteria, false);
        if (folder.isRemote)
            count_.hasRemote = true;
        else if (!isSelected && criteria_.leavesOutCaches() && isTaggedAsCache(folder.path))
            return countAll(folder, count_.byCriteria, true);
        return !folder.isRemote;
    }

    /// What is in @p folder counts for @p amount, but for the tag, if it is left out as a cache: that is kept.
    bool countAll(const Visited &folder, Amount &amount, bool isCache)
    {
        if (folder.isRemote)
            return false;
        const QByteArray tag = folder.path + '/' + kCacheTag;
        const auto inside = [&](const Visited &beneath) {
            if (!beneath.isFolder)
                (isCache && beneath.path == tag ? count_.kept : amount).add(beneath.size);
            tell();
            return true;
        };
        visitTree(folder.path, remote_, inside, isUnwanted_);
        return false;
    }

    void tell()
    {
        if (pulse_.isDue())
            onCount_(count_);
    }

    const LeftOutRules &rules_;
    const policy::ExcludeRules patterns_;
    const Exclusion criteria_;
    const std::function<void(const LeftOutCount &)> &onCount_;
    const IsUnwanted &isUnwanted_;
    const RemotePlaces remote_;
    LeftOutCount count_;
    Pulse pulse_;
};

} // namespace

Status countLeftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules, const format::FileTime &now,
                    const std::function<void(const LeftOutCount &)> &onCount, const IsUnwanted &isUnwanted)
{
    LeftOutSurvey survey(rules, TRY(policy::ExcludeRules::compile(rules.patterns, selected)), now, onCount, isUnwanted);
    for (const auto &root : selected)
        survey.look(root);
    if (!isUnwanted())
        survey.finish();
    return {};
}

void countTree(const QByteArray &path, const std::function<void(const FolderSize &)> &onCount,
               const IsUnwanted &isUnwanted)
{
    FolderSize size;
    Pulse pulse;
    visitTree(
        path, RemotePlaces(),
        [&](const Visited &visited) {
            if (!visited.isFolder)
                size.amount.add(visited.size);
            size.hasRemote = size.hasRemote || visited.isRemote;
            if (pulse.isDue())
                onCount(size);
            return true;
        },
        isUnwanted);
    size.isWhole = true;
    if (!isUnwanted())
        onCount(size);
}

} // namespace backspool::engine
