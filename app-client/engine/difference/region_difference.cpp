#include "difference/region_difference.h"

#include "difference/difference_bases.h"

#include <algorithm>
#include <cstring>

namespace backspool::engine {

namespace {

constexpr auto kLeaf = uint64_t(codec::kLeafSize);
constexpr auto kPage = LeafReader::kPage;

uint64_t wholeLeaves(uint64_t length)
{
    return length / kLeaf * kLeaf;
}

} // namespace

RegionDifference::RegionDifference(const Source &source, const codec::Digester &digester, ChunkSender &chunks,
                                   Tally &tally, const CancelToken &cancel)
    : source_(source), chunks_(chunks), cancel_(cancel), digester_(digester), signature_(digester, &leaves_),
      copies_(source.old, digester, chunks), regions_(source.regions), leaf_(source.file, source.status, tally)
{
    leaves_.reserve(source.old.leaves.size() + ObjectName::kSize);
}

Result<codec::Signature> RegionDifference::run()
{
    for (uint64_t offset = 0; offset < source_.status.size;) {
        TRY(cancel_.check());
        if (const auto length = untouchedAt(offset); length > 0) {
            TRY(copyUntouched(offset, length));
            offset += length;
            continue;
        }
        if (!TRY(leaf_.read(offset)))
            return fail(ErrorKind::Io, QStringLiteral("it is shorter than it was seen as"));
        TRY(addLeaf(offset));
        offset += kLeaf;
    }
    return signature_.finish();
}

/// Bytes of the leaves from @p offset on that by the log's word are the last version's.
uint64_t RegionDifference::untouchedAt(uint64_t offset)
{
    const uint64_t size = source_.status.size, oldSize = source_.old.size;
    // Of different sizes the last leaf of the shorter is another.
    uint64_t end = size == oldSize ? size : wholeLeaves(std::min(size, oldSize));
    if (const auto touched = regions_.nextFrom(offset); touched && *touched < end)
        end = wholeLeaves(*touched);
    return end > offset ? end - offset : 0;
}

Status RegionDifference::copyUntouched(uint64_t offset, uint64_t length)
{
    const auto &old = source_.old;
    for (uint64_t at = offset; at < offset + length; at += kLeaf)
        signature_.addDigested(old.leaf(at / kLeaf), qsizetype(old.leafLength(at / kLeaf)));
    return copies_.copyProven(offset, length);
}

Status RegionDifference::addLeaf(uint64_t offset)
{
    const uint64_t number = offset / kLeaf;
    const auto &bytes = leaf_.bytes();
    if (leaf_.isAllHole()) {
        signature_.addZeros(kLeaf);
        return chunks_.hole(kLeaf);
    }
    const auto digest = digester_.chunk(bytes);
    signature_.addDigested(digest, bytes.size());
    if (source_.old.leafLength(number) == uint64_t(bytes.size()) && source_.old.leaf(number) == digest)
        return copies_.copyProven(offset, uint64_t(bytes.size()));
    if (source_.oldFile)
        TRY(readOldLeaf(number));
    return addChangedLeaf(offset);
}

/// Into oldLeaf_; empty where there is none.
Status RegionDifference::readOldLeaf(uint64_t number)
{
    oldLeaf_.resize(qsizetype(source_.old.leafLength(number)));
    if (oldLeaf_.isEmpty())
        return {};
    const auto got = readFileAt(*source_.oldFile, oldLeaf_.data(), oldLeaf_.size(), number * kLeaf);
    isOldAnother_ = !got || *got != oldLeaf_.size() || digester_.chunk(oldLeaf_) != source_.old.leaf(number);
    if (!isOldAnother_)
        return {};
    const auto why = got ? QStringLiteral("it is not what it was") : got.error().text();
    return fail(ErrorKind::Damaged, QStringLiteral("what it was read from cannot be used: %1").arg(why));
}

Status RegionDifference::addChangedLeaf(uint64_t offset)
{
    // Reading the new version would be slow: the rest of it is cut into chunks.
    if (chunks_.extents().size() > 2 * mostExtents(source_.status.size))
        return chunks_.data(leaf_.bytes());
    qsizetype at = 0;
    for (const auto &hole : leaf_.holes()) {
        TRY(addData(offset, at, hole.start));
        TRY(chunks_.hole(uint64_t(hole.length)));
        at = hole.start + hole.length;
    }
    return addData(offset, at, leaf_.bytes().size());
}

/// The bytes of the leaf from @p start to @p end, in runs of pages that are as they were, or are not.
Status RegionDifference::addData(uint64_t offset, qsizetype start, qsizetype end)
{
    while (start < end) {
        const auto nextPage = [&](qsizetype at) { return std::min((at / kPage + 1) * kPage, end); };
        qsizetype stop = nextPage(start);
        const bool isCopy = isSame(offset, start, stop - start);
        while (stop < end && isSame(offset, stop, nextPage(stop) - stop) == isCopy)
            stop = nextPage(stop);
        if (isCopy)
            TRY(copies_.copyProven(offset + uint64_t(start), uint64_t(stop - start)));
        else
            TRY(chunks_.data(QByteArrayView(leaf_.bytes()).sliced(start, stop - start)));
        start = stop;
    }
    return {};
}

bool RegionDifference::isSame(uint64_t offset, qsizetype start, qsizetype length)
{
    if (!source_.oldFile)
        return uint64_t(start + length) <= source_.old.leafLength(offset / kLeaf) &&
               !regions_.touches(offset + uint64_t(start), uint64_t(length));
    return start + length <= oldLeaf_.size() &&
           std::memcmp(leaf_.bytes().constData() + start, oldLeaf_.constData() + start, size_t(length)) == 0;
}

KnownVersion RegionDifference::takeVersion(const codec::Signature &signature, const ObjectName &record)
{
    return {.content = signature.name,
            .size = signature.size,
            .record = record,
            .extents = chunks_.takeExtents(),
            .leaves = std::move(leaves_)};
}

} // namespace backspool::engine
