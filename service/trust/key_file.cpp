#include "trust/key_file.h"

#include "codec/crc32c.h"
#include "core/file_descriptor.h"
#include "core/units.h"
#include "core/write_all.h"

#include <QFile>
#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

namespace backspool::trust {

namespace {

constexpr QByteArrayView kMagic = "backspool repository key ";
constexpr QByteArrayView kVersion = "1";
/// Far over four lines and some comments.
constexpr ByteCount kMaxKeyFile = 64_KiB;

struct Line
{
    QByteArray text;
    int number = 0; ///< in the file, from 1
};

/// The lines that are no comments, without their ends (also those of another system: keys travel).
std::vector<Line> significantLines(const QByteArray &text)
{
    std::vector<Line> lines;
    int number = 0;
    for (const auto &line : text.split('\n')) {
        ++number;
        QByteArray content = line;
        if (content.endsWith('\r'))
            content.chop(1);
        if (!content.isEmpty() && !content.startsWith('#'))
            lines.push_back({content, number});
    }
    return lines;
}

std::unexpected<Error> damagedLine(int number, const QString &what)
{
    return fail(ErrorKind::Damaged, QStringLiteral("the key file's line %1 is damaged: %2").arg(number).arg(what));
}

Status checkFirstLine(const Line &line)
{
    if (!line.text.startsWith(kMagic))
        return damagedLine(line.number, QStringLiteral("it does not say that this is a repository key of Backspool"));
    const auto version = line.text.sliced(kMagic.size());
    if (version == kVersion)
        return {};
    bool isNumber = false;
    if (version.toUInt(&isNumber) > 1 && isNumber)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the key file is of version %1; this program knows version 1. Use a newer Backspool")
                        .arg(QLatin1StringView(version)));
    return damagedLine(line.number, QStringLiteral("it has no version"));
}

bool isLowerHex(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

QByteArray checksumOf(const QByteArray &lines)
{
    return QByteArray::number(codec::crc32c(lines), 16).rightJustified(8, '0');
}

} // namespace

RepositoryKey RepositoryKey::generate()
{
    return {QUuid::createUuid().toString(QUuid::WithoutBraces), codec::SecretKey::random()};
}

QByteArray RepositoryKey::toText() const
{
    const QByteArray lines = kMagic.toByteArray() + kVersion.toByteArray() + '\n' + repository.toLatin1() + '\n' +
                             key.view().toByteArray().toHex() + '\n';
    return lines + checksumOf(lines) + '\n' +
           "# Whoever has this key and the store can read every backup; without this key nobody can.\n"
           "# Keep a copy in a safe place, away from the store.\n";
}

Result<RepositoryKey> RepositoryKey::fromText(const QByteArray &text)
{
    const auto lines = significantLines(text);
    if (lines.empty())
        return fail(ErrorKind::Damaged, QStringLiteral("the key file's line 1 is damaged: the file has no content"));
    TRY(checkFirstLine(lines[0]));
    if (lines.size() < 4)
        return damagedLine(lines.back().number + 1, QStringLiteral("the file ends before it"));
    if (lines.size() > 4)
        return damagedLine(lines[4].number, QStringLiteral("nothing but comments may follow the checksum"));

    const auto &[uuid, uuidLine] = lines[1];
    if (QUuid::fromString(uuid).toString(QUuid::WithoutBraces).toLatin1() != uuid || QUuid::fromString(uuid).isNull())
        return damagedLine(uuidLine, QStringLiteral("it is not the id of a repository"));
    const auto &[hex, hexLine] = lines[2];
    if (hex.size() != 2 * codec::SecretKey::kSize || !isLowerHex(hex))
        return damagedLine(hexLine, QStringLiteral("it is not a key of 64 hexadecimal digits"));
    if (lines[3].text != checksumOf(lines[0].text + '\n' + uuid + '\n' + hex + '\n'))
        return damagedLine(
            lines[3].number,
            QStringLiteral("the checksum does not fit. One of the lines before it was changed, or itself"));
    return RepositoryKey{QString::fromLatin1(uuid), codec::SecretKey::fromBytes(QByteArray::fromHex(hex))};
}

namespace {

Status writeAside(const QByteArray &path, QByteArrayView content, const QString &doing)
{
    // What a run that was cut short left: its mode and owner cannot be relied on.
    ::unlink(path.constData());
    const FileDescriptor file(::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.isOpen() || ::fchmod(file.get(), 0600) != 0)
        return fail(systemError(errno, doing));
    TRY(writeAll(file.get(), content, doing));
    if (::fsync(file.get()) != 0)
        return fail(systemError(errno, doing));
    return {};
}

/// Gives @p aside the name @p target, if nothing has it. Not every file system knows how to rename so (NFS); those have
/// links.
Status takeName(const QByteArray &aside, const QByteArray &target, const QString &doing)
{
    if (::renameat2(AT_FDCWD, aside.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
        return {};
    if (errno != EINVAL)
        return fail(systemError(errno, doing));
    if (::link(aside.constData(), target.constData()) != 0)
        return fail(systemError(errno, doing));
    ::unlink(aside.constData());
    return {};
}

Status syncFolderOf(const QByteArray &path, const QString &doing)
{
    const auto slash = path.lastIndexOf('/');
    const QByteArray folder = slash < 0 ? QByteArray(".") : path.first(slash + 1);
    const FileDescriptor opened(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() || ::fsync(opened.get()) != 0)
        return fail(systemError(errno, doing));
    return {};
}

Result<QByteArray> readBounded(int file, const QString &doing)
{
    QByteArray content(kMaxKeyFile + 1, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < content.size()) {
        const auto count = ::read(file, content.data() + size, size_t(content.size() - size));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(systemError(errno, doing));
        if (count == 0)
            break;
        size += count;
    }
    if (size > kMaxKeyFile)
        return fail(ErrorKind::Damaged, doing + QStringLiteral(": it is far too long to be a key file"));
    content.truncate(size);
    return content;
}

} // namespace

Status writeKeyFile(const QString &path, const RepositoryKey &key)
{
    const auto doing = QStringLiteral("writing the repository key to \"%1\"").arg(path);
    const auto target = QFile::encodeName(path);
    const QByteArray aside = target + ".new";
    auto status = writeAside(aside, key.toText(), doing);
    if (status)
        status = takeName(aside, target, doing);
    if (!status) {
        ::unlink(aside.constData());
        return status;
    }
    return syncFolderOf(target, doing);
}

Result<RepositoryKey> readKeyFile(const QString &path)
{
    const auto doing = QStringLiteral("reading the repository key from \"%1\"").arg(path);
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(errno, doing));
    return TRY_CONTEXT(doing, RepositoryKey::fromText(TRY(readBounded(file.get(), doing))));
}

} // namespace backspool::trust
