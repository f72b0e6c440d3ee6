#include "difference/known_contents.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

namespace {

constexpr qsizetype kRecordSize = 16 + 8 + 8 + 4 + 8 + 32 + 4;

QByteArray encode(const KnownFile &known)
{
    ByteWriter writer;
    writer.reserve(kRecordSize);
    writer.bytes(QByteArrayView(known.fileSystem.data(), qsizetype(known.fileSystem.size())));
    writer.u64(known.inode)
        .u64(uint64_t(known.changed.seconds))
        .u32(known.changed.nanoseconds)
        .u64(known.size)
        .name(known.content);
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<KnownFile> decode(QByteArrayView record)
{
    ByteReader reader(record, "note of a restored file");
    KnownFile known;
    const auto id = TRY(reader.bytes(16));
    std::memcpy(known.fileSystem.data(), id.data(), 16);
    known.inode = TRY(reader.u64());
    known.changed.seconds = int64_t(TRY(reader.u64()));
    known.changed.nanoseconds = TRY(reader.u32());
    known.size = TRY(reader.u64());
    known.content = TRY(reader.name());
    if (TRY(reader.u32()) != codec::crc32c(record.first(kRecordSize - 4)))
        return fail(ErrorKind::Damaged, QStringLiteral("the note of a restored file is damaged"));
    return known;
}

} // namespace

Result<KnownContentsWriter> KnownContentsWriter::open(const QString &file)
{
    FileDescriptor fd(::open(QFile::encodeName(file).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!fd.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot write %1").arg(file)));
    // A torn record of a restore that died would put all after it out of place.
    struct stat status{};
    if (::fstat(fd.get(), &status) == 0 && status.st_size % kRecordSize != 0 &&
        ::ftruncate(fd.get(), status.st_size - status.st_size % kRecordSize) != 0)
        return fail(systemError(errno, QStringLiteral("cannot write %1").arg(file)));
    return KnownContentsWriter(std::move(fd));
}

Status KnownContentsWriter::add(const KnownFile &known)
{
    const std::lock_guard lock(*mutex_);
    pending_ += encode(known);
    if (pending_.size() < (1 << 18))
        return {};
    const QByteArray full = std::exchange(pending_, {});
    if (::write(file_.get(), full.constData(), size_t(full.size())) != full.size())
        return fail(systemError(errno, QStringLiteral("cannot note the restored files")));
    return {};
}

Status KnownContentsWriter::flush()
{
    const std::lock_guard lock(*mutex_);
    const QByteArray rest = std::exchange(pending_, {});
    if (::write(file_.get(), rest.constData(), size_t(rest.size())) != rest.size())
        return fail(systemError(errno, QStringLiteral("cannot note the restored files")));
    return {};
}

KnownContents KnownContents::open(const QString &file)
{
    KnownContents contents;
    contents.file_ = FileDescriptor(::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC));
    if (!contents.file_.isOpen())
        return contents;
    QByteArray buffer(kRecordSize * 4096, Qt::Uninitialized);
    uint32_t number = 0;
    for (;;) {
        const ssize_t got = ::read(contents.file_.get(), buffer.data(), size_t(buffer.size()));
        if (got < kRecordSize)
            break;
        for (qsizetype at = 0; at + kRecordSize <= got; at += kRecordSize, ++number) {
            if (const auto known = decode(QByteArrayView(buffer).sliced(at, kRecordSize)))
                contents.index_.emplace_back(known->inode, number);
        }
    }
    std::sort(contents.index_.begin(), contents.index_.end());
    return contents;
}

std::optional<ObjectName> KnownContents::find(const format::FileSystemId &fileSystem, uint64_t inode,
                                              const format::FileTime &changed, uint64_t size) const
{
    auto at = std::lower_bound(index_.begin(), index_.end(), std::pair(inode, uint32_t(0)));
    for (; at != index_.end() && at->first == inode; ++at) {
        QByteArray record(kRecordSize, Qt::Uninitialized);
        if (::pread(file_.get(), record.data(), size_t(kRecordSize), off_t(at->second) * kRecordSize) != kRecordSize)
            continue;
        const auto known = decode(record);
        if (known && known->fileSystem == fileSystem && known->changed == changed && known->size == size)
            return known->content;
    }
    return std::nullopt;
}

} // namespace backspool::engine
