#include "difference/leaf_comparison.h"

#include <algorithm>

namespace backspool::engine {

namespace {

constexpr auto kLeaf = uint64_t(codec::kLeafSize);
constexpr auto kPage = LeafReader::kPage;
constexpr auto kPagesInLeaf = size_t(codec::kLeafSize / kPage);
static_assert(kPagesInLeaf <= protocol::kMaxCopiesInMessage);

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
        if (!TRY(leaf_.read(offset)))
            return fail(ErrorKind::Damaged, QStringLiteral("it is shorter than it was seen as"));
        if (!isAsBefore(offset))
            TRY(addPages(offset));
        if (changedBytes_ > most || differingBytes_ > 2 * most || isTooMuchSoFar(offset + kLeaf, most))
            return std::nullopt;
    }
    TRY(ask());
    if (changedBytes_ > most)
        return std::nullopt;
    return std::move(changed_);
}

/// Where something was inserted, all after it differs: the rest need not be read to see that. The allowance is for what
/// was written close together.
bool LeafComparison::isTooMuchSoFar(uint64_t read, uint64_t most) const
{
    const auto size = double(source_.status.size);
    return double(differingBytes_) > 2 * double(most) * (double(read) / size) + std::max(size / 256, double(1_MiB));
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
    differingBytes_ += uint64_t(both);
    if (asked_.size() + kPagesInLeaf > protocol::kMaxCopiesInMessage)
        TRY(ask());
    for (qsizetype at = 0; at < both; at += kPage) {
        const auto page = QByteArrayView(leaf_.bytes()).sliced(at, std::min(kPage, both - at));
        asked_.push_back({offset + uint64_t(at), uint64_t(page.size()), digester_.chunk(page)});
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
    for (size_t i = 0; i < asked_.size();) {
        const uint64_t leaf = asked_[i].offset / kLeaf;
        bool isAnyWrong = false;
        for (; i < asked_.size() && asked_[i].offset / kLeaf == leaf; ++i) {
            if (!right[i])
                addChanged(asked_[i]);
            isAnyWrong = isAnyWrong || !right[i];
        }
        const bool isOfSameLength = source_.old.leafLength(leaf) == std::min(kLeaf, source_.status.size - leaf * kLeaf);
        if (isOfSameLength && !isAnyWrong)
            return fail(ErrorKind::Damaged, QStringLiteral("the service finds no difference where there is one"));
    }
    asked_.clear();
    return {};
}

void LeafComparison::addChanged(const protocol::CheckCopies::Copy &page)
{
    changedBytes_ += page.length;
    if (!changed_.empty() && changed_.back().offset + changed_.back().length == page.offset)
        changed_.back().length += page.length;
    else
        changed_.push_back({page.offset, page.length});
}

} // namespace backspool::engine
