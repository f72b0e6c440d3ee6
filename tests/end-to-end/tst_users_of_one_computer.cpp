/// One computer, its system's agent, and two people: each sees and brings back what the files' owners and permissions
/// allow, over the agent's socket.
#include "attach/local_service.h"
#include "core/file_descriptor.h"
#include "read/point_list.h"
#include "restore/restore_run.h"
#include "story.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#include <thread>

using namespace backspool;
using namespace backspool::test;

namespace {

constexpr uint32_t kAnn = 1000, kBob = 1001;

/// Runs @p work as another user: a thread has credentials of its own (setresuid(2), "C library/kernel differences").
template <class Work> void asUser(uint32_t uid, Work work)
{
    std::thread([&] {
        if (::syscall(SYS_setgroups, 0, nullptr) != 0 || ::syscall(SYS_setresgid, uid, uid, uid) != 0 ||
            ::syscall(SYS_setresuid, uid, uid, uid) != 0)
            qFatal("the test cannot become another user");
        work();
    }).join();
}

class NoEvents final : public engine::RestoreEvents
{
public:
    void problem(const engine::RestoreProblem &problem) override
    {
        const std::lock_guard lock(mutex_);
        problems.append(problem.path);
    }
    void planned(engine::RestoreAction, const QByteArray &) override {}
    void keptAside(const QByteArray &, const QByteArray &) override {}
    QByteArrayList problems;

private:
    std::mutex mutex_;
};

} // namespace

class UsersOfOneComputer : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    std::unique_ptr<QProcess> daemon_;
    QString tree_;

    QString socket() const { return story_->path(QStringLiteral("run/users.socket")); }
    QByteArray treePath(const char *name) const { return QFile::encodeName(tree_) + '/' + name; }
    static bool until(const std::function<bool()> &holds)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 60'000) {
            if (holds())
                return true;
            QTest::qWait(100);
        }
        return false;
    }
    void write(const char *name, const QByteArray &content, uint32_t owner, mode_t mode)
    {
        QVERIFY(writeFile(tree_ + QLatin1Char('/') + QLatin1StringView(name), content));
        QCOMPARE(::chown(treePath(name).constData(), owner, owner), 0);
        QCOMPARE(::chmod(treePath(name).constData(), mode), 0);
    }
    void makeFolder(const char *name, uint32_t owner, mode_t mode)
    {
        QVERIFY(QDir().mkpath(tree_ + QLatin1Char('/') + QLatin1StringView(name)));
        QCOMPARE(::chown(treePath(name).constData(), owner, owner), 0);
        QCOMPARE(::chmod(treePath(name).constData(), mode), 0);
    }
    /// What @p uid gets of the newest point, as "path: content".
    QByteArrayList restoredBy(uint32_t uid)
    {
        const QString out = story_->path(QStringLiteral("out-%1").arg(uid));
        QDir(out).removeRecursively();
        QDir().mkpath(out);
        if (::chown(QFile::encodeName(out).constData(), uid, uid) != 0)
            qFatal("the test cannot give a folder away");
        Result<engine::RestoreReport> report = fail(ErrorKind::Io, QStringLiteral("not run"));
        asUser(uid, [&] {
            report = [&]() -> Result<engine::RestoreReport> {
                const auto service = TRY(engine::LocalService::connect(socket()));
                const auto point = TRY(engine::choosePoint(*service, QString()));
                engine::RestoreOptions options;
                options.paths = {QFile::encodeName(tree_)};
                options.to = QFile::encodeName(out);
                const engine::RestoreState state{out + QStringLiteral("/known"), out + QStringLiteral("/journal")};
                NoEvents events;
                NoProgress progress;
                return engine::runRestore(*service, engine::Verifier::byGiver(), point.id, state, options, events,
                                          progress, {});
            }();
        });
        if (!report)
            qWarning("%s", qUtf8Printable(report.error().text()));
        QByteArrayList files;
        const QString root = out + QStringLiteral("/tree");
        for (const char *name :
             {"ann/diary.txt", "ann/open.txt", "ann/film.bin", "bob/diary.txt", "bob/shared.txt", "bob/open.txt"}) {
            QFile file(root + QLatin1Char('/') + QLatin1StringView(name));
            if (file.open(QIODevice::ReadOnly))
                files.append(QByteArray(name) + ": " + file.readAll().first(3));
        }
        return files;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("needs root");
        story_ = std::make_unique<Story>();
        QVERIFY(story_->service.start());
        agent_ = std::make_unique<Agent>(story_->path(QStringLiteral("agent")));
        QVERIFY(agent_->enrol(story_->service, story_->service.code(QStringLiteral("desk"))));
        tree_ = story_->path(QStringLiteral("tree"));
        QDir().mkpath(tree_);
        // All that leads to the tree is open, as it is for homes.
        for (QDir up(tree_); up.path() != QStringLiteral("/tmp") && !up.isRoot();
             up.setPath(QFileInfo(up.path()).path()))
            QCOMPARE(::chmod(QFile::encodeName(up.path()).constData(), 0755), 0);
        makeFolder("ann", kAnn, 0700);
        makeFolder("bob", kBob, 0755);
        write("ann/diary.txt", "ann's", kAnn, 0600);
        write("ann/open.txt", "in a closed folder", kAnn, 0644);
        write("ann/film.bin", QByteArray(2'000'000, 'f'), kAnn, 0600);
        write("bob/diary.txt", "bob's", kBob, 0600);
        write("bob/open.txt", "for all", kBob, 0644);
        write("bob/shared.txt", "for ann", kBob, 0600);
        // user::rw- user:1000:r-- group::--- mask::r-- other::---
        const QByteArray acl = QByteArray::fromHex("02000000"
                                                   "01000600ffffffff"
                                                   "02000400e8030000"
                                                   "04000000ffffffff"
                                                   "10000400ffffffff"
                                                   "20000000ffffffff");
        if (::setxattr(treePath("bob/shared.txt").constData(), "system.posix_acl_access", acl.constData(),
                       size_t(acl.size()), 0) != 0)
            QSKIP("the file system has no ACLs");
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          "{\"version\": 1, \"active\": {\"quiescence_seconds\": 0}, \"recovery\": "
                          "{\"system_information\": false}, \"schedule\": {\"load_limit_percent\": 100}}"));
        QCOMPARE(agent_->command({QStringLiteral("selection"), QStringLiteral("add"), tree_}).code, 0);
        QDir().mkpath(story_->path(QStringLiteral("run")));
        qputenv("RUNTIME_DIRECTORY", QFile::encodeName(story_->path(QStringLiteral("run"))));
        daemon_ = agent_->start({QStringLiteral("run")});
        qunsetenv("RUNTIME_DIRECTORY");
        QVERIFY(until([&] { return engine::LocalService::connect(socket()).has_value(); }));
        QVERIFY(until([&] {
            const auto service = engine::LocalService::connect(socket());
            return service && engine::choosePoint(**service, QString());
        }));
    }
    void cleanupTestCase()
    {
        if (daemon_) {
            daemon_->terminate();
            QVERIFY(daemon_->waitForFinished(60'000));
            QCOMPARE(daemon_->exitCode(), 0);
            QVERIFY(!QFile::exists(socket()));
        }
        daemon_.reset();
        story_.reset();
    }

    void eachBringsBackWhatIsOwnAndWhatIsOpen()
    {
        QCOMPARE(restoredBy(kAnn), (QByteArrayList{"ann/diary.txt: ann", "ann/open.txt: in ", "ann/film.bin: fff",
                                                   "bob/shared.txt: for", "bob/open.txt: for"}));
        QCOMPARE(restoredBy(kBob), (QByteArrayList{"bob/diary.txt: bob", "bob/shared.txt: for", "bob/open.txt: for"}));
        QCOMPARE(restoredBy(1002), (QByteArrayList{"bob/open.txt: for"}));
        QCOMPARE(restoredBy(0).size(), 6);
    }

    void aBackupThatAUserAsksForIsMade()
    {
        QVERIFY(writeFile(tree_ + QStringLiteral("/bob/open.txt"), "new for all"));
        asUser(kAnn, [&] {
            const auto service = engine::LocalService::connect(socket());
            QVERIFY(service && (*service)->backUp());
            const auto again = (*service)->backUp();
            QVERIFY(!again && again.error().kind() == ErrorKind::Busy);
        });
        QVERIFY(until([&] { return restoredBy(1002) == QByteArrayList{"bob/open.txt: new"}; }));
    }

    void theServiceGoesAndComesBack()
    {
        story_->service.stop();
        QVERIFY(restoredBy(kBob).isEmpty());
        QVERIFY(story_->service.start());
        QVERIFY(until([&] { return restoredBy(kBob).size() == 3; }));
    }
};

QTEST_GUILESS_MAIN(UsersOfOneComputer)
#include "tst_users_of_one_computer.moc"
