#pragma once
/// The beginning of a file's content, for a look at it.
#include "read/content_fetch.h"
#include "read/point_reader.h"

namespace backspool::engine {

struct ContentStart
{
    QByteArray bytes;
    bool isWhole = false; ///< and so held to its signature
};

/// At most @p limit bytes of the file @p file. Blocks; not in a callback of the fetcher. Errors: Invalid (no file);
/// what a ContentSink gets.
Result<ContentStart> readContentStart(ObjectFetcher &fetcher, const Verifier &verifier, const PointEntry &file,
                                      ByteCount limit);

/// The beginning of a file of this computer, as it is now.
struct LocalStart
{
    ContentStart start;
    uint64_t size = 0; ///< of the whole file
    format::FileTime modified;
};

/// At most @p limit bytes of the file at @p path; a link there is not followed. Blocks. Errors: NotFound, Denied, Io,
/// Invalid (no file).
Result<LocalStart> readLocalStart(const QByteArray &path, ByteCount limit);

} // namespace backspool::engine
