#pragma once
/// A file that is read as it was at one moment, whoever writes to it meanwhile.
#include "active/guard/preserved_pages.h"
#include "active/spill.h"
#include "files/file_status.h"

#include <memory>
#include <optional>

namespace backspool::engine {

class CopyGuard;

/// Reading is thread-safe. Ends before its CopyGuard, the Spill and the file that it is of.
class GuardedFile
{
public:
    ~GuardedFile();

    /// When it was as it is read.
    const FileStatus &status() const { return status_; }
    /// Bytes from @p offset on, as at that moment; fewer than @p size where the file ends. Errors: Io.
    Result<qsizetype> readAt(char *buffer, qsizetype size, uint64_t offset) const;
    /// The first byte from @p offset on, and before @p end, of a page that was put aside (or that was not); @p end
    /// where there is none: what the file says of its holes holds only where none was.
    uint64_t find(uint64_t offset, uint64_t end, bool isPutAside) const;
    /// Once, after the last byte was read: what was read is what was there at that moment. Errors: Busy, which says why
    /// that cannot be said, and what to do.
    Status finish();

private:
    friend class CopyGuard;
    GuardedFile(CopyGuard &guard, uint64_t number, Spill &spill) : guard_(guard), number_(number), spill_(spill) {}

    CopyGuard &guard_;
    const uint64_t number_;
    Spill &spill_;
    int generation_ = 0; ///< of the guard's process
    int file_ = -1;
    FileDescriptor reader_;   ///< instead, where the guard has one
    FileDescriptor putAside_; ///< its pages, at their places
    void *memory_ = nullptr;
    size_t memorySize_ = 0;
    guard::PreservedPages pages_;
    FileStatus status_;
    bool hasWriters_ = false; ///< when it was asked for
    bool isFinished_ = false;
};

} // namespace backspool::engine
