/// What the agent's state folder says of the cached tree: damaged by whatever befell its disk. The first byte says
/// which file of the two: 'p', the description (its checksum is put right, since the parser behind it is what is
/// tried); else the tree, of which each record that a good description leads to is read. A description that is accepted
/// is written so that it is read as the same.
#include "codec/crc32c.h"
#include "core/bytes.h"
#include "difference/tree_cache.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>

using namespace backspool;
using namespace backspool::engine;

namespace {

const QByteArray kOwner("owner");
const QByteArray kMagic("BKSPLCP2");

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// In memory, where there is such a folder: nothing waits for a disk.
const QString &folder()
{
    static const QTemporaryDir folder(QStringLiteral("/dev/shm/fuzz-XXXXXX"));
    static const QString path = folder.path();
    check(folder.isValid());
    return path;
}

void write(const char *name, const QByteArray &content)
{
    QFile file(folder() + QLatin1Char('/') + QLatin1StringView(name));
    check(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

void writePoint(const QByteArray &body)
{
    write("last-point", kMagic + ByteWriter().u32(codec::crc32c(body)).take() + body);
}

/// As TreeCache::commit() writes it.
QByteArray pointOf(uint64_t root, uint64_t length)
{
    ByteWriter body;
    body.sizedBytes(kOwner).u64(1).u64(2).sizedBytes("entry").sizedBytes("hint");
    body.varint(root).varint(1).varint(1).varint(1).varint(0).u64(1).u64(length).u64(0).varint(0).varint(0).u64(1);
    return body.take();
}

bool isSame(const CachedPoint &one, const CachedPoint &other)
{
    return one.point == other.point && one.started == other.started && one.rootEntry == other.rootEntry &&
           one.rootHint == other.rootHint && one.rootRecord == other.rootRecord && one.items == other.items &&
           one.users == other.users && one.groups == other.groups;
}

void readAll(const TreeCache &cache, const CachedRecord &record, int depth)
{
    const auto read = record.offset != 0 && depth < 8 ? cache.read(record.offset) : fail(ErrorKind::NotFound, {});
    if (!read)
        return;
    for (const auto &entry : read->entries())
        readAll(cache, entry.child, depth + 1);
}

void open(bool isChecked)
{
    auto cache = TreeCache::open(folder(), kOwner);
    check(cache.has_value());
    if ((*cache)->isEmpty())
        return;
    readAll(**cache, (*cache)->point().rootRecord, 0);
    if (!isChecked)
        return;
    const auto point = (*cache)->point();
    if (!(*cache)->beginUpdate())
        return;
    check((*cache)->commit(point).has_value());
    const auto again = TreeCache::open(folder(), kOwner);
    check(again && !(*again)->isEmpty() && isSame((*again)->point(), point));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray body(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1));
    write("tree-1.cache", data[0] == 'p' ? QByteArray(256, '\0') : body);
    writePoint(data[0] == 'p' ? body : pointOf(8, uint64_t(body.size())));
    open(data[0] == 'p');
    return 0;
}
