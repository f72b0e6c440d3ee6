#include "api/content_reader.h"

#include "format/version_record.h"

namespace backspool::api {

namespace {

Result<QByteArray> partOf(const QByteArray &bytes, uint64_t offset, uint32_t length)
{
    if (offset > uint64_t(bytes.size()) || length > uint64_t(bytes.size()) - offset)
        return fail(ErrorKind::Damaged, QStringLiteral("a stored object is shorter than what refers to it says"));
    return bytes.sliced(qsizetype(offset), qsizetype(length));
}

} // namespace

Result<QByteArray> readContent(const store::ObjectStore &store, const ObjectName &name, uint64_t offset,
                               uint32_t length, const CancelToken &cancel)
{
    const auto location = TRY(store.find(name));
    if (!location)
        return fail(ErrorKind::NotFound, QStringLiteral("a content is not in the store"));
    if (location->kind != format::ObjectKind::Version)
        return partOf(TRY(store.read(name)), offset, length);

    const auto record = TRY(format::VersionRecord::decode(TRY(store.readNode(name))));
    if (offset > record.size || length > record.size - offset)
        return fail(ErrorKind::Damaged, QStringLiteral("a stored version is shorter than what refers to it says"));
    QByteArray result;
    result.reserve(length);
    uint64_t at = 0; // in the content, where the extent starts
    const auto fetch = [&](const ObjectName &node) -> Result<QByteArray> {
        TRY(cancel.check());
        return store.readNode(node);
    };
    TRY(record.forEachExtent(fetch, [&](const format::Extent &extent) -> Result<bool> {
        const uint64_t start = at;
        at += extent.length;
        const uint64_t wanted = offset + uint64_t(result.size());
        if (at <= wanted)
            return true;
        const uint64_t skip = wanted - start;
        const auto size = uint32_t(std::min<uint64_t>(extent.length - skip, length - uint64_t(result.size())));
        if (extent.isHole())
            result.append(qsizetype(size), '\0');
        else
            result += TRY(partOf(TRY(store.read(extent.chunk)), extent.offset + skip, size));
        return result.size() < qsizetype(length);
    }));
    return result;
}

} // namespace backspool::api
