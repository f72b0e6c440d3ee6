#include "restore/undo_journal.h"

#include "core/logging.h"
#include "core/write_all.h"
#include "restore/before_restore.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kStart("BSUJ\2");
/// Read at a time; several steps at least.
constexpr int64_t kWindow = 4 * UndoStep::kMaxSize;
constexpr uint64_t kMaxPath = 1 << 20;
constexpr uint64_t kMaxEntry = 1 << 20; ///< an item of a node has less

void put(ByteWriter &writer, const format::FileTime &time)
{
    writer.signedVarint(time.seconds);
    writer.varint(time.nanoseconds);
}

Result<format::FileTime> takeTime(ByteReader &reader)
{
    format::FileTime time;
    time.seconds = TRY(reader.signedVarint());
    time.nanoseconds = uint32_t(TRY(reader.varint(999'999'999)));
    return time;
}

/// A name in a folder, or none.
bool isName(const QByteArray &name)
{
    return !name.contains('/') && !name.contains('\0') && name != "." && name != "..";
}

/// Up to @p size bytes; fewer at the end of the file.
Result<QByteArray> readAt(int file, int64_t offset, int64_t size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    int64_t done = 0;
    while (done < size) {
        const auto got = ::pread(file, bytes.data() + done, size_t(size - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, QStringLiteral("cannot read how the restore can be undone")));
        if (got == 0)
            break;
        done += got;
    }
    bytes.truncate(done);
    return bytes;
}

const QString kNoting = QStringLiteral("cannot note how the restore can be undone");

} // namespace

Result<UndoStep> UndoStep::decode(ByteReader &reader)
{
    UndoStep step;
    const auto kind = TRY(reader.u8());
    if (kind < uint8_t(UndoStep::Kind::Kept) || kind > uint8_t(UndoStep::Kind::Renamed))
        return fail(ErrorKind::Damaged, QStringLiteral("the journal of a restore has a step of an unknown kind"));
    step.kind = UndoStep::Kind(kind);
    step.path = TRY(reader.sizedBytes(kMaxPath)).toByteArray();
    step.name = TRY(reader.sizedBytes(format::kMaxNameSize)).toByteArray();
    step.file.inode = TRY(reader.varint());
    step.file.size = TRY(reader.varint());
    step.file.modified = TRY(takeTime(reader));
    step.file.changed = TRY(takeTime(reader));
    step.file.mode = uint32_t(TRY(reader.varint(07777)));
    step.file.uid = uint32_t(TRY(reader.varint(UINT32_MAX)));
    step.file.gid = uint32_t(TRY(reader.varint(UINT32_MAX)));
    step.before = TRY(reader.sizedBytes(kMaxEntry)).toByteArray();
    if (!step.path.startsWith('/') || step.path.contains('\0') || !isName(step.name))
        return fail(ErrorKind::Damaged, QStringLiteral("the journal of a restore has a step of no file"));
    return step;
}

bool FileIdentity::is(const FileStatus &status) const
{
    const bool isChanged = changed != format::FileTime{} && changed != status.changed;
    return inode == status.inode && size == status.size && modified == status.modified && !isChanged;
}

Result<std::unique_ptr<UndoJournal>> UndoJournal::create(const QString &file)
{
    auto journal = std::make_unique<UndoJournal>();
    journal->file_ = FileDescriptor(::open(QFile::encodeName(file).constData(),
                                           O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!journal->file_.isOpen())
        return fail(systemError(errno, kNoting));
    TRY(writeAll(journal->file_.get(), kStart, kNoting));
    journal->size_ = kStart.size();
    return journal;
}

QByteArray UndoStep::encode() const
{
    ByteWriter writer;
    writer.u8(uint8_t(kind));
    writer.sizedBytes(path);
    writer.sizedBytes(name);
    writer.varint(file.inode);
    writer.varint(file.size);
    put(writer, file.modified);
    put(writer, file.changed);
    writer.varint(file.mode);
    writer.varint(file.uid);
    writer.varint(file.gid);
    writer.sizedBytes(before);
    return writer.buffer();
}

Status UndoJournal::note(const UndoStep &step)
{
    const auto bytes = step.encode();
    const std::scoped_lock lock(mutex_);
    auto written = writeAll(file_.get(), bytes, kNoting);
    if (written)
        size_ += bytes.size();
    else // half a step would hide those that others note after it
        std::ignore = ::ftruncate(file_.get(), size_);
    return written;
}

Status UndoJournal::sync()
{
    if (::fdatasync(file_.get()) != 0)
        return fail(systemError(errno, kNoting));
    return {};
}

Result<UndoSteps> UndoSteps::open(const QString &file, const CancelToken &cancel)
{
    UndoSteps steps;
    steps.file_ = FileDescriptor(::open(QFile::encodeName(file).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!steps.file_.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot read %1").arg(file)));
    auto window = TRY(readAt(steps.file_.get(), 0, kWindow));
    if (!window.startsWith(kStart))
        return fail(ErrorKind::Damaged, QStringLiteral("%1 is no journal of a restore").arg(file));
    int64_t windowStart = 0;
    int64_t end = kStart.size(); // of whole steps
    for (;;) {
        TRY(cancel.check());
        steps.starts_.push_back(end);
        // A step may lie in two windows.
        if (windowStart + window.size() - end < UndoStep::kMaxSize && window.size() == kWindow) {
            windowStart = end;
            window = TRY(readAt(steps.file_.get(), end, kWindow));
        }
        ByteReader reader(QByteArrayView(window).sliced(end - windowStart), "journal of a restore");
        if (reader.remaining() == 0)
            return steps;
        if (!UndoStep::decode(reader)) {
            qCWarning(logRestore).noquote() << file << "has no whole step after" << steps.count() << "of them";
            return steps;
        }
        end += reader.position();
    }
}

Result<UndoStep> UndoSteps::at(size_t number) const
{
    const auto bytes = TRY(readAt(file_.get(), starts_[number], starts_[number + 1] - starts_[number]));
    ByteReader reader(bytes, "journal of a restore");
    return UndoStep::decode(reader);
}

bool hasUndoSteps(const QString &file)
{
    return QFile(file).size() > kStart.size();
}

QByteArray keptName(const QByteArray &name, WallTime now, int number)
{
    const auto mark = beforeRestoreMark(now, number);
    return '.' + name.first(std::min(name.size(), format::kMaxNameSize - 1 - mark.size())) + mark;
}

} // namespace backspool::engine
