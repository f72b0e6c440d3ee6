#include "difference/file_difference.h"

#include "difference/difference_bases.h"

#include <algorithm>

namespace backspool::engine {

namespace {

constexpr auto kLeaf = uint64_t(codec::kLeafSize);

} // namespace

FileDifference::FileDifference(const Source &source, const codec::Digester &digester, ChunkSender &chunks, Tally &tally,
                               const CancelToken &cancel)
    : source_(source), chunks_(chunks), cancel_(cancel), digester_(digester),
      fingerprints_(digester, source.old.key, source.old.blockSize), signature_(digester),
      copies_(source.old, digester, chunks), matcher_(source.old, fingerprints_.fingerprinter(), *this),
      leaf_(source.file, source.status, tally)
{
    if (source.regions)
        regions_.emplace(*source.regions);
}

Result<codec::Signature> FileDifference::run()
{
    for (uint64_t offset = 0; offset < source_.status.size; offset += kLeaf) {
        TRY(cancel_.check());
        if (isUntouched(offset)) {
            TRY(copyUntouched(offset));
            continue;
        }
        const bool isWhole = TRY(leaf_.read(offset));
        if (!leaf_.bytes().isEmpty())
            TRY(addLeaf(offset));
        if (!isWhole)
            break;
    }
    TRY(endMatching());
    TRY(copies_.endPart());
    return signature_.finish();
}

/// By the log's word it is what the last version has there.
bool FileDifference::isUntouched(uint64_t offset)
{
    if (!regions_)
        return false;
    const uint64_t length = std::min(source_.status.size - offset, kLeaf);
    return source_.old.leafLength(offset / kLeaf) == length && !regions_->touches(offset, length);
}

Status FileDifference::copyUntouched(uint64_t offset)
{
    TRY(endMatching());
    const uint64_t number = offset / kLeaf;
    const uint64_t length = source_.old.leafLength(number);
    const auto digest = source_.old.leaf(number);
    signature_.addDigested(digest, qsizetype(length));
    fingerprints_.addKnown(digest, source_.old.fingerprintsOfLeaf(number));
    return copies_.copyProven(offset, length);
}

Status FileDifference::addLeaf(uint64_t offset)
{
    const uint64_t number = offset / kLeaf;
    const auto &old = source_.old;
    const auto &bytes = leaf_.bytes();
    if (leaf_.isAllHole()) {
        TRY(endMatching());
        TRY(copies_.endPart());
        signature_.addDigested(fingerprints_.addZeroLeaf(), codec::kLeafSize);
        return chunks_.hole(kLeaf);
    }
    const auto digest = digester_.chunk(bytes);
    signature_.addDigested(digest, bytes.size());
    if (old.leafLength(number) == uint64_t(bytes.size()) && old.leaf(number) == digest) {
        TRY(endMatching());
        fingerprints_.addKnown(digest, old.fingerprintsOfLeaf(number));
        return copies_.copyProven(offset, uint64_t(bytes.size()));
    }
    fingerprints_.addLeaf(bytes, digest);
    return addChangedLeaf(offset);
}

Status FileDifference::addChangedLeaf(uint64_t offset)
{
    if (isScattered()) {
        TRY(endMatching());
        TRY(copies_.endPart());
        return chunks_.data(leaf_.bytes());
    }
    qsizetype at = 0;
    const auto addData = [&](qsizetype end) -> Status {
        if (end == at)
            return {};
        if (!std::exchange(isMatching_, true))
            matcher_.moveTo(offset + uint64_t(at));
        TRY(matcher_.add(QByteArrayView(leaf_.bytes()).sliced(at, end - at)));
        at = end;
        return {};
    };
    for (const auto &hole : leaf_.holes()) {
        TRY(addData(hole.start));
        TRY(endMatching());
        TRY(copies_.endPart());
        TRY(chunks_.hole(uint64_t(hole.length)));
        at += hole.length;
    }
    return addData(leaf_.bytes().size());
}

/// The new version has become such that reading it would be slow: the rest of it is cut into chunks.
bool FileDifference::isScattered() const
{
    return chunks_.extents().size() > 2 * mostExtents(source_.status.size);
}

Status FileDifference::literal(QByteArrayView bytes)
{
    TRY(copies_.endPart());
    return chunks_.data(bytes);
}

Status FileDifference::match(uint64_t oldOffset, QByteArrayView bytes)
{
    return copies_.copy(oldOffset, bytes);
}

Status FileDifference::endMatching()
{
    if (!std::exchange(isMatching_, false))
        return {};
    return matcher_.flush();
}

std::optional<std::vector<protocol::CheckCopies::Copy>> FileDifference::unproven() const
{
    if (copies_.hasFailed())
        return std::nullopt;
    return copies_.unproven();
}

FingerprintSet FileDifference::takeSet(const codec::Signature &signature, const ObjectName &record)
{
    FingerprintSet set;
    set.content = signature.name;
    set.size = signature.size;
    set.record = record;
    set.key = source_.old.key;
    set.blockSize = source_.old.blockSize;
    set.extents = chunks_.takeExtents();
    set.leaves = fingerprints_.takeLeaves();
    set.fingerprints = fingerprints_.takeFingerprints();
    return set;
}

} // namespace backspool::engine
