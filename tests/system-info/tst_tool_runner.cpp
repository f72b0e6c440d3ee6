#include "system-info/tool_runner.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace backspool;
using namespace backspool::engine;

class TestToolRunner : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    CancelToken cancel_;

    void tool(const char *name, const QByteArray &script)
    {
        QFile file(folder_->filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script + '\n');
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
    Result<QByteArray> run(const std::vector<QByteArray> &command,
                           std::chrono::milliseconds time = std::chrono::minutes(1))
    {
        const ToolRunner runner(
            {.folders = {"/nowhere", QFile::encodeName(folder_->path())}, .time = time, .output = 100'000},
            std::chrono::steady_clock::now() + std::chrono::minutes(1), cancel_);
        return runner.run(command);
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void givesWhatAToolPrints()
    {
        tool("say", "echo \"$# <$1> <$2>\"; echo complaint >&2");
        const auto said = run({"say", "a b; $(c) *", ""});
        QVERIFY2(said.has_value(), said ? "" : qPrintable(said.error().text()));
        QCOMPARE(*said, QByteArray("2 <a b; $(c) *> <>\n"));
    }
    void givesItNothingOfItsOwn()
    {
        // Nothing of the environment, nothing to read, no files, the root folder, no signals blocked.
        qputenv("BACKSPOOL_TEST_SECRET", "1");
        tool("look", "/usr/bin/env | /usr/bin/sort; read line || echo nothing; pwd; ls=$(/bin/ls /proc/self/fd | "
                     "/usr/bin/tr '\\n' ' '); echo $ls; /bin/grep SigBlk /proc/self/status");
        sigset_t blocked, before;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
        const auto said = run({"look"});
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        QVERIFY(said.has_value());
        QVERIFY(!said->contains("SECRET"));
        QVERIFY(said->startsWith("LC_ALL=C\n"));
        QVERIFY2(said->contains("PATH=/nowhere:" + QFile::encodeName(folder_->path()) + '\n'), said->constData());
        QVERIFY2(said->contains("\nnothing\n/\n0 1 2 3\nSigBlk:\t0000000000000000\n"), said->constData());
    }
    void manyBytesComeWhole()
    {
        tool("much", "/usr/bin/head -c 100000 /dev/zero; /usr/bin/head -c 1000000 /dev/zero >&2");
        const auto said = run({"much"});
        QVERIFY(said.has_value());
        QCOMPARE(*said, QByteArray(100'000, '\0'));
    }

    void saysWhyThereIsNothing_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("reason");
        QTest::newRow("fails") << QByteArray("echo part; exit 3") << ErrorKind::Io
                               << QStringLiteral("it ended with code 3");
        QTest::newRow("fails with words") << QByteArray("printf 'tool: no\\nmore\\n' >&2; exit 1") << ErrorKind::Io
                                          << QStringLiteral("it ended with code 1: tool: no");
        QTest::newRow("ends by a signal")
            << QByteArray("kill -TERM $$") << ErrorKind::Io << QStringLiteral("it was ended by signal 15");
        QTest::newRow("prints without end")
            << QByteArray("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done") << ErrorKind::Invalid
            << QStringLiteral("it printed more than 100000 bytes");
        QTest::newRow("prints too much") << QByteArray("/usr/bin/head -c 100001 /dev/zero") << ErrorKind::Invalid
                                         << QStringLiteral("it printed more than 100000 bytes");
    }
    void saysWhyThereIsNothing()
    {
        QFETCH(QByteArray, script);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, reason);
        tool("fail", script);
        const auto said = run({"fail"});
        QVERIFY(!said);
        QCOMPARE(said.error().text(), reason);
        QCOMPARE(said.error().kind(), kind);
    }
    void aToolThatIsNotThereIsNotFound()
    {
        const auto said = run({"absent"});
        QVERIFY(!said);
        QCOMPARE(said.error().kind(), ErrorKind::NotFound);
        QCOMPARE(said.error().text(), QStringLiteral("absent is not installed"));
    }

    void aToolThatHangsIsEndedWithWhatItStarted_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::newRow("silent") << QByteArray("/bin/sleep 1000 & echo $! > \"$1\"; wait");
        QTest::newRow("deaf") << QByteArray("trap '' TERM INT; /bin/sleep 1000 & echo $! > \"$1\"; wait");
        QTest::newRow("with its output closed")
            << QByteArray("/bin/sleep 1000 >&- 2>&- & echo $! > \"$1\"; exec >&- 2>&-; wait");
    }
    void aToolThatHangsIsEndedWithWhatItStarted()
    {
        QFETCH(QByteArray, script);
        tool("hang", script);
        const QString note = folder_->filePath(QStringLiteral("note"));
        const auto said = run({"hang", QFile::encodeName(note)}, std::chrono::milliseconds(500));
        QVERIFY(!said);
        QCOMPARE(said.error().kind(), ErrorKind::Busy);
        QFile file(note);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto child = pid_t(file.readAll().trimmed().toInt());
        QVERIFY(child > 0);
        // It is the first process's now, and gone when that has looked: or still a dead one.
        const auto isGone = [&] {
            QFile status(QStringLiteral("/proc/%1/stat").arg(child));
            return !status.open(QIODevice::ReadOnly) || status.readAll().contains(") Z ");
        };
        QTRY_VERIFY(isGone());
    }
    void whatAToolLeavesBehindIsNotWaitedFor()
    {
        // Its output stays open in a process that outlives it.
        tool("leave", "/bin/sleep 30 & echo done");
        QElapsedTimer timer;
        timer.start();
        const auto said = run({"leave"});
        QVERIFY(said.has_value());
        QCOMPARE(*said, QByteArray("done\n"));
        QVERIFY(timer.elapsed() < 20'000);
    }
    void stopsOnRequest()
    {
        tool("hang", "/bin/sleep 1000");
        const std::jthread user([&] { cancel_.cancel(); });
        const auto said = run({"hang"});
        QVERIFY(!said);
        QCOMPARE(said.error().kind(), ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestToolRunner)
#include "tst_tool_runner.moc"
