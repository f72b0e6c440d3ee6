#pragma once
/// The answer to one GetFingerprints, frame by frame: what a file of the base consists of, with the fingerprints of its
/// blocks computed from the stored content. Nothing of it is kept: most files are never differenced against, and who
/// does so keeps the set.
#include "api/base_files.h"
#include "codec/fingerprint_builder.h"
#include "protocol/difference_messages.h"

namespace backspool::api {

/// Not thread-safe; blocks on disk.
class FingerprintsAnswer
{
public:
    /// The store outlives it. Errors: Invalid (a set of so many blocks is not made).
    static Result<FingerprintsAnswer> prepare(const store::ObjectStore &store, std::shared_ptr<const BaseFile> file,
                                              const protocol::GetFingerprints &request);

    /// The next frame, of at most 8 MiB of content; its `last` says whether it ends the answer.
    /// REQUIRES: !isAtEnd(). Errors: NotFound, Damaged (the content cannot be read): they end the answer.
    Result<protocol::Fingerprints> next();
    bool isAtEnd() const { return isAtEnd_; }

private:
    FingerprintsAnswer(const store::ObjectStore &store, std::shared_ptr<const BaseFile> file,
                       const protocol::GetFingerprints &request);
    Status addExtent(const format::Extent &extent);
    Status addData(QByteArrayView bytes);
    void addZeros(uint64_t length);

    const store::ObjectStore *store_;
    std::shared_ptr<const BaseFile> file_;
    codec::FingerprintBuilder builder_;
    QByteArray leaf_; ///< what there is of the next one
    size_t nextExtent_ = 0;
    uint64_t zerosLeft_ = 0; ///< of a hole that is under way
    bool isAsKnown_ = false;
    bool isAtEnd_ = false;
};

} // namespace backspool::api
