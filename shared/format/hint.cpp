#include "format/hint.h"

namespace backspool::format {

namespace {

constexpr uint32_t kMaxNanoseconds = 999'999'999;

void writeTime(ByteWriter &writer, const FileTime &time)
{
    writer.signedVarint(time.seconds).varint(time.nanoseconds);
}

Result<FileTime> readTime(ByteReader &reader)
{
    FileTime time;
    time.seconds = TRY(reader.signedVarint());
    time.nanoseconds = uint32_t(TRY(reader.varint(kMaxNanoseconds)));
    return time;
}

} // namespace

void Hint::encode(ByteWriter &writer) const
{
    writer.u8(flags).varint(inode);
    writeTime(writer, changed);
    if (isDirectory()) {
        writeTime(writer, born);
        writer.name(hints);
    }
    if (flags & FileSystemStarts)
        writer.bytes(QByteArrayView(fileSystem.data(), qsizetype(fileSystem.size())));
}

QByteArray Hint::encode() const
{
    ByteWriter writer;
    writer.reserve(80);
    encode(writer);
    return writer.take();
}

Result<Hint> Hint::decode(QByteArrayView item)
{
    ByteReader reader(item, "hint");
    Hint hint;
    hint.flags = TRY(reader.u8());
    hint.inode = TRY(reader.varint());
    hint.changed = TRY(readTime(reader));
    if (hint.isDirectory()) {
        hint.born = TRY(readTime(reader));
        hint.hints = TRY(reader.name());
    }
    if (hint.flags & FileSystemStarts) {
        const auto id = TRY(reader.bytes(qsizetype(hint.fileSystem.size())));
        std::memcpy(hint.fileSystem.data(), id.data(), hint.fileSystem.size());
    }
    TRY(reader.atEnd());
    return hint;
}

} // namespace backspool::format
