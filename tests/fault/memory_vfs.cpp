#include "fault/memory_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace backspool::fault {

namespace {

/// What SQLite allocates for an open file; constructed in place.
struct OpenFile
{
    sqlite3_file base; // first: SQLite sees only this
    MemoryDisk *disk;
    std::unique_ptr<MemoryDisk::RandomAccess> file;
    QString path;
    bool deleteOnClose;
    bool syncFolderFirst; ///< as the unix VFS: a new journal's name is synced with its first content
};

OpenFile &openFile(sqlite3_file *file)
{
    return *reinterpret_cast<OpenFile *>(file);
}

QString folderOf(const QString &path)
{
    return path.left(std::max<qsizetype>(1, path.lastIndexOf(u'/')));
}

int codeOf(const Status &status, int otherwise)
{
    if (status)
        return SQLITE_OK;
    return status.error().kind() == ErrorKind::NoSpace ? SQLITE_FULL : otherwise;
}

int closeFile(sqlite3_file *file)
{
    auto &open = openFile(file);
    const auto removed = open.deleteOnClose && !open.path.isEmpty() ? open.disk->remove(open.path) : Status();
    open.~OpenFile();
    return codeOf(removed, SQLITE_IOERR_CLOSE);
}

int readFile(sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
    const auto bytes = openFile(file).file->read(offset, size);
    if (!bytes)
        return SQLITE_IOERR_READ;
    std::memcpy(to, bytes->constData(), size_t(bytes->size()));
    if (bytes->size() == size)
        return SQLITE_OK;
    std::memset(static_cast<char *>(to) + bytes->size(), 0, size_t(size - bytes->size()));
    return SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file *file, const void *from, int size, sqlite3_int64 offset)
{
    return codeOf(openFile(file).file->write(offset, {static_cast<const char *>(from), size}), SQLITE_IOERR_WRITE);
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    return codeOf(openFile(file).file->truncate(size), SQLITE_IOERR_TRUNCATE);
}

int syncFile(sqlite3_file *file, int)
{
    auto &open = openFile(file);
    if (const auto code = codeOf(open.file->sync(), SQLITE_IOERR_FSYNC); code != SQLITE_OK)
        return code;
    if (std::exchange(open.syncFolderFirst, false))
        return codeOf(open.disk->syncFolder(folderOf(open.path)), SQLITE_IOERR_DIR_FSYNC);
    return SQLITE_OK;
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    const auto known = openFile(file).file->size();
    if (!known)
        return SQLITE_IOERR_FSTAT;
    *size = *known;
    return SQLITE_OK;
}

int lockFile(sqlite3_file *, int)
{
    return SQLITE_OK;
}

int isReserved(sqlite3_file *, int *answer)
{
    *answer = 0;
    return SQLITE_OK;
}

int controlFile(sqlite3_file *, int, void *)
{
    return SQLITE_NOTFOUND;
}

int sectorSize(sqlite3_file *)
{
    return 512;
}

/// Not even that a torn write spares the bytes beside it.
int deviceCharacteristics(sqlite3_file *)
{
    return 0;
}

const sqlite3_io_methods kMethods{.iVersion = 1,
                                  .xClose = closeFile,
                                  .xRead = readFile,
                                  .xWrite = writeFile,
                                  .xTruncate = truncateFile,
                                  .xSync = syncFile,
                                  .xFileSize = fileSize,
                                  .xLock = lockFile,
                                  .xUnlock = lockFile,
                                  .xCheckReservedLock = isReserved,
                                  .xFileControl = controlFile,
                                  .xSectorSize = sectorSize,
                                  .xDeviceCharacteristics = deviceCharacteristics,
                                  .xShmMap = nullptr,
                                  .xShmLock = nullptr,
                                  .xShmBarrier = nullptr,
                                  .xShmUnmap = nullptr,
                                  .xFetch = nullptr,
                                  .xUnfetch = nullptr};

MemoryDisk &diskOf(sqlite3_vfs *vfs)
{
    return *static_cast<MemoryDisk *>(vfs->pAppData);
}

int openInVfs(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
{
    file->pMethods = nullptr;
    const auto path = name ? QString::fromUtf8(name) : QString();
    bool created = false;
    auto opened = diskOf(vfs).openRandomAccess(path, flags & SQLITE_OPEN_CREATE, &created);
    if (!opened)
        return SQLITE_CANTOPEN;
    constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    new (file) OpenFile{.base = {.pMethods = &kMethods},
                        .disk = &diskOf(vfs),
                        .file = *std::move(opened),
                        .path = path,
                        .deleteOnClose = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                        .syncFolderFirst = created && (flags & kJournals) != 0};
    if (outFlags)
        *outFlags = flags;
    return SQLITE_OK;
}

int removeInVfs(sqlite3_vfs *vfs, const char *name, int syncsFolder)
{
    const auto path = QString::fromUtf8(name);
    if (const auto removed = diskOf(vfs).remove(path); !removed)
        return removed.error().kind() == ErrorKind::NotFound ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
    return syncsFolder ? codeOf(diskOf(vfs).syncFolder(folderOf(path)), SQLITE_IOERR_DIR_FSYNC) : SQLITE_OK;
}

int accessInVfs(sqlite3_vfs *vfs, const char *name, int, int *answer)
{
    *answer = diskOf(vfs).openRead(QString::fromUtf8(name)).has_value();
    return SQLITE_OK;
}

int fullPathInVfs(sqlite3_vfs *, const char *name, int size, char *path)
{
    sqlite3_snprintf(size, path, "%s", name);
    return SQLITE_OK;
}

int randomnessInVfs(sqlite3_vfs *, int size, char *to)
{
    auto *system = sqlite3_vfs_find(nullptr);
    return system->xRandomness(system, size, to);
}

int sleepInVfs(sqlite3_vfs *, int)
{
    return 0;
}

int timeInVfs(sqlite3_vfs *, double *now)
{
    auto *system = sqlite3_vfs_find(nullptr);
    return system->xCurrentTime(system, now);
}

int lastErrorInVfs(sqlite3_vfs *, int, char *)
{
    return 0;
}

} // namespace

struct MemoryVfs::Private
{
    QByteArray name;
    sqlite3_vfs vfs{};
};

MemoryVfs::MemoryVfs(MemoryDisk &disk) : d_(std::make_unique<Private>())
{
    static std::atomic<int> count = 0;
    d_->name = "backspool-memory-" + QByteArray::number(count++);
    d_->vfs.iVersion = 1;
    d_->vfs.szOsFile = sizeof(OpenFile);
    d_->vfs.mxPathname = 1024;
    d_->vfs.zName = d_->name.constData();
    d_->vfs.pAppData = &disk;
    d_->vfs.xOpen = openInVfs;
    d_->vfs.xDelete = removeInVfs;
    d_->vfs.xAccess = accessInVfs;
    d_->vfs.xFullPathname = fullPathInVfs;
    d_->vfs.xRandomness = randomnessInVfs;
    d_->vfs.xSleep = sleepInVfs;
    d_->vfs.xCurrentTime = timeInVfs;
    d_->vfs.xGetLastError = lastErrorInVfs;
    sqlite3_vfs_register(&d_->vfs, 0);
}

MemoryVfs::~MemoryVfs()
{
    sqlite3_vfs_unregister(&d_->vfs);
}

QString MemoryVfs::databaseName(const QString &path) const
{
    return QStringLiteral("file:%1?vfs=%2").arg(path, QString::fromLatin1(d_->name));
}

} // namespace backspool::fault
