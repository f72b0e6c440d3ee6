/// Points are looked at like folders (backspool-agent mount).
#include "story.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <random>

using namespace backspool::test;

namespace {

/// Why nothing can be mounted here; empty: it can.
QString obstacle()
{
    const int device = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (device < 0)
        return QStringLiteral("/dev/fuse is not there or cannot be opened");
    ::close(device);
    const auto status = readFile(QStringLiteral("/proc/self/status"));
    const auto rights = QRegularExpression(QStringLiteral("CapEff:\\s*([0-9a-f]+)")).match(QString::fromLatin1(status));
    constexpr quint64 kSysAdmin = 1ULL << 21;
    return rights.captured(1).toULongLong(nullptr, 16) & kSysAdmin ? QString()
                                                                   : QStringLiteral("the right to mount is missing");
}

/// backspool-agent mount, running; unmounted at the end whatever comes.
class Mounted
{
public:
    Mounted(std::unique_ptr<QProcess> started, const QString &folder) : folder(folder), process(std::move(started))
    {
        while (!out.contains("ready\n") && process->waitForReadyRead(60'000))
            out += process->readAllStandardOutput();
    }
    ~Mounted()
    {
        if (process->state() == QProcess::NotRunning)
            return;
        run(QStringLiteral("umount"), {QStringLiteral("-l"), folder});
        process->kill();
        process->waitForFinished();
    }
    bool isReady() const { return out.contains("ready\n"); }
    QByteArray errors()
    {
        err += process->readAllStandardError();
        return err;
    }
    /// SIGTERM, and that it ends well.
    bool stop()
    {
        process->terminate();
        return process->waitForFinished(60'000) && process->exitCode() == 0 && QDir(folder).isEmpty();
    }
    QStringList names() const { return QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot); }

    const QString folder;
    const std::unique_ptr<QProcess> process;

private:
    QByteArray out, err;
};

Output shell(const char *script, const QStringList &arguments, int seconds = 120)
{
    return run(QStringLiteral("bash"),
               QStringList{QStringLiteral("-c"), QString::fromUtf8(script), QStringLiteral("bash")} + arguments,
               seconds);
}

/// What find(1) says of names, types and times to the nanosecond.
QByteArray fineListing(const QString &folder)
{
    return shell("cd \"$1\" && find . -printf '%P %y %m %U %G %T@ %l\\n' | LC_ALL=C sort", {folder}).out;
}

} // namespace

class PointsAsFolders : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    QString tree_;

    std::unique_ptr<Mounted> mount(const QStringList &options = {})
    {
        const QString folder = story_->path(QStringLiteral("mnt"));
        QDir().mkpath(folder);
        return std::make_unique<Mounted>(agent_->start(QStringList{QStringLiteral("mount"), folder} + options), folder);
    }
    Output backup() { return agent_->command({QStringLiteral("backup"), tree_}); }

private Q_SLOTS:
    void init()
    {
        if (const auto why = obstacle(); !why.isEmpty())
            QSKIP(qPrintable(why));
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("desk"));
        QVERIFY(agent_);
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(QDir().mkpath(tree_));
    }
    void cleanup()
    {
        agent_.reset();
        story_.reset();
    }

    void twoPointsAreAsTheyWere()
    {
        const QString everything = tree_ + QStringLiteral("/everything"), first = story_->path(QStringLiteral("first"));
        QVERIFY(makeOneOfEverything(everything));
        QVERIFY(makeFiles(tree_ + QStringLiteral("/files"), 120, 2, 12'000'000, 4));
        VERIFY_CODE(run(QStringLiteral("cp"), {QStringLiteral("-a"), tree_, first}), 0);
        VERIFY_CODE(backup(), 0);
        VERIFY_CODE(shell("cd \"$1\" && rm plain && echo other >> empty && mkdir new && echo n > new/file && chmod 700 "
                          "folder && truncate -s +1M large",
                          {everything}),
                    0);
        QVERIFY(makeFiles(tree_ + QStringLiteral("/files"), 60, 1, 12'000'000, 5));
        VERIFY_CODE(backup(), 0);

        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const auto names = mounted->names();
        QCOMPARE(names.size(), 3);
        QCOMPARE(names.last(), QStringLiteral("latest"));
        const QString then = mounted->folder + QLatin1Char('/') + names.first() + tree_;
        const QString now = mounted->folder + QStringLiteral("/latest") + tree_;
        QCOMPARE(differences(first, then), QString());
        QCOMPARE(differences(tree_, now), QString());
        QCOMPARE(fineListing(then), fineListing(first));
        QCOMPARE(fineListing(now), fineListing(tree_));
        VERIFY_CODE(run(QStringLiteral("diff"), {QStringLiteral("-r"), QStringLiteral("--no-dereference"),
                                                 tree_ + QStringLiteral("/files"), now + QStringLiteral("/files")}),
                    0);
        // Names of one file have one inode, also when they are looked up apart.
        VERIFY_CODE(shell("[ $(stat -c %i \"$1/large\") = $(stat -c %i \"$1/folder/hard-link-to-large\") ]",
                          {now + QStringLiteral("/everything")}),
                    0);
        // Nothing can be changed.
        QVERIFY(run(QStringLiteral("touch"), {now + QStringLiteral("/new")}).err.contains("Read-only"));
        QVERIFY(run(QStringLiteral("rm"), {QStringLiteral("-f"), now + QStringLiteral("/files/large-0")}).code != 0);
        QVERIFY2(mounted->errors().isEmpty(), mounted->errors().constData());
        QVERIFY(mounted->stop());
    }

    void deepPathsAreReached()
    {
        QVERIFY(makeDeepPath(tree_ + QStringLiteral("/deep")));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const auto bottom = shell("cd \"$1\" && while cd level-* 2>/dev/null; do :; done; cat bottom",
                                  {mounted->folder + QStringLiteral("/latest") + tree_ + QStringLiteral("/deep")});
        QCOMPARE(bottom.out, QByteArray("bottom\n"));
    }

    void severalReadAtOnceInAnyOrder()
    {
        QVERIFY(makeFiles(tree_, 200, 3, 20'000'000, 6));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
        std::vector<std::unique_ptr<QProcess>> readers;
        for (int i = 0; i < 4; ++i) {
            readers.push_back(std::make_unique<QProcess>());
            readers.back()->start(QStringLiteral("diff"), {QStringLiteral("-r"), tree_, there});
        }
        std::mt19937 random(8);
        QFile original(tree_ + QStringLiteral("/large-1")), copy(there + QStringLiteral("/large-1"));
        QVERIFY(original.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        QVERIFY(copy.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        for (int i = 0; i < 300; ++i) {
            const auto offset = qint64(random() % uint32_t(original.size()));
            const auto size = qint64(random() % 100'000);
            QVERIFY(original.seek(offset) && copy.seek(offset));
            QVERIFY(original.read(size) == copy.read(size));
        }
        for (const auto &reader : readers) {
            QVERIFY(reader->waitForFinished(120'000));
            QVERIFY2(reader->exitCode() == 0, reader->readAll().constData());
        }
    }

    void newPointsComeAndTheMountIsNotBackedUp()
    {
        QVERIFY(makeFiles(tree_, 20, 0, 0, 7));
        VERIFY_CODE(backup(), 0);
        const QString folder = tree_ + QStringLiteral("/points");
        QVERIFY(QDir().mkpath(folder));
        Mounted mounted(agent_->start({QStringLiteral("mount"), folder}), folder);
        QVERIFY2(mounted.isReady(), mounted.errors().constData());
        QCOMPARE(mounted.names().size(), 2);
        QVERIFY(writeFile(tree_ + QStringLiteral("/more"), "more"));
        VERIFY_CODE(backup(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(mounted.names().size(), 3, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(readFile(folder + QStringLiteral("/latest") + tree_ + QStringLiteral("/more")),
                                  QByteArray("more"), 60'000);
        const QDir inPoint(folder + QStringLiteral("/latest") + folder);
        QVERIFY(inPoint.exists());
        QVERIFY(inPoint.isEmpty());
    }

    void aForgottenPointIsGone()
    {
        QVERIFY(makeFiles(tree_, 20, 0, 0, 7));
        const auto first = agent_->command({QStringLiteral("backup"), tree_, QStringLiteral("--json")});
        VERIFY_CODE(first, 0);
        QVERIFY(writeFile(tree_ + QStringLiteral("/more"), "more"));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const QString then = mounted->folder + QLatin1Char('/') + mounted->names().first() + tree_;
        const int inside = ::open(QFile::encodeName(then).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        QVERIFY(inside >= 0);
        VERIFY_CODE(story_->service.command({QStringLiteral("forget"), QString::number(number(first, "point"))}), 0);
        story_->service.stop(); // what the old connection was given, it may have
        QVERIFY(story_->service.start());
        QTRY_COMPARE_WITH_TIMEOUT(mounted->names().size(), 2, 60'000);
        QVERIFY(!QFile::exists(then + QStringLiteral("/group-0")));
        QTRY_VERIFY_WITH_TIMEOUT(::openat(inside, "group-0/file-1", O_RDONLY) < 0 && errno == ESTALE, 60'000);
        ::close(inside);
        QVERIFY2(!mounted->errors().contains("file-1"), mounted->errors().constData());
    }

    void damageIsAnErrorOfThatFileAlone()
    {
        QVERIFY(writeFile(tree_ + QStringLiteral("/before"), noise(40'000, 1)));
        QVERIFY(writeFile(tree_ + QStringLiteral("/large"), noise(3'000'000, 2)));
        VERIFY_CODE(backup(), 0);
        QVERIFY(writeFile(tree_ + QStringLiteral("/after"), noise(40'000, 3)));
        VERIFY_CODE(backup(), 0); // in a container of its own
        story_->service.stop();
        // In the middle of the largest container is the large file.
        const auto found = shell("find \"$1\" -name '*.bdf' -size +1M", {story_->service.store()}).out.trimmed();
        QVERIFY(!found.isEmpty() && !found.contains('\n'));
        auto bytes = readFile(QFile::decodeName(found));
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(writeFile(QFile::decodeName(found), bytes));
        QVERIFY(story_->service.start());

        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
        QVERIFY(run(QStringLiteral("cat"), {there + QStringLiteral("/large")}).err.contains("Input/output error"));
        QVERIFY(readFile(there + QStringLiteral("/before")) == noise(40'000, 1));
        QVERIFY(readFile(there + QStringLiteral("/after")) == noise(40'000, 3));
        QTRY_VERIFY(mounted->errors().contains(QFile::encodeName(tree_ + QStringLiteral("/large of point "))));
        QVERIFY2(mounted->errors().contains("not the bytes that were written"), mounted->errors().constData());
    }

    void itOutlivesTheService()
    {
        QVERIFY(makeFiles(tree_, 60, 1, 8'000'000, 9));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
        story_->service.stop();
        QVERIFY(run(QStringLiteral("cat"), {there + QStringLiteral("/group-0/file-1")}).code != 0);
        QVERIFY(story_->service.start());
        QTRY_VERIFY_WITH_TIMEOUT(run(QStringLiteral("diff"), {QStringLiteral("-r"), tree_, there}).code == 0, 60'000);
    }

    /// The service hangs: who waits can be interrupted, nobody waits for ever, and all is well when it goes on.
    void aServiceThatHangsHoldsNobodyForEver()
    {
        QVERIFY(makeFiles(tree_, 120, 0, 0, 10));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
        QVERIFY(readFile(there + QStringLiteral("/group-0/file-0")) ==
                readFile(tree_ + QStringLiteral("/group-0/file-0")));
        ::kill(pid_t(story_->service.processId()), SIGSTOP);
        QElapsedTimer timer;
        timer.start();
        QProcess interrupted;
        interrupted.start(QStringLiteral("ls"), {there + QStringLiteral("/group-1")});
        QVERIFY(interrupted.waitForStarted());
        QTest::qWait(500); // it has asked by then
        ::kill(pid_t(interrupted.processId()), SIGINT);
        QVERIFY(interrupted.waitForFinished(10'000));
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        const auto failed = run(QStringLiteral("ls"), {there + QStringLiteral("/group-2")});
        QVERIFY2(failed.err.contains("Input/output error"), qPrintable(failed.text()));
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(mounted->errors().contains("does not answer"));
        ::kill(pid_t(story_->service.processId()), SIGCONT);
        QTRY_VERIFY_WITH_TIMEOUT(run(QStringLiteral("diff"), {QStringLiteral("-r"), tree_, there}).code == 0, 90'000);
        QVERIFY(mounted->stop());
    }

    void itEndsInEveryWay_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("Ctrl-C") << QStringLiteral("kill -INT \"$2\"");
        QTest::newRow("SIGTERM") << QStringLiteral("kill -TERM \"$2\"");
        QTest::newRow("fusermount3") << QStringLiteral("fusermount3 -u \"$1\"");
        QTest::newRow("while somebody is in it") << QStringLiteral("cd \"$1/latest\" && kill -TERM \"$2\" && sleep 1");
    }
    void itEndsInEveryWay()
    {
        QFETCH(QString, how);
        QVERIFY(writeFile(tree_ + QStringLiteral("/file"), "x"));
        VERIFY_CODE(backup(), 0);
        const auto mounted = mount();
        QVERIFY2(mounted->isReady(), mounted->errors().constData());
        VERIFY_CODE(shell(qPrintable(how), {mounted->folder, QString::number(mounted->process->processId())}), 0);
        QVERIFY(mounted->process->waitForFinished(60'000));
        QCOMPARE(mounted->process->exitCode(), 0);
        QVERIFY(QDir(mounted->folder).isEmpty());
        QVERIFY(mount()->isReady()); // and again
    }

    void othersSeeItOnlyWhenTheyMay()
    {
        VERIFY_CODE(shell("cd \"$1\" && chmod 755 .. . && echo s > secret && chmod 600 secret && chown 12:34 secret && "
                          "echo a > acl && "
                          "chmod 600 acl && setfacl -m u:1234:r acl && echo o > open && chmod 644 open",
                          {tree_}),
                    0);
        VERIFY_CODE(backup(), 0);
        const auto readsAs = [&](const char *uid, const QString &file) {
            return run(QStringLiteral("setpriv"),
                       {QStringLiteral("--reuid"), QString::fromLatin1(uid), QStringLiteral("--regid"),
                        QString::fromLatin1(uid), QStringLiteral("--clear-groups"), QStringLiteral("cat"), file})
                       .code == 0;
        };
        {
            const auto mounted = mount();
            const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
            QVERIFY(!readsAs("1234", there + QStringLiteral("/open")));
            QVERIFY(mounted->stop());
        }
        const auto mounted = mount({QStringLiteral("--allow-other")});
        const QString there = mounted->folder + QStringLiteral("/latest") + tree_;
        QVERIFY(readsAs("1234", there + QStringLiteral("/open")));
        QVERIFY(readsAs("12", there + QStringLiteral("/secret")));
        QVERIFY(!readsAs("13", there + QStringLiteral("/secret")));
        QVERIFY(readsAs("1234", there + QStringLiteral("/acl")));
        QVERIFY(!readsAs("1235", there + QStringLiteral("/acl")));
    }

    void whoIsNotRootMountsInAFolderOfTheirOwn()
    {
        const auto helper = shell("stat -c '%a %u' \"$(command -v fusermount3)\"", {}).out.trimmed();
        if (helper != "4755 0")
            QSKIP("fusermount3 is not there, or has not root's rights");
        if (shell("stat -c %a /dev/fuse", {}).out.trimmed() != "666")
            QSKIP("not everybody may open /dev/fuse here");
        QVERIFY(writeFile(tree_ + QStringLiteral("/file"), "mine"));
        VERIFY_CODE(shell("chmod 000 \"$1/file\"", {tree_}), 0);
        VERIFY_CODE(backup(), 0);
        const QString folder = story_->path(QStringLiteral("mine"));
        QVERIFY(QDir().mkpath(folder));
        VERIFY_CODE(shell("chmod 755 \"$1\" && chown -R nobody:nogroup \"$2\" \"$3\"",
                          {story_->folder.path(), agent_->state(), folder}),
                    0);
        const auto asUser = QStringList{QStringLiteral("--reuid"), QStringLiteral("nobody"), QStringLiteral("--regid"),
                                        QStringLiteral("nogroup"), QStringLiteral("--clear-groups")};
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral("setpriv"), asUser + QStringList{programPath(QStringLiteral("backspool-agent")),
                                                                       QStringLiteral("--state-dir"), agent_->state(),
                                                                       QStringLiteral("mount"), folder});
        Mounted mounted(std::move(process), folder);
        QVERIFY2(mounted.isReady(), mounted.errors().constData());
        // What they can restore they can read.
        const auto read = run(QStringLiteral("setpriv"),
                              asUser + QStringList{QStringLiteral("cat"), folder + QStringLiteral("/latest") + tree_ +
                                                                              QStringLiteral("/file")});
        QCOMPARE(read.out, QByteArray("mine"));
        QVERIFY(mounted.stop());
    }

    void whatCannotBeIsSaid()
    {
        const auto said = [&](const QString &folder) {
            const auto output = agent_->command({QStringLiteral("mount"), folder});
            return output.code == 1 ? output.err : QByteArray("code ") + QByteArray::number(output.code);
        };
        QVERIFY(said(story_->path(QStringLiteral("absent"))).contains("Cannot mount at"));
        QVERIFY(writeFile(tree_ + QStringLiteral("/file"), "x"));
        QVERIFY(said(tree_ + QStringLiteral("/file")).contains("it is no folder"));
        QVERIFY(said(tree_).contains("it is not empty"));
        const Agent stranger(story_->path(QStringLiteral("stranger")));
        VERIFY_CODE(stranger.command({QStringLiteral("mount"), story_->path(QStringLiteral("mnt"))}), 1);
        story_->service.stop();
        const auto unreachable =
            agent_->command({QStringLiteral("mount"), story_->path(QStringLiteral("mnt")), QStringLiteral("--json")});
        VERIFY_CODE(unreachable, 1);
        QCOMPARE(unreachable.json().value(QStringLiteral("error"))[QStringLiteral("kind")].toString(),
                 QStringLiteral("unreachable"));
    }
};

QTEST_GUILESS_MAIN(PointsAsFolders)
#include "tst_points_as_folders.moc"
