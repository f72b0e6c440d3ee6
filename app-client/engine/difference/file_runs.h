#pragma once
/// A file as runs of data and holes.
#include "active/guard/guarded_file.h"
#include "core/result.h"
#include "files/file_status.h"

namespace backspool::engine {

struct FileRun
{
    uint64_t offset = 0;
    uint64_t length = 0;
    bool isHole = false;
};

/// A file as it is to be read.
struct FileContent
{
    FileContent(int openFile, const GuardedFile *asItWas = nullptr) : file(openFile), guarded(asItWas) {}

    int file = -1;
    const GuardedFile *guarded = nullptr; ///< as it was at a moment; null: as it is
    bool isClone = false;                 ///< of the file, made for this backup: nobody writes to it
};

/// Up to @p size bytes from @p offset; fewer at the end of the file. Errors: Io.
Result<qsizetype> readFileAt(const FileContent &content, char *buffer, qsizetype size, uint64_t offset);
/// Fewer blocks than bytes: it has holes, or may have.
bool isSparse(const FileStatus &status);
/// The run that starts at @p offset; the file is taken as @p size bytes long. Where it is not sparse, all of it is one.
/// A hole ends where the file does: one of no length is the end of a file that is shorter.
FileRun fileRunAt(const FileContent &content, uint64_t offset, uint64_t size, bool isSparse);

} // namespace backspool::engine
