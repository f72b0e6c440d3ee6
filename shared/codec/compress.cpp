#include "codec/compress.h"

#include "core/bytes.h"

#include <QtGlobal>

#include <zstd.h>

#include <algorithm>

namespace backspool::codec {

namespace {

constexpr int kHighestLevel = 19; // ZSTD_maxCLevel without --ultra: windows of 8 MiB at most

/// Memory that the frame asks for to be expanded piece by piece (RFC 8878, 3.1.1.1). Read here because zstd enforces
/// a limit only when it is asked for pieces. 0 when the content itself is the window.
Result<uint64_t> windowSize(QByteArrayView frame)
{
    ByteReader reader(frame, "compressed block");
    if (TRY(reader.u32()) != ZSTD_MAGICNUMBER)
        return fail(ErrorKind::Damaged, QStringLiteral("compressed block: does not begin as a Zstandard frame"));
    constexpr uint8_t kSingleSegment = 0x20;
    if (TRY(reader.u8()) & kSingleSegment)
        return 0;
    const uint8_t window = TRY(reader.u8());
    const uint64_t base = uint64_t(1) << (10 + (window >> 3));
    return base + base / 8 * (window & 7);
}

Status checkFrame(QByteArrayView frame, qsizetype expectedSize)
{
    const uint64_t window = TRY(windowSize(frame));
    if (window > uint64_t(expectedSize) + uint64_t(kMaxWindowOverSize))
        return fail(
            ErrorKind::Damaged,
            QStringLiteral("compressed block: asks for a window of %1 bytes to hold %2").arg(window).arg(expectedSize));
    const unsigned long long stated = ZSTD_getFrameContentSize(frame.data(), size_t(frame.size()));
    if (stated == ZSTD_CONTENTSIZE_UNKNOWN || stated == ZSTD_CONTENTSIZE_ERROR)
        return fail(ErrorKind::Damaged, QStringLiteral("compressed block: does not state its size"));
    if (stated != uint64_t(expectedSize))
        return fail(
            ErrorKind::Damaged,
            QStringLiteral("compressed block: states a size of %1 bytes instead of %2").arg(stated).arg(expectedSize));
    // A second frame, or a skippable one, would let one content have many forms and hide bytes.
    if (ZSTD_findFrameCompressedSize(frame.data(), size_t(frame.size())) != size_t(frame.size()))
        return fail(ErrorKind::Damaged, QStringLiteral("compressed block: is not exactly one frame"));
    return {};
}

} // namespace

void Compressor::Free::operator()(ZSTD_CCtx_s *context) const
{
    ZSTD_freeCCtx(context);
}

Compressor::Compressor(int level, Reach reach) : context_(ZSTD_createCCtx())
{
    Q_CHECK_PTR(context_);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, std::clamp(level, 1, kHighestLevel));
    if (level <= 1 && reach == Reach::WholeBlock) {
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog, 22);
        // A larger table falls out of the processor's cache: 1 to 2 % smaller, for an eighth more time.
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_hashLog, 16);
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_minMatch, 6);
    }
}

Compressor::~Compressor() = default;

QByteArray Compressor::compress(QByteArrayView plain)
{
    QByteArray frame(qsizetype(ZSTD_compressBound(size_t(plain.size()))), Qt::Uninitialized);
    const size_t size =
        ZSTD_compress2(context_.get(), frame.data(), size_t(frame.size()), plain.data(), size_t(plain.size()));
    if (ZSTD_isError(size)) // with room for the bound, only memory can fail
        qFatal("zstd cannot compress: %s", ZSTD_getErrorName(size));
    frame.resize(qsizetype(size));
    return frame;
}

void Decompressor::Free::operator()(ZSTD_DCtx_s *context) const
{
    ZSTD_freeDCtx(context);
}

Decompressor::Decompressor() : context_(ZSTD_createDCtx())
{
    Q_CHECK_PTR(context_);
}

Decompressor::~Decompressor() = default;

Result<QByteArray> Decompressor::decompress(QByteArrayView compressed, qsizetype expectedSize)
{
    Q_ASSERT(expectedSize >= 0);
    TRY(checkFrame(compressed, expectedSize));
    QByteArray plain(expectedSize, Qt::Uninitialized);
    const size_t size = ZSTD_decompressDCtx(context_.get(), plain.data(), size_t(plain.size()), compressed.data(),
                                            size_t(compressed.size()));
    if (ZSTD_isError(size))
        return fail(ErrorKind::Damaged,
                    QStringLiteral("compressed block: %1").arg(QString::fromLatin1(ZSTD_getErrorName(size))));
    if (size != size_t(expectedSize))
        return fail(ErrorKind::Damaged,
                    QStringLiteral("compressed block: holds %1 bytes instead of %2").arg(size).arg(expectedSize));
    return plain;
}

} // namespace backspool::codec
