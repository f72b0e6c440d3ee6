/// The journal of a restore: steps are read until one is none; each comes back the same after it was written again.
#include "restore/undo_journal.h"

#include <cstdlib>

using backspool::ByteReader;
using backspool::engine::UndoStep;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ByteReader reader(QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)), "journal");
    while (reader.remaining() > 0) {
        const auto step = UndoStep::decode(reader);
        if (!step)
            break;
        const auto bytes = step->encode();
        if (bytes.size() > UndoStep::kMaxSize)
            std::abort();
        ByteReader again(bytes, "step");
        const auto same = UndoStep::decode(again);
        if (!same || !(*same == *step) || again.remaining() != 0)
            std::abort();
    }
    return 0;
}
