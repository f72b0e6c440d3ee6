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

std::optional<KnownVersion> DifferenceBases::known(const BaseVersion &base) const
{
    if (base.path.size() > protocol::kMaxBasePath)
        return std::nullopt;
    auto kept = cache_.findVersion(base.content, digester_);
    if (!kept || kept->extents.size() > mostExtents(base.size))
        return std::nullopt;
    auto version = fetchVersion(base, *std::move(kept));
    if (!version) {
        qCInfo(logEngine).noquote() << "what is known of a file's last version does not serve:"
                                    << version.error().text();
        return std::nullopt;
    }
    if (version->extents.size() > mostExtents(base.size))
        return std::nullopt;
    return *std::move(version);
}

/// @p kept, where that is the service's; else what the service has made by then.
Result<KnownVersion> DifferenceBases::fetchVersion(const BaseVersion &base, KnownVersion kept) const
{
    const auto key = codec::SecretKey::random();
    const auto blockSize = codec::fingerprintBlockSize(base.size);
    auto parts = TRY(ask(base, key, blockSize, &kept));
    if (parts.front().isAsKnown)
        return kept;
    return TRY(setOf(std::move(parts), key, blockSize));
}

Result<FingerprintSet> DifferenceBases::fetch(const BaseVersion &base) const
{
    auto kept = cache_.find(base.content, digester_);
    const auto key = kept ? kept->key : codec::SecretKey::random();
    const auto blockSize = kept ? kept->blockSize : codec::fingerprintBlockSize(base.size);
    auto parts = TRY(ask(base, key, blockSize, kept ? &*kept : nullptr));
    if (parts.front().isAsKnown)
        return *std::move(kept);
    return setOf(std::move(parts), key, blockSize);
}

Result<FingerprintSet> DifferenceBases::setOf(std::vector<protocol::Fingerprints> parts, const codec::SecretKey &key,
                                              qsizetype blockSize) const
{
    FingerprintSetReader set(key, blockSize);
    for (auto &part : parts)
        TRY(set.add(std::move(part)));
    return set.finish(digester_);
}

/// At least one message; "as known" only where something is.
Result<std::vector<protocol::Fingerprints>> DifferenceBases::ask(const BaseVersion &base, const codec::SecretKey &key,
                                                                 qsizetype blockSize, const KnownVersion *known) const
{
    protocol::GetFingerprints request;
    request.path = base.path;
    request.blockSize = powerOf(blockSize);
    request.key = key.view().toByteArray();
    if (known)
        request.known = known->record;
    auto parts = TRY(service_.fingerprints(request));
    if (parts.empty() || parts.front().content != base.content || parts.front().size != base.size)
        return fail(ErrorKind::Damaged, QStringLiteral("the service has another version of the file in the base"));
    if (base.isElsewhere && !parts.front().isOwn)
        return fail(ErrorKind::Denied, QStringLiteral("what resembles it is not all this computer's own"));
    if (parts.front().isAsKnown && !known)
        return fail(ErrorKind::Damaged, QStringLiteral("the service takes a version for known that is not"));
    return parts;
}

bool DifferenceBases::areRight(const QByteArray &path, const std::vector<protocol::CheckCopies::Copy> &copies) const
{
    const auto right = service_.checkCopies(path, copies);
    const bool isAllRight = right && std::ranges::all_of(*right, std::identity());
    if (right && !isAllRight)
        qCWarning(logEngine).noquote() << "fingerprints took something for a copy that is none: the file is sent again";
    else if (!right)
        qCInfo(logEngine).noquote() << "copies cannot be checked:" << right.error().text();
    return isAllRight;
}

} // namespace backspool::engine
