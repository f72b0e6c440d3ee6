#pragma once
/// A disk whose writing can be held up: what appends waits until the gate is opened.
#include "store/disk.h"

#include <condition_variable>
#include <mutex>

namespace backspool::test {

/// Thread-safe. Everything else goes to the disk beneath, which outlives it.
class GatedDisk final : public store::Disk
{
public:
    explicit GatedDisk(store::Disk &disk) : disk_(disk) {}

    void setOpen(bool isOpen)
    {
        const std::scoped_lock lock(mutex_);
        isOpen_ = isOpen;
        changed_.notify_all();
    }
    ByteCount appended() const
    {
        const std::scoped_lock lock(mutex_);
        return appended_;
    }

    Result<std::unique_ptr<store::AppendFile>> create(const QString &path) override
    {
        return std::unique_ptr<store::AppendFile>(new File(*this, TRY(disk_.create(path))));
    }
    Result<std::shared_ptr<format::ByteSource>> openRead(const QString &path) override { return disk_.openRead(path); }
    Status rename(const QString &from, const QString &to) override { return disk_.rename(from, to); }
    Status remove(const QString &path) override { return disk_.remove(path); }
    Status makeFolder(const QString &path) override { return disk_.makeFolder(path); }
    Status makeFolders(const QString &folder, const QStringList &names) override
    {
        return disk_.makeFolders(folder, names);
    }
    Status syncFolder(const QString &path) override { return disk_.syncFolder(path); }
    Result<std::vector<store::FileInfo>> list(const QString &folder) override { return disk_.list(folder); }
    Result<store::DiskSpace> space(const QString &folder) override { return disk_.space(folder); }

private:
    class File final : public store::AppendFile
    {
    public:
        File(GatedDisk &gate, std::unique_ptr<store::AppendFile> file) : gate_(gate), file_(std::move(file)) {}
        Status append(QByteArrayView bytes) override
        {
            gate_.pass(bytes.size());
            return file_->append(bytes);
        }
        Status sync() override { return file_->sync(); }
        ByteCount size() const override { return file_->size(); }

    private:
        GatedDisk &gate_;
        std::unique_ptr<store::AppendFile> file_;
    };

    void pass(ByteCount bytes)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return isOpen_; });
        appended_ += bytes;
    }

    store::Disk &disk_;
    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    bool isOpen_ = true;
    ByteCount appended_ = 0;
};

} // namespace backspool::test
