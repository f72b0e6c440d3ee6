/// What an agent keeps of versions, with fingerprints or without, and of folders of its last point: damaged by whatever
/// befell its disk. The first byte says which; the checksum is put right, since the parser behind it is what is tried.
#include "codec/crc32c.h"
#include "core/bytes.h"
#include "difference/fingerprint_set.h"
#include "difference/known_version.h"
#include "difference/tree_cache.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::engine;

namespace {

const codec::Digester kDigester(codec::SecretKey::fromBytes(QByteArray(32, 'k')));

void tryVersion(const QByteArray &body)
{
    ByteWriter writer;
    writer.bytes(body).u32(codec::crc32c(body));
    const auto version = KnownVersion::decode(writer.buffer(), kDigester);
    if (!version)
        return;
    uint64_t length = 0;
    for (const auto &extent : version->extents)
        length += extent.length;
    const auto again = KnownVersion::decode(version->encode(), kDigester);
    if (length != version->size || !again || again->encode() != version->encode())
        std::abort();
}

void trySet(const QByteArray &body)
{
    ByteWriter writer;
    writer.bytes(body).u32(codec::crc32c(body));
    const auto set = FingerprintSet::decodeSet(writer.buffer(), kDigester);
    if (!set)
        return;
    for (uint64_t leaf = 0; leaf < set->leafCount(); ++leaf)
        std::ignore = set->fingerprintsOfLeaf(leaf).toByteArray();
    const auto again = FingerprintSet::decodeSet(set->encodeSet(), kDigester);
    if (!again || again->encodeSet() != set->encodeSet())
        std::abort();
}

/// Each view into the folder is read.
void tryFolder(const QByteArray &body)
{
    const auto folder = CachedFolder::parse(body);
    if (!folder)
        return;
    uint64_t read = 0;
    for (const auto &entry : folder->entries()) {
        read += entry.isFolder() ? 1 : 0;
        read += entry.isRestless() ? 1 : 0;
        for (const auto view : {entry.entry, entry.hint, entry.name})
            read += uint64_t(view.toByteArray().count('\0'));
    }
    if (read > 2 * folder->entries().size() + uint64_t(3 * body.size()))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray body(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1));
    if (data[0] == 's')
        trySet(body);
    else if (data[0] % 2 == 0)
        tryVersion(body);
    else
        tryFolder(body);
    return 0;
}
