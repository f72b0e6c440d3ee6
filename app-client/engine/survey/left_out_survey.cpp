#include "survey/left_out_survey.h"

#include "policy/exclude_pattern.h"

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

} // namespace

Status countLeftOut(const std::vector<QByteArray> &selected, const std::vector<QByteArray> &patterns,
                    const std::function<void(const LeftOutCount &)> &onCount, const IsUnwanted &isUnwanted)
{
    const auto rules = TRY(policy::ExcludeRules::compile(patterns, selected));
    LeftOutCount count{.byPattern = std::vector<Amount>(patterns.size()), .kept = {}};
    Pulse pulse;
    for (const auto &root : selected) {
        const auto visit = [&](const Visited &visited) {
            // What is selected itself is taken, whatever patterns say.
            const auto pattern =
                visited.path == root ? std::optional<size_t>() : rules.decidingPattern(visited.path, visited.isFolder);
            const bool isLeftOut = pattern && !patterns[*pattern].startsWith('!');
            if (visited.isFolder && isLeftOut) {
                const auto inside = [&](const Visited &beneath) {
                    if (!beneath.isFolder)
                        count.byPattern[*pattern].add(beneath.size);
                    if (pulse.isDue())
                        onCount(count);
                    return true;
                };
                visitTree(visited.path, inside, isUnwanted);
                return false;
            }
            if (!visited.isFolder) {
                if (pattern)
                    count.byPattern[*pattern].add(visited.size);
                if (!isLeftOut)
                    count.kept.add(visited.size);
            }
            if (pulse.isDue())
                onCount(count);
            return true;
        };
        visitTree(root, visit, isUnwanted);
    }
    if (isUnwanted())
        return {};
    count.isWhole = true;
    onCount(count);
    return {};
}

void countTree(const QByteArray &path, const std::function<void(const Amount &, bool)> &onCount,
               const IsUnwanted &isUnwanted)
{
    Amount amount;
    Pulse pulse;
    visitTree(
        path,
        [&](const Visited &visited) {
            if (!visited.isFolder)
                amount.add(visited.size);
            if (pulse.isDue())
                onCount(amount, false);
            return true;
        },
        isUnwanted);
    if (!isUnwanted())
        onCount(amount, true);
}

} // namespace backspool::engine
