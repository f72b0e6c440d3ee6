/// What a backup leaves out by the policy's criteria: it is neither in the point nor counted as deleted, and what was
/// in the last point is named.
#include "api/host.h"
#include "backup/backup_run.h"
#include "difference/tree_cache.h"
#include "policy/exclude_pattern.h"
#include "protocol/read_messages.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/mount.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

const QByteArray kTag = "Signature: 8a477f597d28d172789f06886806bc55\n# made by a test\n";

} // namespace

class ExclusionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::optional<protocol::Identity> identity_;
    policy::ExclusionCriteria criteria_;
    std::vector<QByteArray> selected_;

    QString tree(const char *name = "") const
    {
        return folder_->filePath(QStringLiteral("tree/") + QLatin1StringView(name));
    }
    QString state() const { return folder_->filePath(QStringLiteral("state")); }
    void write(const char *name, const QByteArray &content, int64_t ageSeconds = 0) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(tree(name)).path()));
        QFile file(tree(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush());
        if (ageSeconds > 0)
            QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-ageSeconds),
                                     QFileDevice::FileModificationTime));
    }
    Result<BackupReport> backUp() const
    {
        const auto connection = TRY(protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1")));
        BackupOptions options;
        options.paths = selected_;
        options.excludes = {"*.o"};
        options.criteria = criteria_;
        NoProgress progress;
        const CancelToken cancel;
        return runBackup(*connection, *identity_, AgentState(state()), SystemClock(), options, progress, cancel);
    }
    /// The paths in the last point, beneath the tree: "a folder/a file".
    QStringList inPoint() const
    {
        const auto cache =
            TreeCache::open(state() + QStringLiteral("/cache"),
                            identity_->repository.toUtf8() + '/' + QByteArray::number(identity_->client.value))
                .value();
        QStringList paths;
        const QString root = folder_->filePath(QStringLiteral("tree"));
        const std::function<void(uint64_t, const QString &)> list = [&](uint64_t record, const QString &path) {
            if (record == 0)
                return;
            const auto folder = cache->read(record).value();
            for (const auto &entry : folder.entries()) {
                const QString inner = path + QLatin1Char('/') + QString::fromUtf8(entry.name);
                if (inner.startsWith(root + QLatin1Char('/')))
                    paths += inner.sliced(root.size() + 1);
                if (entry.isFolder())
                    list(entry.child.offset, inner);
            }
        };
        list(cache->point().rootRecord.offset, QString());
        return paths;
    }
    static QStringList droppedOf(const BackupReport &report, const QString &tree)
    {
        QStringList paths;
        for (const auto &dropped : report.dropped)
            paths += QString::fromUtf8(dropped.path).sliced(tree.size());
        paths.sort();
        return paths;
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *std::move(identity);
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(state()) && QDir().mkpath(tree()));
        selected_ = {QFile::encodeName(folder_->filePath(QStringLiteral("tree")))};
        criteria_ = {};
    }
    void cleanup()
    {
        host_.reset();
        folder_.reset();
    }

    void aFileThatGrewOverTheLimitIsNoLongerInThePointAndIsNotDeleted()
    {
        criteria_.largerThan = 1000;
        write("letter", QByteArray(1000, 'a'));
        write("film", QByteArray(1001, 'b'));
        write("folder/log", QByteArray(900, 'c'));
        const auto first = backUp();
        VERIFY_OK(first);
        QCOMPARE(inPoint(),
                 (QStringList{QStringLiteral("folder"), QStringLiteral("folder/log"), QStringLiteral("letter")}));
        QCOMPARE(first->filesLeftOut, 1U);
        QVERIFY(first->dropped.empty()); // it never was in a point

        write("folder/log", QByteArray(1100, 'c'));
        const auto grown = backUp();
        VERIFY_OK(grown);
        QCOMPARE(inPoint(), (QStringList{QStringLiteral("folder"), QStringLiteral("letter")}));
        QCOMPARE(grown->filesLeftOut, 2U);
        QCOMPARE(grown->statistics.filesDeleted, 0U);
        QCOMPARE(grown->statistics.filesSkipped, 0U);
        QCOMPARE(droppedOf(*grown, tree()), QStringList{QStringLiteral("folder/log")});
        QVERIFY(grown->dropped[0].reason.contains(QStringLiteral("1000 bytes")));

        // Said once; and as it shrinks it is back.
        const auto again = backUp();
        VERIFY_OK(again);
        QVERIFY(again->dropped.empty());
        write("folder/log", QByteArray(10, 'd'));
        const auto shrunk = backUp();
        VERIFY_OK(shrunk);
        QVERIFY(inPoint().contains(QStringLiteral("folder/log")));
        // What is really gone is deleted.
        QVERIFY(QFile::remove(tree("folder/log")));
        const auto gone = backUp();
        VERIFY_OK(gone);
        QCOMPARE(gone->statistics.filesDeleted, 1U);
    }

    void whatWasNotModifiedForTooLongIsLeftOut()
    {
        write("old", "x", 7200);
        write("young", "y");
        VERIFY_OK(backUp());
        criteria_.olderThan = std::chrono::hours(1);
        const auto aged = backUp();
        VERIFY_OK(aged);
        QCOMPARE(inPoint(), QStringList{QStringLiteral("young")});
        QCOMPARE(aged->statistics.filesDeleted, 0U);
        QCOMPARE(droppedOf(*aged, tree()), QStringList{QStringLiteral("old")});
        criteria_ = {};
        VERIFY_OK(backUp());
        QCOMPARE(inPoint().size(), 2);
    }

    void ofATaggedCacheTheTagAloneStays()
    {
        write("cache/CACHEDIR.TAG", kTag);
        write("cache/thing", "made again");
        write("cache/deep/thing", "made again");
        write("false/CACHEDIR.TAG", "no signature, though as long as one would be");
        write("false/thing", "work");
        QVERIFY(QDir().mkpath(tree("folder/CACHEDIR.TAG")));
        write("link/thing", "work");
        QVERIFY(QFile::link(tree("cache/CACHEDIR.TAG"), tree("link/CACHEDIR.TAG")));
        VERIFY_OK(backUp());
        QCOMPARE(inPoint().size(), 13);
        criteria_.cacheFolders = true;
        criteria_.largerThan = kTag.size() - 1; // the tag stays all the same
        const auto without = backUp();
        VERIFY_OK(without);
        QCOMPARE(inPoint(),
                 (QStringList{QStringLiteral("cache"), QStringLiteral("cache/CACHEDIR.TAG"), QStringLiteral("false"),
                              QStringLiteral("false/CACHEDIR.TAG"), QStringLiteral("false/thing"),
                              QStringLiteral("folder"), QStringLiteral("folder/CACHEDIR.TAG"), QStringLiteral("link"),
                              QStringLiteral("link/CACHEDIR.TAG"), QStringLiteral("link/thing")}));
        QCOMPARE(without->statistics.filesDeleted, 0U);
        QCOMPARE(droppedOf(*without, tree()), QStringList{QStringLiteral("cache")});
        const auto again = backUp();
        VERIFY_OK(again);
        QVERIFY(again->dropped.empty());
    }

    void whatIsSelectedItselfIsTaken()
    {
        write("cache/CACHEDIR.TAG", kTag);
        write("cache/thing", QByteArray(10, 'x'), 7200);
        criteria_ = {
            .largerThan = 1, .olderThan = std::chrono::hours(1), .cacheFolders = true, .otherFileSystems = true};
        selected_ = {QFile::encodeName(tree("cache/thing"))};
        VERIFY_OK(backUp());
        QCOMPARE(inPoint(), (QStringList{QStringLiteral("cache"), QStringLiteral("cache/thing")}));
        selected_ = {QFile::encodeName(tree("cache"))};
        criteria_ = {.cacheFolders = true};
        VERIFY_OK(backUp());
        QCOMPARE(inPoint().size(), 3);
    }

    void otherFileSystemsAreLeftOutAndTheirMountPointStays()
    {
        QVERIFY(QDir().mkpath(tree("disk")));
        const QByteArray place = QFile::encodeName(tree("disk"));
        if (::mount("none", place.constData(), "tmpfs", 0, nullptr) != 0)
            QSKIP("only root can mount");
        const auto unmount = qScopeGuard([&] { ::umount2(place.constData(), MNT_DETACH); });
        write("disk/photo", "a photo");
        write("letter", "a letter");
        VERIFY_OK(backUp());
        QCOMPARE(inPoint().size(), 3);
        criteria_.otherFileSystems = true;
        const auto without = backUp();
        VERIFY_OK(without);
        QCOMPARE(inPoint(), (QStringList{QStringLiteral("disk"), QStringLiteral("letter")}));
        QCOMPARE(without->statistics.filesDeleted, 0U);
        QCOMPARE(without->statistics.filesSkipped, 0U);
        QCOMPARE(droppedOf(*without, tree()), QStringList{QStringLiteral("disk")});
        // The selected folder itself may be on any.
        selected_ = {place};
        VERIFY_OK(backUp());
        QCOMPARE(inPoint(), (QStringList{QStringLiteral("disk"), QStringLiteral("disk/photo")}));
    }

    void thePointSaysWhatWasLeftOut()
    {
        criteria_ = {
            .largerThan = 1000, .olderThan = std::chrono::hours(1), .cacheFolders = true, .otherFileSystems = true};
        write("letter", "x");
        const auto report = backUp();
        VERIFY_OK(report);
        const auto connection = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        VERIFY_OK(connection);
        const auto payload = (*connection)
                                 ->call(protocol::MessageType::GetPoint, protocol::GetPoint{report->point}.encode(),
                                        protocol::MessageType::Point);
        VERIFY_OK(payload);
        const auto record = format::PointRecord::decode(*payload);
        VERIFY_OK(record);
        QCOMPARE(record->exclude, (std::vector<QByteArray>{"*.o", "#larger-than-bytes 1000", "#older-than-seconds 3600",
                                                           "#cache-folders", "#other-file-systems"}));
        // As patterns they mean nothing.
        const auto rules = policy::ExcludeRules::compile(criteria_.toComments());
        VERIFY_OK(rules);
        QVERIFY(rules->isEmpty());
    }
};

QTEST_GUILESS_MAIN(ExclusionTest)
#include "tst_exclusion.moc"
