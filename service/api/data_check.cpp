#include "api/data_check.h"

#include "codec/chunker.h"
#include "format/node.h"
#include "format/version_record.h"

namespace backspool::api {

namespace {

using format::BlockKind;
using format::ObjectKind;

Result<ObjectName> checkObject(const format::UnpackedBlock &objects, size_t slot, const codec::Digester &digester,
                               std::span<const ObjectName> &versionNames)
{
    const QByteArrayView bytes = objects.object(slot);
    switch (objects.kind(slot)) {
    case ObjectKind::Chunk:
        if (bytes.size() > codec::kMaxChunk)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("a chunk of %1 bytes is larger than any may be").arg(bytes.size()));
        return digester.chunk(bytes);
    case ObjectKind::Node:
        // A deep copy would only serve the parsed node, which goes at once.
        TRY(format::Node::parse(QByteArray::fromRawData(bytes.data(), bytes.size())));
        return digester.node(bytes);
    case ObjectKind::Version: {
        TRY(format::VersionRecord::decode(bytes));
        if (versionNames.empty() || versionNames.front().isNull())
            return fail(ErrorKind::Invalid, QStringLiteral("a version record came without its signature"));
        const ObjectName name = versionNames.front();
        versionNames = versionNames.subspan(1);
        return name;
    }
    default:
        return fail(ErrorKind::Invalid,
                    QStringLiteral("an object of kind %1 is not a client's to send").arg(int(objects.kind(slot))));
    }
}

} // namespace

Result<CheckedBlock> checkData(QByteArrayView payload, const codec::Digester &digester)
{
    // A context of zstd is a few hundred KiB: one for each thread of the pool.
    static thread_local codec::Decompressor decompressor;
    protocol::Data data = TRY(protocol::Data::decode(payload));
    if (data.block.kind != BlockKind::Chunks && data.block.kind != BlockKind::Tree)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("a block of kind %1 is not a client's to send").arg(int(data.block.kind)));
    const format::UnpackedBlock objects = TRY(format::unpackBlock(data.block, decompressor));
    if (objects.count() == 0)
        return fail(ErrorKind::Invalid, QStringLiteral("a block without objects"));

    std::span<const ObjectName> versionNames(data.versionNames);
    std::vector<ObjectName> names;
    names.reserve(objects.count());
    for (size_t slot = 0; slot < objects.count(); ++slot) {
        if (!format::mayHold(data.block.kind, objects.kind(slot)))
            return fail(ErrorKind::Invalid, QStringLiteral("a block of kind %1 may not hold an object of kind %2")
                                                .arg(int(data.block.kind))
                                                .arg(int(objects.kind(slot))));
        names.push_back(TRY(checkObject(objects, slot, digester, versionNames)));
    }
    if (!versionNames.empty())
        return fail(ErrorKind::Invalid, QStringLiteral("more signatures than version records in a block"));
    if (protocol::namesCheck(names) != data.namesCheck)
        return fail(
            ErrorKind::Damaged,
            QStringLiteral(
                "a block's objects are not what the client says it sent: it was damaged on the way, or before"));
    return CheckedBlock{std::move(data.block), std::move(names)};
}

} // namespace backspool::api
