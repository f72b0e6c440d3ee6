#include "difference/difference_bases.h"

#include "codec/chunker.h"
#include "core/logging.h"

#include <algorithm>
#include <bit>

namespace backspool::engine {

namespace {

uint8_t powerOf(qsizetype blockSize)
{
    return uint8_t(std::countr_zero(size_t(blockSize)));
}

} // namespace

uint64_t mostExtents(uint64_t size)
{
    constexpr uint64_t kFew = 256;
    return std::max(kFew, 2 * size / uint64_t(codec::kAverageChunk));
}

std::optional<FingerprintSet> DifferenceBases::open(const BaseVersion &base) const
{
    if (base.path.size() > protocol::kMaxBasePath)
        return std::nullopt;
    auto set = fetch(base);
    if (!set) {
        qCInfo(logEngine).noquote() << "a file is compared by its chunks:" << set.error().text();
        return std::nullopt;
    }
    if (set->extents.size() > mostExtents(base.size))
        return std::nullopt;
    return *std::move(set);
}

Result<FingerprintSet> DifferenceBases::fetch(const BaseVersion &base) const
{
    auto kept = cache_.find(base.content, digester_);
    protocol::GetFingerprints request;
    request.path = base.path;
    const auto key = kept ? kept->key : codec::SecretKey::random();
    const auto blockSize = kept ? kept->blockSize : codec::fingerprintBlockSize(base.size);
    request.blockSize = powerOf(blockSize);
    request.key = key.view().toByteArray();
    if (kept)
        request.known = kept->record;
    auto parts = TRY(service_.fingerprints(request));
    if (parts.empty() || parts.front().content != base.content || parts.front().size != base.size)
        return fail(ErrorKind::Damaged, QStringLiteral("the service has another version of the file in the base"));
    if (base.isElsewhere && !parts.front().isOwn)
        return fail(ErrorKind::Denied, QStringLiteral("what resembles it is not all this computer's own"));
    if (parts.front().isAsKnown) {
        if (!kept)
            return fail(ErrorKind::Damaged, QStringLiteral("the service takes a version for known that is not"));
        return *std::move(kept);
    }
    FingerprintSetReader set(key, blockSize);
    for (auto &part : parts)
        TRY(set.add(std::move(part)));
    return set.finish(digester_);
}

bool DifferenceBases::areRight(const QByteArray &path, const std::vector<protocol::CheckCopies::Copy> &copies) const
{
    const auto right = service_.areRight(path, copies);
    if (right && !*right)
        qCWarning(logEngine).noquote() << "fingerprints took something for a copy that is none: the file is sent again";
    else if (!right)
        qCInfo(logEngine).noquote() << "copies cannot be checked:" << right.error().text();
    return right && *right;
}

} // namespace backspool::engine
