/// What a folder's owner, or what answers for his server, may say: any bytes give an address or a range of the log, or
/// are refused.
#include "active/postgresql/cluster_files.h"
#include "active/postgresql/postmaster_file.h"
#include "active/postgresql/wal_range.h"

#include <cstdlib>
#include <cstring>

using namespace backspool::engine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray content(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto address = ServerAddress::parse(content); address && address->port == 0)
        std::abort();
    std::ignore = parseWalPosition(content);
    std::ignore = isLeftOutOfCluster(content, content);
    std::ignore = isSpareInCluster(content, content);
    // A label, and before it where the backup ended and how large a segment is.
    if (size < 9)
        return 0;
    uint64_t stop = 0;
    std::memcpy(&stop, data, sizeof stop);
    const auto label = QByteArrayView(content).sliced(9);
    const auto range = WalRange::of(label, stop, uint64_t(1) << (data[8] % 40));
    if (!range)
        return 0;
    const auto names = range->names();
    if (names.empty() || !range->needs(names.front()) || !range->needs(names.back()))
        std::abort();
    return 0;
}
