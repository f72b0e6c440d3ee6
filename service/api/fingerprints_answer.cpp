#include "api/fingerprints_answer.h"

#include "codec/signature.h"

#include <algorithm>

namespace backspool::api {

namespace {

/// Content of one frame: some ten milliseconds of work, and 96 KiB of fingerprints of the smallest blocks.
constexpr uint64_t kContentOfFrame = uint64_t(8_MiB);
/// Under what a message may have.
constexpr size_t kExtentsOfFrame = 16'384;

} // namespace

Result<FingerprintsAnswer> FingerprintsAnswer::prepare(const store::ObjectStore &store,
                                                       std::shared_ptr<const BaseFile> file,
                                                       const protocol::GetFingerprints &request)
{
    if (codec::partsOf(file->size(), qsizetype(1) << request.blockSize) > protocol::kMaxFingerprints)
        return fail(ErrorKind::Invalid, QStringLiteral("The file is too large for fingerprints of so small blocks."));
    return FingerprintsAnswer(store, std::move(file), request);
}

FingerprintsAnswer::FingerprintsAnswer(const store::ObjectStore &store, std::shared_ptr<const BaseFile> file,
                                       const protocol::GetFingerprints &request)
    : store_(&store), file_(std::move(file)),
      builder_(store.digester(), codec::SecretKey::fromBytes(request.key), qsizetype(1) << request.blockSize),
      isAsKnown_(request.known == file_->record())
{
}

Result<protocol::Fingerprints> FingerprintsAnswer::next()
{
    protocol::Fingerprints part;
    part.content = file_->content();
    part.size = file_->size();
    part.record = file_->record();
    part.isAsKnown = isAsKnown_;
    part.isOwn = file_->isOwn();
    if (isAsKnown_) {
        part.last = isAtEnd_ = true;
        return part;
    }
    const auto &extents = file_->extents();
    uint64_t content = 0;
    while (content < kContentOfFrame && part.extents.size() < kExtentsOfFrame) {
        if (zerosLeft_ > 0) {
            const uint64_t zeros = std::min(zerosLeft_, kContentOfFrame - content);
            addZeros(zeros);
            zerosLeft_ -= zeros;
            content += zeros;
            continue;
        }
        if (nextExtent_ == extents.size())
            break;
        const auto &extent = extents[nextExtent_++];
        part.extents.push_back(extent);
        if (extent.isHole()) {
            zerosLeft_ = extent.length;
            continue;
        }
        TRY(addExtent(extent));
        content += extent.length;
    }
    isAtEnd_ = nextExtent_ == extents.size() && zerosLeft_ == 0;
    if (isAtEnd_ && !leaf_.isEmpty())
        builder_.addLeaf(leaf_);
    part.last = isAtEnd_;
    part.leaves = builder_.takeLeaves();
    part.fingerprints = builder_.takeFingerprints();
    return part;
}

Status FingerprintsAnswer::addExtent(const format::Extent &extent)
{
    const auto chunk = TRY(store_->read(extent.chunk));
    if (extent.offset + extent.length > uint64_t(chunk.size()))
        return fail(ErrorKind::Damaged, QStringLiteral("An extent goes past the end of its chunk."));
    return addData(QByteArrayView(chunk).sliced(qsizetype(extent.offset), qsizetype(extent.length)));
}

Status FingerprintsAnswer::addData(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (leaf_.isEmpty() && bytes.size() >= codec::kLeafSize) {
            builder_.addLeaf(bytes.first(codec::kLeafSize));
            bytes = bytes.sliced(codec::kLeafSize);
            continue;
        }
        const auto taken = std::min(codec::kLeafSize - leaf_.size(), bytes.size());
        leaf_.append(bytes.first(taken));
        bytes = bytes.sliced(taken);
        if (leaf_.size() == codec::kLeafSize) {
            builder_.addLeaf(leaf_);
            leaf_.resize(0);
        }
    }
    return {};
}

void FingerprintsAnswer::addZeros(uint64_t length)
{
    while (length > 0) {
        if (leaf_.isEmpty() && length >= uint64_t(codec::kLeafSize)) {
            builder_.addZeroLeaf();
            length -= uint64_t(codec::kLeafSize);
            continue;
        }
        const auto taken = std::min(uint64_t(codec::kLeafSize - leaf_.size()), length);
        leaf_.append(qsizetype(taken), '\0');
        length -= taken;
        if (leaf_.size() == codec::kLeafSize) {
            builder_.addLeaf(leaf_);
            leaf_.resize(0);
        }
    }
}

} // namespace backspool::api
