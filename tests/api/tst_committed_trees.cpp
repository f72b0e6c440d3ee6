/// What is known of a stored directory by the point that it is in.
#include "api/committed_trees.h"
#include "format/directory_entry.h"
#include "format/node_tree.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <future>

using namespace backspool;
using namespace backspool::api;
using namespace backspool::test;
using namespace std::chrono_literals;

namespace {

/// A disk whose opening of files can be held up. Everything else goes to the disk beneath, which outlives it.
class HeldDisk final : public store::Disk
{
public:
    explicit HeldDisk(store::Disk &disk) : disk_(disk) {}

    void hold(bool isHeld)
    {
        const std::scoped_lock lock(mutex_);
        isHeld_ = isHeld;
        changed_.notify_all();
    }
    void waitForReader()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_ > 0; });
    }

    Result<std::shared_ptr<format::ByteSource>> openRead(const QString &path) override
    {
        {
            std::unique_lock lock(mutex_);
            ++waiting_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return !isHeld_; });
            --waiting_;
        }
        return disk_.openRead(path);
    }
    Result<std::unique_ptr<store::AppendFile>> create(const QString &path) override { return disk_.create(path); }
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
    store::Disk &disk_;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    bool isHeld_ = false;
    int waiting_ = 0;
};

/// An object and where it was found.
struct Found
{
    ObjectName name;
    store::ObjectLocation location;
};

} // namespace

class TestCommittedTrees : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;
    std::unique_ptr<HeldDisk> disk_;
    const CancelToken never_;

    Found find(const ObjectName &name)
    {
        const auto location = repository_->store().find(name);
        if (!location || !*location)
            qFatal("an object is not there");
        return {name, **location};
    }
    Found rootOf(PointId point) { return find((*repository_->appliance().catalogue().point(point))->root); }
    Found folderOf(PointId point, const QByteArray &name)
    {
        const auto fetch = [this](const ObjectName &node) { return repository_->store().readNode(node); };
        const auto item = format::findItem(rootOf(point).name, name, fetch);
        if (!item || !*item)
            qFatal("a folder is not there");
        return find(format::DirectoryEntry::decode(**item)->content);
    }
    PointId backUp(ClientId client, const Files &files)
    {
        const auto point = repository_->backUp(client, files);
        if (!point)
            qFatal("%s", qPrintable(point.error().text()));
        return *point;
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        disk_ = std::make_unique<HeldDisk>(repository_->disk());
        repository_->options().disk = disk_.get();
        VERIFY_OK(repository_->open());
    }
    void cleanup()
    {
        repository_->close();
        repository_.reset();
        disk_.reset();
    }

    void manyPointsAreAnsweredForByTheNewest()
    {
        const auto client = repository_->addClient(QStringLiteral("laptop"));
        VERIFY_OK(client);
        Files files;
        for (int folder = 0; folder < 30; ++folder)
            files[QByteArray::number(folder) + "/file"] = "on the first day " + QByteArray::number(folder);
        std::vector<PointId> points;
        for (int day = 0; day < 30; ++day) {
            files[QByteArray::number(day) + "/file"] = "on day " + QByteArray::number(day);
            points.push_back(backUp(*client, files));
        }
        CommittedTrees trees(repository_->appliance());
        std::set<ContainerId> containers;
        for (int folder = 0; folder < 30; ++folder) {
            const auto found = folderOf(points.back(), QByteArray::number(folder));
            containers.insert(found.location.container);
            const auto standing = trees.standingOf(found.name, found.location, never_);
            VERIFY_OK(standing);
            QCOMPARE(*standing, Standing::Whole);
        }
        QVERIFY(containers.size() > 20);
        QCOMPARE(trees.walks(), 1U);
    }

    void whatIsNotInTheNewestIsLookedForInItsOwn()
    {
        const auto client = repository_->addClient(QStringLiteral("laptop"));
        VERIFY_OK(client);
        const auto first = backUp(*client, {{"gone/file", "content"}, {"file", "before"}});
        backUp(*client, {{"file", "after"}});
        CommittedTrees trees(repository_->appliance());
        const auto gone = folderOf(first, "gone");
        for (int i = 0; i < 3; ++i) {
            const auto standing = trees.standingOf(gone.name, gone.location, never_);
            VERIFY_OK(standing);
            QCOMPARE(*standing, Standing::Whole);
        }
        QCOMPARE(trees.walks(), 2U);
    }

    void aNewPointIsKnownOnceItIsSaid()
    {
        const auto client = repository_->addClient(QStringLiteral("laptop"));
        VERIFY_OK(client);
        const auto first = backUp(*client, {{"folder/file", "content"}});
        CommittedTrees trees(repository_->appliance());
        const auto folder = folderOf(first, "folder");
        QCOMPARE(*trees.standingOf(folder.name, folder.location, never_), Standing::Whole);
        const auto later = folderOf(backUp(*client, {{"later/file", "other content"}}), "later");
        trees.pointMade();
        QCOMPARE(*trees.standingOf(later.name, later.location, never_), Standing::Whole);
        QCOMPARE(*trees.standingOf(folder.name, folder.location, never_), Standing::Whole);
        QCOMPARE(trees.walks(), 2U);
    }

    void whileAPointIsWalkedOthersAreAnswered()
    {
        const auto slow = repository_->addClient(QStringLiteral("slow"));
        VERIFY_OK(slow);
        const auto quick = repository_->addClient(QStringLiteral("quick"));
        VERIFY_OK(quick);
        const auto slowPoint = backUp(*slow, {{"folder/file", "content"}});
        const auto quickPoint = backUp(*quick, {{"other/file", "other content"}});
        VERIFY_OK(repository_->reopen()); // nothing is in a cache
        const auto slowRoot = rootOf(slowPoint);
        const auto quickRoot = rootOf(quickPoint);
        CommittedTrees trees(repository_->appliance());
        const auto ask = [&](const Found &found, const CancelToken &cancel) {
            return std::async(std::launch::async, [&] { return trees.standingOf(found.name, found.location, cancel); });
        };
        QCOMPARE(*ask(quickRoot, never_).get(), Standing::Whole);

        disk_->hold(true);
        auto walking = ask(slowRoot, never_);
        disk_->waitForReader();
        auto other = ask(quickRoot, never_);
        const bool isAnswered = other.wait_for(10s) == std::future_status::ready;
        // Of those that want the same tree nobody walks it again, and nobody has to wait for it.
        auto waiting = ask(slowRoot, never_);
        CancelToken cancel;
        auto leaving = ask(slowRoot, cancel);
        cancel.cancel();
        const bool hasLeft = leaving.wait_for(10s) == std::future_status::ready;
        disk_->hold(false);
        QVERIFY(isAnswered);
        QVERIFY(hasLeft);
        QCOMPARE(*other.get(), Standing::Whole);
        VERIFY_FAILS(ErrorKind::Cancelled, leaving.get());
        QCOMPARE(*walking.get(), Standing::Whole);
        QCOMPARE(*waiting.get(), Standing::Whole);
        QCOMPARE(trees.walks(), 2U);
    }

    void aWalkThatIsGivenUpIsDoneByAnother()
    {
        const auto client = repository_->addClient(QStringLiteral("laptop"));
        VERIFY_OK(client);
        const auto root = rootOf(backUp(*client, {{"folder/file", "content"}}));
        CommittedTrees trees(repository_->appliance());
        CancelToken cancelled;
        cancelled.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, trees.standingOf(root.name, root.location, cancelled));
        QCOMPARE(*trees.standingOf(root.name, root.location, never_), Standing::Whole);
    }
};

QTEST_GUILESS_MAIN(TestCommittedTrees)
#include "tst_committed_trees.moc"
