#include "fault/memory_disk.h"

#include <cerrno>
#include <numeric>

namespace backspool::fault {

namespace {

QString folderPathOf(const QString &path)
{
    const auto slash = path.lastIndexOf(u'/');
    return slash <= 0 ? QStringLiteral("/") : path.left(slash);
}

QString nameOf(const QString &path)
{
    return path.sliced(path.lastIndexOf(u'/') + 1);
}

std::unexpected<Error> failed(int number, const QString &path)
{
    return fail(systemError(number, path));
}

/// A file system keeps some bytes for itself; a file without content is not free either.
constexpr ByteCount kTotalWithoutLimit = ByteCount(1) << 40;

} // namespace

class MemoryAppendFile final : public store::AppendFile
{
public:
    MemoryAppendFile(MemoryDisk &disk, std::shared_ptr<MemoryFile> file, QString path, uint64_t life)
        : disk_(disk), file_(std::move(file)), path_(std::move(path)), life_(life)
    {
    }

    Status append(QByteArrayView bytes) override
    {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.write(*file_, path_, file_->bytes().size(), bytes, life_);
    }
    Status sync() override
    {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.sync(*file_, path_, life_);
    }
    ByteCount size() const override
    {
        const std::lock_guard lock(disk_.mutex_);
        return file_->bytes().size();
    }

private:
    MemoryDisk &disk_;
    std::shared_ptr<MemoryFile> file_;
    QString path_;
    uint64_t life_;
};

class MemoryByteSource final : public format::ByteSource
{
public:
    MemoryByteSource(MemoryDisk &disk, std::shared_ptr<MemoryFile> file, QString path, uint64_t life)
        : disk_(disk), file_(std::move(file)), path_(std::move(path)), life_(life)
    {
    }

    uint64_t size() const override
    {
        const std::lock_guard lock(disk_.mutex_);
        return uint64_t(file_->bytes().size());
    }
    Result<QByteArray> read(uint64_t offset, qsizetype size) override
    {
        const std::lock_guard lock(disk_.mutex_);
        TRY(disk_.checkOn(life_));
        const auto &bytes = file_->bytes();
        if (offset > uint64_t(bytes.size()) || bytes.size() - qsizetype(offset) < size)
            return fail(ErrorKind::Damaged,
                        QStringLiteral("%1 ends before byte %2").arg(path_).arg(offset + uint64_t(size)));
        return bytes.sliced(qsizetype(offset), size);
    }

private:
    MemoryDisk &disk_;
    std::shared_ptr<MemoryFile> file_;
    QString path_;
    uint64_t life_;
};

class MemoryRandomAccess final : public MemoryDisk::RandomAccess
{
public:
    MemoryRandomAccess(MemoryDisk &disk, std::shared_ptr<MemoryFile> file, QString path, uint64_t life)
        : disk_(disk), file_(std::move(file)), path_(std::move(path)), life_(life)
    {
    }

    Result<QByteArray> read(qsizetype offset, qsizetype size) override
    {
        const std::lock_guard lock(disk_.mutex_);
        TRY(disk_.checkOn(life_));
        return file_->bytes().mid(offset, size);
    }
    Status write(qsizetype offset, QByteArrayView bytes) override
    {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.write(*file_, path_, offset, bytes, life_);
    }
    Status truncate(qsizetype size) override
    {
        const std::lock_guard lock(disk_.mutex_);
        TRY(disk_.checkOn(life_));
        TRY(disk_.beginChange(QStringLiteral("truncate ") + path_));
        file_->truncate(size);
        return {};
    }
    Status sync() override
    {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.sync(*file_, path_, life_);
    }
    Result<qsizetype> size() override
    {
        const std::lock_guard lock(disk_.mutex_);
        TRY(disk_.checkOn(life_));
        return file_->bytes().size();
    }

private:
    MemoryDisk &disk_;
    std::shared_ptr<MemoryFile> file_;
    QString path_;
    uint64_t life_;
};

MemoryDisk::MemoryDisk()
{
    folders_[QStringLiteral("/")];
}

MemoryDisk::~MemoryDisk() = default;

// The parts of every operation (called under the lock)

Status MemoryDisk::checkOn(uint64_t life) const
{
    if (isStopped_ || life != life_)
        return fail(ErrorKind::Io, QStringLiteral("the machine is off"));
    return {};
}

Status MemoryDisk::beginChange(const QString &what)
{
    TRY(checkOn(life_));
    ++operationCount_;
    operations_.push_back(what);
    if (operationCount_ == stopAt_)
        isStopped_ = true;
    return checkOn(life_);
}

Status MemoryDisk::write(MemoryFile &file, const QString &path, qsizetype offset, QByteArrayView bytes, uint64_t life)
{
    TRY(checkOn(life));
    if (const auto begun = beginChange(QStringLiteral("write %1 bytes to %2").arg(bytes.size()).arg(path)); !begun) {
        file.write(offset, bytes.first(bytes.size() / 2));
        return begun;
    }
    if (capacity_ >= 0) {
        ByteCount used = 0;
        for (const auto &[folderPath, folder] : folders_) {
            for (const auto &[name, other] : folder.now)
                used += other->bytes().size();
        }
        const auto room = std::max<ByteCount>(0, capacity_ - used);
        const auto grows = std::max<ByteCount>(0, offset + bytes.size() - file.bytes().size());
        if (grows > room) {
            file.write(offset, bytes.first(bytes.size() - (grows - room)));
            return failed(ENOSPC, path);
        }
    }
    file.write(offset, bytes);
    return {};
}

Status MemoryDisk::sync(MemoryFile &file, const QString &path, uint64_t life)
{
    TRY(checkOn(life));
    TRY(beginChange(QStringLiteral("sync ") + path));
    if (failingSyncs_ > 0) {
        // As Linux does: the data that could not be written is taken for written from now on.
        --failingSyncs_;
        file.loseUnsynced();
        return failed(EIO, path);
    }
    file.sync();
    return {};
}

Result<MemoryDisk::Folder *> MemoryDisk::folderOf(const QString &path)
{
    const auto folder = folders_.find(folderPathOf(path));
    if (folder == folders_.end())
        return failed(ENOENT, path);
    return &folder->second;
}

MemoryDisk::FilePointer MemoryDisk::fileAt(const QString &path) const
{
    const auto folder = folders_.find(folderPathOf(path));
    if (folder == folders_.end())
        return nullptr;
    const auto file = folder->second.now.find(nameOf(path));
    return file == folder->second.now.end() ? nullptr : file->second;
}

// The disk

Result<std::unique_ptr<store::AppendFile>> MemoryDisk::create(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(beginChange(QStringLiteral("create ") + path));
    auto *folder = TRY(folderOf(path));
    if (fileAt(path) || folders_.contains(path))
        return failed(EEXIST, path);
    auto file = std::make_shared<MemoryFile>();
    folder->now.emplace(nameOf(path), file);
    return std::make_unique<MemoryAppendFile>(*this, std::move(file), path, life_);
}

Result<std::shared_ptr<format::ByteSource>> MemoryDisk::openRead(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(checkOn(life_));
    auto file = fileAt(path);
    if (!file)
        return failed(ENOENT, path);
    return std::make_shared<MemoryByteSource>(*this, std::move(file), path, life_);
}

Result<std::unique_ptr<MemoryDisk::RandomAccess>> MemoryDisk::openRandomAccess(const QString &path, bool mayCreate,
                                                                               bool *created)
{
    const std::lock_guard lock(mutex_);
    TRY(checkOn(life_));
    *created = false;
    auto file = path.isEmpty() ? std::make_shared<MemoryFile>() : fileAt(path);
    if (!file) {
        if (!mayCreate)
            return failed(ENOENT, path);
        TRY(beginChange(QStringLiteral("create ") + path));
        auto *folder = TRY(folderOf(path));
        file = std::make_shared<MemoryFile>();
        folder->now.emplace(nameOf(path), file);
        *created = true;
    }
    return std::make_unique<MemoryRandomAccess>(*this, std::move(file), path, life_);
}

Status MemoryDisk::rename(const QString &from, const QString &to)
{
    const std::lock_guard lock(mutex_);
    TRY(beginChange(QStringLiteral("rename %1 to %2").arg(from, to)));
    auto *source = TRY(folderOf(from));
    auto *target = TRY(folderOf(to));
    auto file = fileAt(from);
    if (!file)
        return failed(ENOENT, from);
    if (fileAt(to) || folders_.contains(to))
        return failed(EEXIST, to);
    source->now.erase(nameOf(from));
    target->now.emplace(nameOf(to), std::move(file));
    return {};
}

Status MemoryDisk::remove(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(beginChange(QStringLiteral("remove ") + path));
    auto *folder = TRY(folderOf(path));
    if (folder->now.erase(nameOf(path)) == 0)
        return failed(ENOENT, path);
    return {};
}

Status MemoryDisk::makeFolder(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(beginChange(QStringLiteral("make folder ") + path));
    for (auto folder = path; !folders_.contains(folder); folder = folderPathOf(folder)) {
        if (fileAt(folder))
            return failed(EEXIST, folder);
        folders_[folder];
    }
    return {};
}

Status MemoryDisk::makeFolders(const QString &path, const QStringList &names)
{
    const std::lock_guard lock(mutex_);
    TRY(checkOn(life_));
    const auto begun = beginChange(QStringLiteral("make %1 folders in %2").arg(names.size()).arg(path));
    if (!folders_.contains(path))
        return failed(ENOENT, path);
    for (const auto &name : begun ? names : names.first(names.size() / 2)) {
        const QString folder = path + u'/' + name;
        if (fileAt(folder))
            return failed(EEXIST, folder);
        folders_[folder];
    }
    return begun;
}

Status MemoryDisk::syncFolder(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(beginChange(QStringLiteral("sync folder ") + path));
    const auto folder = folders_.find(path);
    if (folder == folders_.end())
        return failed(ENOENT, path);
    folder->second.durable = folder->second.now;
    return {};
}

Result<std::vector<store::FileInfo>> MemoryDisk::list(const QString &path)
{
    const std::lock_guard lock(mutex_);
    TRY(checkOn(life_));
    const auto folder = folders_.find(path);
    if (folder == folders_.end())
        return failed(ENOENT, path);
    std::vector<store::FileInfo> infos;
    for (const auto &[name, file] : folder->second.now)
        infos.push_back({name, file->bytes().size(), false});
    // What begins with its path stands after it, together; and of that the folders beneath it, and those in them.
    if (const auto next = std::next(folder); next == folders_.end() || !next->first.startsWith(path))
        return infos;
    const QString beneath = path.endsWith(u'/') ? path : path + u'/';
    for (auto other = folders_.lower_bound(beneath); other != folders_.end() && other->first.startsWith(beneath);
         ++other) {
        if (other->first != path && folderPathOf(other->first) == path)
            infos.push_back({nameOf(other->first), 0, true});
    }
    return infos;
}

Result<store::DiskSpace> MemoryDisk::space(const QString &)
{
    const auto used = usedBytes();
    const std::lock_guard lock(mutex_);
    TRY(checkOn(life_));
    const auto total = capacity_ >= 0 ? capacity_ : kTotalWithoutLimit;
    return store::DiskSpace{std::max<ByteCount>(0, total - used), total};
}

// Stopping

uint64_t MemoryDisk::operationCount() const
{
    const std::lock_guard lock(mutex_);
    return operationCount_;
}

void MemoryDisk::stopAt(uint64_t operation)
{
    const std::lock_guard lock(mutex_);
    stopAt_ = operation;
}

bool MemoryDisk::isStopped() const
{
    const std::lock_guard lock(mutex_);
    return isStopped_;
}

std::vector<QString> MemoryDisk::operations() const
{
    const std::lock_guard lock(mutex_);
    return operations_;
}

void MemoryDisk::restart()
{
    ++life_;
    stopAt_ = 0;
    isStopped_ = false;
}

void MemoryDisk::processDeath()
{
    const std::lock_guard lock(mutex_);
    restart();
}

/// A rename may be undone, but it does not lose the file: its old name goes only when its new one has come.
void MemoryDisk::keepRenamed(std::map<QString, std::map<QString, FilePointer>> &left) const
{
    std::set<FilePointer> named;
    std::set<FilePointer> kept;
    for (const auto &[path, folder] : folders_) {
        for (const auto &[name, file] : folder.now)
            named.insert(file);
    }
    for (const auto &[path, names] : left) {
        for (const auto &[name, file] : names)
            kept.insert(file);
    }
    for (const auto &[path, folder] : folders_) {
        for (const auto &[name, file] : folder.durable) {
            if (named.contains(file) && !kept.contains(file))
                left[path].emplace(name, file);
        }
    }
}

void MemoryDisk::powerCut(PowerCut how, uint32_t seed)
{
    const std::lock_guard lock(mutex_);
    std::mt19937 random(seed);
    std::set<MemoryFile *> settled;
    const auto settle = [&](MemoryFile &file) {
        if (!settled.insert(&file).second)
            return;
        if (how == PowerCut::Tear)
            file.tearUnsynced(random);
        else
            file.loseUnsynced();
    };
    std::map<QString, std::map<QString, FilePointer>> left;
    for (const auto &[path, folder] : folders_) {
        auto both = folder.now;
        both.insert(folder.durable.begin(), folder.durable.end());
        for (const auto &[name, unused] : both) {
            const bool keepsNow =
                how == PowerCut::KeepNames || (how == PowerCut::Tear && std::bernoulli_distribution()(random));
            const auto &from = keepsNow ? folder.now : folder.durable;
            if (const auto file = from.find(name); file != from.end())
                left[path].insert(*file);
        }
    }
    if (how == PowerCut::Tear)
        keepRenamed(left);
    for (auto &[path, folder] : folders_) {
        for (const auto &[name, file] : left[path])
            settle(*file);
        folder.now = left[path];
        folder.durable = left[path];
    }
    restart();
}

// Damage and want

std::vector<QString> MemoryDisk::files() const
{
    const std::lock_guard lock(mutex_);
    std::vector<QString> paths;
    for (const auto &[path, folder] : folders_) {
        for (const auto &[name, file] : folder.now)
            paths.push_back((path == QStringLiteral("/") ? QString() : path) + u'/' + name);
    }
    std::ranges::sort(paths);
    return paths;
}

QByteArray MemoryDisk::content(const QString &path) const
{
    const std::lock_guard lock(mutex_);
    const auto file = fileAt(path);
    return file ? file->bytes() : QByteArray();
}

void MemoryDisk::setContent(const QString &path, const QByteArray &content)
{
    const std::lock_guard lock(mutex_);
    auto file = fileAt(path);
    if (!file) {
        file = std::make_shared<MemoryFile>();
        auto &folder = folders_[folderPathOf(path)];
        folder.now.emplace(nameOf(path), file);
        folder.durable.emplace(nameOf(path), file);
    }
    file->replace(content);
}

void MemoryDisk::flip(const QString &path, qsizetype offset, uint8_t mask)
{
    auto bytes = content(path);
    bytes[offset] = char(uint8_t(bytes[offset]) ^ mask);
    setContent(path, bytes);
}

void MemoryDisk::truncate(const QString &path, qsizetype size)
{
    setContent(path, content(path).first(size));
}

void MemoryDisk::erase(const QString &path)
{
    const std::lock_guard lock(mutex_);
    auto &folder = folders_[folderPathOf(path)];
    folder.now.erase(nameOf(path));
    folder.durable.erase(nameOf(path));
}

void MemoryDisk::setCapacity(ByteCount bytes)
{
    const std::lock_guard lock(mutex_);
    capacity_ = bytes;
}

ByteCount MemoryDisk::usedBytes() const
{
    const std::lock_guard lock(mutex_);
    ByteCount used = 0;
    for (const auto &[path, folder] : folders_) {
        for (const auto &[name, file] : folder.now)
            used += file->bytes().size();
    }
    return used;
}

void MemoryDisk::failNextSyncs(int count)
{
    const std::lock_guard lock(mutex_);
    failingSyncs_ = count;
}

} // namespace backspool::fault
