#include "active/guard/copy_guard.h"
#include "active/guard/guarded_file.h"
#include "files/read_at.h"

#include <sys/mman.h>

#include <algorithm>

namespace backspool::engine {

namespace {

/// What somebody can do about it, of the first of @p gaps.
QString reasonOf(uint32_t gaps)
{
    if (gaps & guard::Full)
        return QStringLiteral("more of it was overwritten during its backup than there is room to put aside; give it "
                              "more room by the policy (\"active.spill_mebibytes\")");
    if (gaps & guard::Late)
        return QStringLiteral("it was overwritten faster than its old content could be put aside without holding its "
                              "program up (policy: active.writer_wait_milliseconds)");
    if (gaps & guard::Mapped)
        return QStringLiteral("a program wrote to it through memory, which nothing shows; stop that program for the "
                              "time of the backup, or let it keep a copy of its own");
    if (gaps & guard::Cut)
        return QStringLiteral("it was cut short while it was read");
    if (gaps & guard::Unsure)
        return QStringLiteral("it was changed while it was read by a program of which cannot be told what it did");
    return QStringLiteral("its old content could not be put aside when it was overwritten");
}

} // namespace

GuardedFile::~GuardedFile()
{
    if (!isFinished_)
        (void)guard_.release(*this);
    if (memory_) {
        spill_.room().used -= pages_.charged();
        ::munmap(memory_, memorySize_);
    }
}

Result<qsizetype> GuardedFile::readAt(char *buffer, qsizetype size, uint64_t offset) const
{
    if (offset >= status_.size)
        return 0;
    const uint64_t end = offset + std::min(uint64_t(size), status_.size - offset);
    const qsizetype got = TRY(engine::readAt(file_, buffer, qsizetype(end - offset), offset));
    // In this order: what has been overwritten by now was put aside before.
    uint64_t known = offset + uint64_t(got);
    for (uint64_t at = offset; (at = find(at, end, true)) < end;) {
        const uint64_t to = find(at, end, false);
        const auto length = qsizetype(to - at);
        if (TRY(engine::readAt(putAside_.get(), buffer + (at - offset), length, at)) != length)
            return fail(ErrorKind::Io, QStringLiteral("what was put aside of it is not there any more"));
        if (at <= known)
            known = std::max(known, to);
        at = to;
    }
    return qsizetype(known - offset);
}

uint64_t GuardedFile::find(uint64_t offset, uint64_t end, bool isPutAside) const
{
    end = std::min(end, status_.size);
    if (offset >= end)
        return end;
    const uint64_t page = pages_.find(offset / guard::kPageSize, guard::pagesOf(end), isPutAside);
    return std::clamp(page * guard::kPageSize, offset, end);
}

Status GuardedFile::finish()
{
    isFinished_ = true;
    const auto now = statusOf(file_);
    const bool isUntouched = now && now->sameContentAs(status_);
    // Of one that has been removed no list has who has it open.
    const auto known = isUntouched || (now && now->linkCount == 0) ? Status() : guard_.knowsWriters(*this);
    const auto gaps = guard_.release(*this);
    if (isUntouched)
        return {}; // nobody has written at all
    if (!gaps)
        return fail(gaps.error());
    if (*gaps != 0)
        return fail(ErrorKind::Busy, reasonOf(*gaps));
    return known;
}

} // namespace backspool::engine
