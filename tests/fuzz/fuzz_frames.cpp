/// Hostile streams: the first byte says how many bytes come at a time, the second how many a payload may have.
#include "protocol/frame.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::protocol;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const qsizetype pieceSize = data[0];
    const ByteCount limit = data[1];
    const QByteArrayView stream(data + 2, qsizetype(size) - 2);
    FrameDecoder decoder(limit);
    QByteArray seen;
    for (QByteArrayView rest = stream; !rest.isEmpty();) {
        // 0: as the channel does it, up to the end of a frame.
        const qsizetype wanted = pieceSize > 0 ? pieceSize : std::max<qsizetype>(1, decoder.missingBytes());
        const QByteArrayView piece = rest.first(std::min(wanted, rest.size()));
        rest = rest.sliced(piece.size());
        decoder.feed(piece);
        for (;;) {
            const auto frame = decoder.next();
            if (!frame)
                return 0;
            if (!*frame)
                break;
            if ((*frame)->payload.size() > limit)
                std::abort();
            seen += encodeFrame(**frame);
        }
        // No frame is held back, none is made up.
        if (decoder.buffered() >= kFrameHeaderSize + limit ||
            seen.size() + decoder.buffered() != stream.size() - rest.size() || !stream.startsWith(seen))
            std::abort();
    }
    return 0;
}
