#include "codec/keys.h"
#include "core/bytes.h"
#include "core/logging.h"
#include "files/folder_listing.h"
#include "files/open_file.h"
#include "format/directory_entry.h"
#include "restore/temporaries.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kNameStart = ".backspool-";
constexpr qsizetype kRandomBytes = 8;
constexpr int kMostAtOnce = 16;
/// A million folders with paths of 250 bytes; more is not read back.
constexpr qsizetype kMaxJournal = 256'000'000;
constexpr qsizetype kMaxPath = 1 << 20;

QString journalName(const QString &journal, int number)
{
    return number == 0 ? journal : journal + QStringLiteral(".%1").arg(number);
}

/// The folder at the absolute path @p path, without following a link on the way.
Result<FileDescriptor> openAbsolute(QByteArrayView path)
{
    auto folder = TRY(openRootFolder());
    for (qsizetype at = 0; at < path.size();) {
        qsizetype end = path.indexOf('/', at);
        if (end < 0)
            end = path.size();
        if (end > at)
            folder = TRY(openFolderAt(folder.get(), path.sliced(at, end - at).toByteArray()));
        at = end + 1;
    }
    return folder;
}

void removeTemporaries(QByteArrayView path, QByteArrayView prefix)
{
    const auto folder = openAbsolute(path);
    if (!folder)
        return; // it is gone, with what was in it
    const auto names = listFolder(folder->get());
    if (!names)
        return;
    for (const auto &name : *names) {
        if (!name.startsWith(prefix) || ::unlinkat(folder->get(), name.constData(), 0) == 0)
            continue;
        // A folder that was to replace a file is empty until it has its name.
        if (errno != EISDIR || ::unlinkat(folder->get(), name.constData(), AT_REMOVEDIR) != 0)
            qCWarning(logRestore).noquote()
                << systemError(errno, QStringLiteral("cannot remove %1, which an interrupted restore left")
                                          .arg(QString::fromUtf8(path.toByteArray() + '/' + name)))
                       .text();
    }
}

Status recover(const QByteArray &journal)
{
    ByteReader reader(journal, "journal of an interrupted restore");
    const auto prefix = TRY(reader.sizedBytes(format::kMaxNameSize));
    if (!prefix.startsWith(kNameStart) || prefix.size() < kNameStart.size() + kRandomBytes)
        return fail(ErrorKind::Damaged, QStringLiteral("the journal of an interrupted restore is damaged"));
    while (reader.remaining() > 0)
        removeTemporaries(TRY(reader.sizedBytes(kMaxPath)), prefix);
    return {};
}

Status writeAll(int file, const QByteArray &bytes)
{
    if (::write(file, bytes.constData(), size_t(bytes.size())) != bytes.size())
        return fail(systemError(errno, QStringLiteral("cannot write the restore's journal")));
    return {};
}

} // namespace

Result<std::unique_ptr<Temporaries>> Temporaries::open(const QString &journal)
{
    std::unique_ptr<Temporaries> result(new Temporaries);
    result->prefix_ = kNameStart.toByteArray() + codec::randomBytes(kRandomBytes).toHex() + '-';
    TRY(result->begin(journal));
    return result;
}

/// The first journal that no other restore holds becomes this one's; what it and those after it say is cleaned up.
Status Temporaries::begin(const QString &journal)
{
    for (int i = 0; i < kMostAtOnce; ++i) {
        const QString path = journalName(journal, i);
        const bool isOwn = !journal_.isOpen();
        if (!isOwn && !QFile::exists(path))
            continue;
        FileDescriptor file(
            ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot write %1").arg(path)));
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
            continue;
        QFile old;
        if (old.open(::dup(file.get()), QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
            const auto bytes = old.read(kMaxJournal);
            if (!bytes.isEmpty())
                std::ignore = recover(bytes); // a torn end of it is of a folder that had no temporary yet
        }
        if (::ftruncate(file.get(), 0) != 0)
            return fail(systemError(errno, QStringLiteral("cannot write %1").arg(path)));
        if (isOwn)
            journal_ = std::move(file);
    }
    if (!journal_.isOpen())
        return fail(ErrorKind::Busy, QStringLiteral("too many restores run at the same time; wait until one is done"));
    ByteWriter start;
    start.sizedBytes(prefix_);
    return writeAll(journal_.get(), start.buffer());
}

Temporaries::~Temporaries()
{
    // The file stays: another restore may be waiting for it.
    if (journal_.isOpen() && ::ftruncate(journal_.get(), 0) != 0)
        qCWarning(logRestore) << "the restore's journal cannot be ended; the next restore looks for what is not there";
}

Status Temporaries::note(const QByteArray &path)
{
    ByteWriter record;
    record.sizedBytes(path);
    const std::lock_guard lock(mutex_);
    return writeAll(journal_.get(), record.buffer());
}

QByteArray Temporaries::nextName()
{
    return prefix_ + QByteArray::number(qulonglong(++count_));
}

} // namespace backspool::engine
