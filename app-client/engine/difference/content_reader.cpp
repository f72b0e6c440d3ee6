#include "difference/content_reader.h"

#include "core/logging.h"
#include "difference/chunk_sender.h"
#include "difference/file_difference.h"
#include "difference/leaf_comparison.h"
#include "difference/region_difference.h"

#include <fcntl.h>

namespace backspool::engine {

namespace {

constexpr qsizetype kReadSize = 1_MiB;

/// Calls @p data for the bytes of the file in order and @p hole for its holes; stops where the file ends.
template <class OnData, class OnHole>
Status readRuns(const FileContent &file, const FileStatus &status, const CancelToken &cancel, OnData data, OnHole hole)
{
    QByteArray buffer(std::min(kReadSize, qsizetype(status.size)), Qt::Uninitialized);
    const bool sparse = isSparse(status);
    uint64_t offset = 0;
    while (offset < status.size) {
        const FileRun run = fileRunAt(file, offset, status.size, sparse);
        if (run.length == 0)
            break;
        if (run.isHole) {
            TRY(hole(run.length));
            offset += run.length;
            continue;
        }
        const uint64_t end = offset + run.length;
        while (offset < end) {
            TRY(cancel.check());
            const auto want = qsizetype(std::min(uint64_t(kReadSize), end - offset));
            const qsizetype got = TRY(readFileAt(file, buffer.data(), want, offset));
            if (got > 0)
                TRY(data(QByteArrayView(buffer).first(got)));
            offset += uint64_t(got);
            if (got < want)
                return {};
        }
    }
    return {};
}

} // namespace

Result<Content> ContentReader::send(const FileContent &file, const FileStatus &status, const ClaimQueue::Prover &prover,
                                    std::shared_ptr<Outcome> outcome, DifferenceBases *keepIn) const
{
    if (status.size <= uint64_t(codec::kLeafSize))
        return sendSmall(file, status, std::move(outcome));
    return sendLarge(file, status, prover, std::move(outcome), keepIn);
}

Result<Content> ContentReader::sendSmall(const FileContent &file, const FileStatus &status,
                                         std::shared_ptr<Outcome> outcome) const
{
    TRY(cancel_.check());
    QByteArray bytes(qsizetype(status.size), Qt::Uninitialized);
    bytes.truncate(TRY(readFileAt(file, bytes.data(), bytes.size(), 0)));
    tally_.bytesRead += uint64_t(bytes.size());
    if (bytes.isEmpty())
        return Content{};
    const auto name = digester_.chunk(bytes);
    TRY(sink_.submit(format::ObjectKind::Chunk, name, bytes, uint64_t(bytes.size()), {}, std::move(outcome)));
    return Content{name, uint64_t(bytes.size())};
}

Result<Content> ContentReader::sendLarge(const FileContent &file, const FileStatus &status,
                                         const ClaimQueue::Prover &prover, std::shared_ptr<Outcome> outcome,
                                         DifferenceBases *keepIn) const
{
    ::posix_fadvise(file.file, 0, 0, POSIX_FADV_SEQUENTIAL);
    bool isKept = keepIn && keepIn->keepsVersionOf(status.size);
    KnownVersion known;
    codec::SignatureBuilder signature(digester_, isKept ? &known.leaves : nullptr);
    ChunkSender chunks(digester_, chunker_, sink_, outcome,
                       isKept ? ChunkSender::Extents::Keep : ChunkSender::Extents::Forget);
    TRY(readRuns(
        file, status, cancel_,
        [&](QByteArrayView bytes) {
            tally_.bytesRead += uint64_t(bytes.size());
            signature.add(bytes);
            return chunks.data(bytes);
        },
        [&](uint64_t length) {
            signature.addZeros(length);
            // One so scattered is no base: see DifferenceBases.
            if (isKept && chunks.extents().size() > mostExtents(status.size)) {
                isKept = false;
                chunks.forgetExtents();
            }
            return chunks.hole(length);
        }));
    TRY(chunks.finish());
    const auto whole = signature.finish();
    if (whole.size <= uint64_t(codec::kLeafSize)) {
        // It shrank while it was read, to what is one chunk by itself; the pieces that were sent serve nobody.
        FileStatus smaller = status;
        smaller.size = whole.size;
        return sendSmall(file, smaller, std::move(outcome));
    }
    const auto record = TRY(chunks.record()).encode();
    if (isKept) {
        known.content = whole.name;
        known.size = whole.size;
        known.record = digester_.node(record);
        known.extents = chunks.takeExtents();
        keepIn->keepVersion(known);
    }
    TRY(sink_.submit(format::ObjectKind::Version, whole.name, record, whole.size, prover, std::move(outcome)));
    return Content{whole.name, whole.size};
}

Result<std::optional<Differenced>> ContentReader::sendDifference(const FileContent &file, const FileStatus &status,
                                                                 const DifferenceBase &base,
                                                                 const ClaimQueue::Prover &prover,
                                                                 std::shared_ptr<Outcome> outcome) const
{
    if (codec::partsOf(status.size, base.set.blockSize) > protocol::kMaxFingerprints)
        return std::nullopt;
    ::posix_fadvise(file.file, 0, 0, base.regions ? POSIX_FADV_RANDOM : POSIX_FADV_SEQUENTIAL);
    ChunkSender chunks(digester_, chunker_, sink_, outcome, ChunkSender::Extents::Keep);
    FileDifference difference({file, status, base.set, base.regions}, digester_, chunks, tally_, cancel_);
    const auto whole = TRY(difference.run());
    if (whole.size <= uint64_t(codec::kLeafSize))
        return std::nullopt;
    TRY(chunks.finish());
    const auto unproven = difference.unproven();
    if (!unproven || !base.bases.areRight(base.path, *unproven))
        return std::nullopt;
    const auto record = TRY(chunks.record()).encode();
    base.bases.keep(difference.takeSet(whole, digester_.node(record)));
    TRY(sink_.submit(format::ObjectKind::Version, whole.name, record, whole.size, prover, std::move(outcome)));
    return Differenced{{whole.name, whole.size}, difference.copiedBytes()};
}

Result<std::optional<Content>> ContentReader::sendChanges(const FileContent &file, const FileStatus &status,
                                                          const ChangedSince &base, const ClaimQueue::Prover &prover,
                                                          std::shared_ptr<Outcome> outcome) const
{
    ::posix_fadvise(file.file, 0, 0, POSIX_FADV_RANDOM);
    ChunkSender chunks(digester_, chunker_, sink_, outcome, ChunkSender::Extents::Keep);
    RegionDifference difference({file, status, base.old, base.oldFile, base.regions}, digester_, chunks, tally_,
                                cancel_);
    const auto whole = difference.run();
    if (difference.isOldAnother()) {
        qCWarning(logEngine).noquote() << "a file is compared as a whole:" << base.path << whole.error().text();
        return std::nullopt;
    }
    TRY(whole);
    if (whole->size <= uint64_t(codec::kLeafSize))
        return std::nullopt;
    TRY(chunks.finish());
    const auto record = TRY(chunks.record()).encode();
    base.bases.keepVersion(difference.takeVersion(*whole, digester_.node(record)), base.old.content);
    TRY(sink_.submit(format::ObjectKind::Version, whole->name, record, whole->size, prover, std::move(outcome)));
    return Content{whole->name, whole->size};
}

Result<std::optional<ChangedRegions>> ContentReader::findChanges(const FileContent &file, const FileStatus &status,
                                                                 const DifferenceBases &bases, const QByteArray &path,
                                                                 const KnownVersion &old, uint64_t most) const
{
    ::posix_fadvise(file.file, 0, 0, POSIX_FADV_SEQUENTIAL);
    const auto check = [&](const LeafComparison::Copies &copies) { return bases.checkCopies(path, copies); };
    return LeafComparison({file, status, old}, digester_, check, tally_, cancel_).run(most);
}

Result<Content> ContentReader::digest(const FileContent &file, const FileStatus &status) const
{
    codec::SignatureBuilder signature(digester_);
    TRY(readRuns(
        file, status, cancel_,
        [&](QByteArrayView bytes) -> Status {
            tally_.bytesRead += uint64_t(bytes.size());
            signature.add(bytes);
            return {};
        },
        [&](uint64_t length) -> Status {
            signature.addZeros(length);
            return {};
        }));
    const auto whole = signature.finish();
    return whole.size == 0 ? Content{} : Content{whole.name, whole.size};
}

QByteArray ContentReader::prove(int file, const protocol::Challenge &challenge)
{
    QByteArray bytes(qsizetype(challenge.length), Qt::Uninitialized);
    const auto got = readFileAt(file, bytes.data(), bytes.size(), challenge.offset);
    if (!got || *got != bytes.size())
        return {};
    return codec::Digester::proof(challenge.nonce, bytes);
}

} // namespace backspool::engine
