#include "archive/archive_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <KCompressionDevice>
#include <KTar>
#include <KZip>
#include <cerrno>
#include <cstdio>

namespace backspool::engine {

namespace {

/// Sizes and places in a zip without its 64-bit extension, which KZip does not write.
constexpr uint64_t kMostInZip = UINT32_MAX - 1;
/// Likewise how many there are.
constexpr uint64_t kMostZipEntries = UINT16_MAX - 1;
/// More than is about an entry beside its name: 30 bytes before it, 46 in the list at the end, times and modes with
/// each.
constexpr uint64_t kAboutZipEntry = 128;
/// Eleven octal digits.
constexpr uint64_t kMostInTarFile = (1ULL << 33) - 1;

QDateTime timeOf(const format::DirectoryEntry &entry)
{
    return QDateTime::fromSecsSinceEpoch(entry.modified.seconds);
}

} // namespace

ArchiveFile::ArchiveFile(const QString &file, ArchiveFormat format)
    : name_(file), format_(format), part_(file + QStringLiteral(".part"))
{
}

Result<std::unique_ptr<ArchiveFile>> ArchiveFile::create(const QString &file, ArchiveFormat format)
{
    std::unique_ptr<ArchiveFile> archive(new ArchiveFile(file, format));
    // Somebody's file of that name is not ours to replace.
    if (!archive->part_.open(QIODevice::ReadWrite | QIODevice::NewOnly))
        return fail(systemError(errno, QStringLiteral("cannot write %1").arg(archive->part_.fileName())));
    archive->isOurs_ = true;
    if (format == ArchiveFormat::Zip) {
        archive->archive_ = std::make_unique<KZip>(&archive->part_);
    } else {
        archive->compressed_ = std::make_unique<KCompressionDevice>(&archive->part_, false, KCompressionDevice::Zstd);
        archive->archive_ = std::make_unique<KTar>(archive->compressed_.get());
    }
    TRY(archive->checked(archive->archive_->open(QIODevice::WriteOnly)));
    return archive;
}

ArchiveFile::~ArchiveFile()
{
    // KZip frees what compresses a file when that is ended, and not otherwise.
    if (isInFile_)
        archive_->finishWriting(0);
    archive_.reset();
    compressed_.reset();
    if (isOurs_)
        part_.remove();
}

Status ArchiveFile::checked(bool isGood) const
{
    if (isGood)
        return {};
    const bool isFull = part_.error() == QFileDevice::ResourceError || errno == ENOSPC;
    if (isFull) // the file's own words for it are "Unknown error"
        return fail(systemError(ENOSPC, QStringLiteral("cannot write %1").arg(name_)));
    const QString reason = part_.error() != QFileDevice::NoError ? part_.errorString() : archive_->errorString();
    return fail(ErrorKind::Io, QStringLiteral("cannot write %1: %2").arg(name_, reason));
}

Status ArchiveFile::holds(const format::DirectoryEntry &file) const
{
    if (format_ == ArchiveFormat::Zip && file.size > kMostInZip)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("a zip archive holds no files of 4 GiB and more: choose tar.zst"));
    if (format_ == ArchiveFormat::TarZstd && file.size > kMostInTarFile)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("an archive holds no files of 8 GiB and more: restore it into a folder"));
    return {};
}

/// What does not fit into a zip is refused before it makes one that nobody can read.
Status ArchiveFile::takeRoom(const QString &path, uint64_t size)
{
    if (format_ != ArchiveFormat::Zip)
        return {};
    const uint64_t about = kAboutZipEntry + uint64_t(path.toUtf8().size());
    // What cannot be compressed grows a little.
    const uint64_t content = size + size / 1'000;
    if (entries_ >= kMostZipEntries || uint64_t(part_.pos()) + directory_ + 2 * about + content > kMostInZip)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("a zip archive has no room for more than 65,534 files and folders, or 4 GiB in all: "
                                   "choose tar.zst, or less for each archive"));
    ++entries_;
    directory_ += about;
    return {};
}

Status ArchiveFile::addFolder(const QString &path, const format::DirectoryEntry &entry)
{
    TRY(takeRoom(path, 0));
    return checked(archive_->writeDir(path, {}, {}, S_IFDIR | entry.mode, {}, timeOf(entry), {}));
}

Status ArchiveFile::addLink(const QString &path, const format::DirectoryEntry &entry)
{
    TRY(takeRoom(path, uint64_t(entry.target.size())));
    return checked(
        archive_->writeSymLink(path, QFile::decodeName(entry.target), {}, {}, S_IFLNK | 0777, {}, timeOf(entry), {}));
}

Status ArchiveFile::beginFile(const QString &path, const format::DirectoryEntry &entry)
{
    TRY(holds(entry));
    TRY(takeRoom(path, entry.size));
    isInFile_ = archive_->prepareWriting(path, {}, {}, qint64(entry.size), S_IFREG | entry.mode, {}, timeOf(entry), {});
    return checked(isInFile_);
}

Status ArchiveFile::write(QByteArrayView bytes)
{
    return checked(archive_->writeData(bytes.data(), bytes.size()));
}

Status ArchiveFile::endFile(uint64_t size)
{
    isInFile_ = false;
    return checked(archive_->finishWriting(qint64(size)));
}

Status ArchiveFile::finish()
{
    TRY(checked(archive_->close()));
    if (compressed_ && compressed_->isOpen())
        compressed_->close();
    // The archive has closed the file under it.
    if (!part_.isOpen() && !part_.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return fail(systemError(errno, QStringLiteral("cannot write %1").arg(part_.fileName())));
    if (!part_.flush() || ::fsync(part_.handle()) != 0)
        return fail(systemError(errno, QStringLiteral("cannot write %1").arg(part_.fileName())));
    part_.close();
    if (std::rename(QFile::encodeName(part_.fileName()).constData(), QFile::encodeName(name_).constData()) != 0)
        return fail(systemError(errno, QStringLiteral("cannot give %1 its name").arg(name_)));
    isOurs_ = false;
    return {};
}

} // namespace backspool::engine
