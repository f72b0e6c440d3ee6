#include "difference/cached_status.h"

namespace backspool::engine {

namespace {

Result<CachedStatus> parse(QByteArrayView entry)
{
    ByteReader reader(entry, "cached entry");
    CachedStatus status;
    TRY(reader.sizedBytes(format::kMaxNameSize));
    status.type = format::FileType(TRY(reader.u8()));
    status.flags = TRY(reader.u8());
    for (int i = 0; i < 3; ++i) // mode, uid, gid
        TRY(reader.varint());
    status.modified.seconds = TRY(reader.signedVarint());
    status.modified.nanoseconds = uint32_t(TRY(reader.varint()));
    if (status.type == format::FileType::File)
        status.size = TRY(reader.varint());
    return status;
}

} // namespace

std::optional<CachedStatus> cachedStatus(QByteArrayView entry)
{
    const auto status = parse(entry);
    return status ? std::optional(*status) : std::nullopt;
}

} // namespace backspool::engine
