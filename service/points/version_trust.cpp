#include "points/version_trust.h"

#include "codec/signature.h"
#include "format/version_record.h"

namespace backspool::points {

namespace {

/// 40 MB: beyond, what was verified first costs a second look.
constexpr size_t kMaxRemembered = 500'000;
/// 6 MB: large files that change are few.
constexpr size_t kMaxComplete = 65'536;

std::unexpected<Error> wrongSignature(const ObjectName &version)
{
    return fail(
        ErrorKind::Damaged,
        QStringLiteral("the content of the version %1 has another signature").arg(QLatin1StringView(version.toHex())));
}

Status addExtent(const store::ObjectStore &store, const format::Extent &extent, codec::SignatureBuilder &signature)
{
    if (extent.isHole()) {
        signature.addZeros(extent.length);
        return {};
    }
    const auto chunk = TRY(store.read(extent.chunk));
    const auto size = uint64_t(chunk.size());
    if (extent.offset > size || extent.length > size - extent.offset)
        return fail(ErrorKind::Damaged, QStringLiteral("an extent goes past the end of its chunk"));
    signature.add(QByteArrayView(chunk).sliced(qsizetype(extent.offset), qsizetype(extent.length)));
    return {};
}

Result<QByteArray> recordAt(const store::ObjectStore &store, const store::ObjectLocation &location)
{
    const auto block = TRY(store.readObjects(location));
    const size_t slot = location.place.slot;
    if (slot >= block.count() || block.kind(slot) != format::ObjectKind::Version)
        return fail(ErrorKind::Damaged, QStringLiteral("container number %1, byte %2: there is no version record")
                                            .arg(location.container.value)
                                            .arg(location.place.blockOffset));
    return block.objectCopy(slot);
}

} // namespace

Result<QByteArray> VersionTrust::readRecord(const store::ObjectStore &store, const ObjectName &version,
                                            const store::ObjectLocation &location)
{
    auto record = recordAt(store, location);
    if (record || record.error().kind() != ErrorKind::NotFound)
        return record;
    // A reclaim may have replaced its container since it was found: then it is elsewhere by now.
    const auto again = TRY(store.find(version));
    return again ? recordAt(store, *again) : record;
}

void VersionTrust::noteComplete(const ObjectName &record, const Completeness &complete)
{
    const std::lock_guard lock(mutex_);
    if (complete_.size() >= kMaxComplete)
        complete_.clear();
    complete_.insert_or_assign(record, complete);
}

std::optional<bool> VersionTrust::isCompleteAndOwn(const ObjectName &record, ClientId client) const
{
    const std::lock_guard lock(mutex_);
    const auto found = complete_.find(record);
    if (found == complete_.end() || found->second.client != client ||
        found->second.condemnations != store_.condemnations())
        return std::nullopt;
    return found->second.isOwn;
}

Result<store::ObjectLocation> VersionTrust::locate(const ObjectName &version) const
{
    const auto location = TRY(store_.find(version));
    if (!location)
        return fail(ErrorKind::NotFound,
                    QStringLiteral("the store does not have the version %1").arg(QLatin1StringView(version.toHex())));
    return *location;
}

Status VersionTrust::ensure(const ObjectName &version, uint64_t size, ClientId client, const CancelToken &cancel)
{
    const auto location = TRY(locate(version));
    if (store_.clientOf(location.container) == client)
        return {};
    // Remembered with what the record says: a later record of the same name is another matter.
    const auto record = TRY(readRecord(store_, version, location));
    const auto key = store_.digester().node(version.view().toByteArray() + record);
    {
        const std::lock_guard lock(mutex_);
        if (verified_.contains(key))
            return {};
    }
    TRY(verifyBytes(version, size, record, cancel));
    const std::lock_guard lock(mutex_);
    if (verified_.size() >= kMaxRemembered)
        verified_.clear();
    verified_.insert(key);
    return {};
}

Status VersionTrust::verify(const ObjectName &version, std::optional<uint64_t> size, const CancelToken &cancel) const
{
    return verifyBytes(version, size, TRY(readRecord(store_, version, TRY(locate(version)))), cancel);
}

Status VersionTrust::verifyRecord(const ObjectName &version, QByteArrayView record, const CancelToken &cancel) const
{
    return verifyBytes(version, std::nullopt, record, cancel);
}

Status VersionTrust::verifyBytes(const ObjectName &version, std::optional<uint64_t> size, QByteArrayView bytes,
                                 const CancelToken &cancel) const
{
    const auto record = TRY(format::VersionRecord::decode(bytes));
    if (size && record.size != *size)
        return wrongSignature(version);
    codec::SignatureBuilder signature(store_.digester());
    const auto fetch = [&](const ObjectName &name) -> Result<QByteArray> {
        TRY(cancel.check());
        return store_.readNode(name);
    };
    TRY(record.forEachExtent(fetch, [&](const format::Extent &extent) -> Result<bool> {
        TRY(cancel.check());
        TRY(addExtent(store_, extent, signature));
        return true;
    }));
    const auto computed = signature.finish();
    if (computed.name != version || computed.size != record.size)
        return wrongSignature(version);
    return {};
}

} // namespace backspool::points
