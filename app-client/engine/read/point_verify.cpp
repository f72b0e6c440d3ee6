#include "read/point_verify.h"

#include "read/content_bytes.h"
#include "read/tree_visit.h"

namespace backspool::engine {

namespace {

constexpr size_t kMostNamed = 10'000;

/// What the threads of one verification share.
class Verification
{
public:
    Verification(ObjectFetcher &fetcher, const Verifier &verifier, const format::PointStatistics &totals,
                 ProgressSink &progress, const CancelToken &cancel)
        : fetcher_(fetcher), verifier_(verifier), contents_(fetcher, verifier), totals_(totals), progress_(progress),
          cancel_(cancel)
    {
    }

    Result<PointVerifyReport> run(const PointEntry &root, const format::FileContent &system)
    {
        checkSystemInformation(system);
        visitFolder(root.path, root.entry.content, root.parent);
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return jobs_ == 0; });
        lock.unlock();
        fetcher_.threads().waitUntilIdle();
        TRY(cancel_.check());
        if (fatal_)
            return fail(*fatal_);
        return std::move(report_);
    }

private:
    class Folder;
    class File;

    /// It is no file, and does not count as one.
    void checkSystemInformation(const format::FileContent &system)
    {
        if (system.isEmpty())
            return;
        const auto bytes = readContent(fetcher_, verifier_, system, {}, format::kMaxSystemInformation);
        if (!bytes)
            damaged("(system information)", bytes.error());
    }

    void visitFolder(const QByteArray &path, const ObjectName &root, const ObjectName &parent);
    void begin()
    {
        const std::lock_guard lock(mutex_);
        ++jobs_;
    }
    void end()
    {
        const std::lock_guard lock(mutex_);
        if (--jobs_ == 0)
            idle_.notify_all();
    }
    void damaged(const QByteArray &path, const Error &error);
    void right(uint64_t bytes);
    void came(uint64_t bytes);

    ObjectFetcher &fetcher_;
    const Verifier verifier_;
    ContentFetch contents_;
    const format::PointStatistics totals_;
    ProgressSink &progress_;
    const CancelToken &cancel_;
    std::atomic<uint64_t> bytesCame_ = 0;
    std::atomic<uint64_t> filesDone_ = 0;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable idle_;
    size_t jobs_ = 0;
    PointVerifyReport report_;
    std::optional<Error> fatal_;
};

class Verification::File final : public ContentSink
{
public:
    File(Verification &of, QByteArray path, uint64_t size) : of_(of), path_(std::move(path)), size_(size) {}
    Status data(QByteArrayView bytes) override
    {
        of_.came(uint64_t(bytes.size()));
        return of_.cancel_.check();
    }
    Status hole(uint64_t length) override
    {
        of_.came(length);
        return {};
    }
    void finished(const Status &status) override
    {
        if (status)
            of_.right(size_);
        else
            of_.damaged(path_, status.error());
        of_.end();
    }

private:
    Verification &of_;
    const QByteArray path_;
    const uint64_t size_;
};

class Verification::Folder final : public TreeVisitor
{
public:
    Folder(Verification &of, QByteArray path) : of_(of), path_(std::move(path)) {}
    void leaf(const ObjectName &name, const format::Node &node, uint64_t) override
    {
        for (size_t i = 0; i < node.count() && !of_.cancel_.isCancelled(); ++i) {
            const auto entry = format::DirectoryEntry::decode(node.item(i));
            if (!entry) {
                of_.damaged(path_, entry.error());
                continue;
            }
            const QByteArray path = pathIn(path_, entry->name);
            if (entry->isDirectory()) {
                of_.visitFolder(path, entry->content, name);
            } else if (entry->type == format::FileType::File) {
                of_.begin();
                of_.contents_.fetch(*entry, name, std::make_shared<File>(of_, path, entry->size));
            }
        }
    }
    void failed(const Error &error) override { of_.damaged(path_, error); }
    void done() override
    {
        {
            const std::lock_guard lock(of_.mutex_);
            ++of_.report_.directories;
        }
        of_.end();
    }

private:
    Verification &of_;
    const QByteArray path_;
};

void Verification::visitFolder(const QByteArray &path, const ObjectName &root, const ObjectName &parent)
{
    begin();
    visitTree(fetcher_, format::TreeKind::Directory, root, parent, std::make_shared<Folder>(*this, path));
}

void Verification::damaged(const QByteArray &path, const Error &error)
{
    const bool isFatal = error.kind() == ErrorKind::Unreachable || error.kind() == ErrorKind::Cancelled;
    const std::lock_guard lock(mutex_);
    if (isFatal) {
        if (!fatal_)
            fatal_ = error;
        return;
    }
    if (report_.damages.size() < kMostNamed)
        report_.damages.push_back({path, error.text()});
    ++report_.damageCount;
}

void Verification::right(uint64_t bytes)
{
    ++filesDone_;
    const std::lock_guard lock(mutex_);
    ++report_.files;
    report_.bytes += bytes;
}

void Verification::came(uint64_t bytes)
{
    bytesCame_ += bytes;
    progress_.progressed(
        {.itemsDone = filesDone_, .itemsTotal = totals_.files, .bytesDone = bytesCame_, .bytesTotal = totals_.bytes});
}

} // namespace

Result<PointVerifyReport> verifyPoint(ObjectFetcher &fetcher, const Verifier &verifier, const PointReader &point,
                                      ProgressSink &progress, const CancelToken &cancel)
{
    return Verification(fetcher, verifier, point.record().statistics, progress, cancel)
        .run(point.root(), point.record().systemInformation);
}

} // namespace backspool::engine
