#include "restore/undo_journal.h"

#include "core/logging.h"
#include "core/small_file.h"
#include "core/write_all.h"
#include "restore/before_restore.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kStart("BSUJ\2");
/// Some two million files with their paths.
constexpr ByteCount kMaxJournal = 512_MiB;
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

Result<UndoStep> takeStep(ByteReader &reader)
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

const QString kNoting = QStringLiteral("cannot note how the restore can be undone");

} // namespace

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

Status UndoJournal::note(const UndoStep &step)
{
    ByteWriter writer;
    writer.u8(uint8_t(step.kind));
    writer.sizedBytes(step.path);
    writer.sizedBytes(step.name);
    writer.varint(step.file.inode);
    writer.varint(step.file.size);
    put(writer, step.file.modified);
    put(writer, step.file.changed);
    writer.varint(step.file.mode);
    writer.varint(step.file.uid);
    writer.varint(step.file.gid);
    writer.sizedBytes(step.before);
    const std::scoped_lock lock(mutex_);
    auto written = writeAll(file_.get(), writer.buffer(), kNoting);
    if (written)
        size_ += writer.buffer().size();
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

Result<std::vector<UndoStep>> readUndoJournal(const QString &file)
{
    const auto bytes = TRY(readSmallFile(file, kMaxJournal));
    if (!bytes.startsWith(kStart))
        return fail(ErrorKind::Damaged, QStringLiteral("%1 is no journal of a restore").arg(file));
    ByteReader reader(QByteArrayView(bytes).sliced(kStart.size()), "journal of a restore");
    std::vector<UndoStep> steps;
    while (reader.remaining() > 0) {
        auto step = takeStep(reader);
        if (!step) {
            qCWarning(logRestore).noquote() << file << "has no whole step after" << steps.size() << "of them";
            break;
        }
        steps.push_back(*std::move(step));
    }
    return steps;
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
