#include "difference/leaf_comparison.h"

#include <algorithm>

namespace backspool::engine {

namespace {

constexpr auto kLeaf = uint64_t(codec::kLeafSize);
/// That of most databases and of memory: see RegionDifference.
constexpr qsizetype kPage = 4_KiB;

} // namespace

LeafComparison::LeafComparison(const Source &source, const codec::Digester &digester, Check check, Tally &tally,
                               const CancelToken &cancel)
    : source_(source), digester_(digester), check_(std::move(check)), cancel_(cancel),
      leaf_(source.file, source.status, tally)
{
}

Result<std::optional<ChangedRegions>> LeafComparison::run(uint64_t most)
{
    for (uint64_t offset = 0; offset < source_.status.size; offset += kLeaf) {
        TRY(cancel_.check());
        const bool isWhole = TRY(leaf_.read(offset));
        if (!leaf_.bytes().isEmpty() && !isAsBefore(offset))
            TRY(addPages(offset));
        if (changedBytes_ > most)
            return std::nullopt;
        if (!isWhole)
            break;
    }
    TRY(ask());
    if (changedBytes_ > most)
        return std::nullopt;
    return std::move(changed_);
}

bool LeafComparison::isAsBefore(uint64_t offset)
{
    const uint64_t number = offset / kLeaf;
    if (source_.old.leafLength(number) != uint64_t(leaf_.bytes().size()))
        return false;
    if (!leaf_.isAllHole())
        return digester_.chunk(leaf_.bytes()) == source_.old.leaf(number);
    if (zeroLeaf_.isNull())
        zeroLeaf_ = digester_.chunk(leaf_.bytes());
    return zeroLeaf_ == source_.old.leaf(number);
}

/// Those of the leaf that was read. What lies beyond the old version's end need not be told.
Status LeafComparison::addPages(uint64_t offset)
{
    const auto both = std::min(leaf_.bytes().size(), qsizetype(source_.old.leafLength(offset / kLeaf)));
    for (qsizetype at = 0; at < both; at += kPage) {
        const auto page = QByteArrayView(leaf_.bytes()).sliced(at, std::min(kPage, both - at));
        asked_.push_back({offset + uint64_t(at), uint64_t(page.size()), digester_.chunk(page)});
        if (asked_.size() == protocol::kMaxCopiesInMessage)
            TRY(ask());
    }
    return {};
}

Status LeafComparison::ask()
{
    if (asked_.empty())
        return {};
    const auto right = TRY(check_(asked_));
    if (right.size() != asked_.size())
        return fail(ErrorKind::Invalid, QStringLiteral("the service answered something else than what it was asked"));
    for (size_t i = 0; i < asked_.size(); ++i) {
        const auto &page = asked_[i];
        if (right[i])
            continue;
        changedBytes_ += page.length;
        if (!changed_.empty() && changed_.back().offset + changed_.back().length == page.offset)
            changed_.back().length += page.length;
        else
            changed_.push_back({page.offset, page.length});
    }
    asked_.clear();
    return {};
}

} // namespace backspool::engine
