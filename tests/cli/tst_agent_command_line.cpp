/// The program itself: exit codes and what it prints, as far as no service is needed.
#include "core/file_descriptor.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

class TestAgentCommandLine : public QObject
{
    Q_OBJECT

private:
    struct Ran
    {
        int code = -1;
        QByteArray output, errors;
    };

    Ran run(QStringList arguments, const QString &folder = {})
    {
        QProcess process;
        process.setProgram(qEnvironmentVariable("BACKSPOOL_BIN") + QStringLiteral("/backspool-agent"));
        process.setArguments(QStringList{QStringLiteral("--state-dir"), state_.path() + QStringLiteral("/state")} +
                             arguments);
        process.setWorkingDirectory(folder.isEmpty() ? state_.path() : folder);
        process.start();
        if (!process.waitForFinished(20'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    /// The one object on @p output; empty when it is anything else.
    static QJsonObject oneObject(const QByteArray &output)
    {
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(output, &error);
        return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
    }

    QTemporaryDir state_;

private Q_SLOTS:
    void cleanup() { QDir(state_.path() + QStringLiteral("/state")).removeRecursively(); }

    void wrongUsageEndsWithCode2_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("no command") << "";
        QTest::newRow("unknown command") << "destroy";
        QTest::newRow("half a command") << "selection";
        QTest::newRow("unknown option") << "points --everything";
        QTest::newRow("option of another command") << "points --to /tmp";
        QTest::newRow("restore without a path") << "restore";
        QTest::newRow("restore with a wrong choice") << "restore /x --on-conflict maybe";
        QTest::newRow("enrol without a code") << "enrol --service localhost:1";
        QTest::newRow("enrol with a wrong code") << "enrol --service localhost:1 --code 12345";
        QTest::newRow("limit that is no number") << "points --limit few";
        QTest::newRow("limit of none") << "points --limit 0";
        QTest::newRow("one point to compare") << "diff 1";
        QTest::newRow("too many paths") << "versions a b";
        QTest::newRow("nothing to back up") << "backup";
        QTest::newRow("pattern with a slash") << "find a/b";
        QTest::newRow("pause of no length") << "pause 0h";
        QTest::newRow("pause that is not understood") << "pause soon";
    }
    void wrongUsageEndsWithCode2()
    {
        QFETCH(QString, line);
        const auto arguments = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const auto text = run(arguments);
        QCOMPARE(text.code, 2);
        QVERIFY(text.output.isEmpty());
        QVERIFY(text.errors.contains("--help"));
        const auto json = run(arguments + QStringList{QStringLiteral("--json")});
        QCOMPARE(json.code, 2);
        QCOMPARE(oneObject(json.output)[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                 QStringLiteral("usage"));
    }

    void whatNeedsAServiceSaysThatThereIsNone_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"points", "ls", "ls /tmp", "find x", "versions /x", "diff 1 2", "restore /x", "verify"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void whatNeedsAServiceSaysThatThereIsNone()
    {
        QFETCH(QString, line);
        const auto arguments = line.split(QLatin1Char(' '));
        const auto text = run(arguments);
        QCOMPARE(text.code, 1);
        QVERIFY(text.output.isEmpty());
        QVERIFY2(text.errors.contains("enrol"), text.errors.constData());
        const auto json = run(arguments + QStringList{QStringLiteral("--json")});
        QCOMPARE(json.code, 1);
        QCOMPARE(oneObject(json.output)[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                 QStringLiteral("not-found"));
    }

    void everyCommandExplainsItself_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"", "enrol", "backup", "run", "pause", "resume", "policy", "selection list",
                                    "selection add", "selection remove", "selection exclude", "points", "ls", "find",
                                    "versions", "diff", "restore", "status", "verify"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void everyCommandExplainsItself()
    {
        QFETCH(QString, command);
        const auto help =
            run(command.split(QLatin1Char(' '), Qt::SkipEmptyParts) + QStringList{QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        QVERIFY(help.output.contains("Usage:"));
        QVERIFY(help.output.contains("--json"));
        QVERIFY(help.output.contains(command.toUtf8()));
        for (const auto &line : help.output.split('\n'))
            QVERIFY2(line.size() <= 100, line.constData());
    }

    void versionIsSaid()
    {
        const auto text = run({QStringLiteral("--version")});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.output, QByteArray("backspool-agent " BACKSPOOL_VERSION "\n"));
    }

    void statusOfAFreshComputer()
    {
        const auto text = run({QStringLiteral("status")});
        QCOMPARE(text.code, 1);
        QVERIFY(text.output.contains("not enrolled"));
        const auto json = oneObject(run({QStringLiteral("status"), QStringLiteral("--json")}).output);
        QCOMPARE(json[QStringLiteral("enrolled")].toBool(true), false);
        QVERIFY(json[QStringLiteral("paths")].isArray());
    }

    void whatNeedsARunningAgentSaysThatThereIsNone_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"pause", "pause 1h", "pause until 18:00", "resume", "status --watch"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void whatNeedsARunningAgentSaysThatThereIsNone()
    {
        QFETCH(QString, line);
        const auto text = run(line.split(QLatin1Char(' ')));
        QCOMPARE(text.code, 1);
        QVERIFY2(text.errors.contains("backspool-agent run"), text.errors.constData());
    }

    void theServiceManagerIsToldHowTheAgentIsDoing()
    {
        const QByteArray path = QFile::encodeName(state_.filePath(QStringLiteral("notify")));
        const backspool::FileDescriptor manager(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        QVERIFY(size_t(path.size()) < sizeof address.sun_path);
        std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
        QCOMPARE(::bind(manager.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);

        QProcess agent;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("NOTIFY_SOCKET"), QFile::decodeName(path));
        environment.insert(QStringLiteral("WATCHDOG_USEC"), QStringLiteral("100000"));
        agent.setProcessEnvironment(environment);
        agent.start(qEnvironmentVariable("BACKSPOOL_BIN") + QStringLiteral("/backspool-agent"),
                    {QStringLiteral("--state-dir"), state_.filePath(QStringLiteral("state")), QStringLiteral("run")});
        QByteArrayList told;
        const auto isTold = [&](const QByteArray &what) {
            return QTest::qWaitFor(
                [&] {
                    std::array<char, 4096> message;
                    for (ssize_t size; (size = ::recv(manager.get(), message.data(), message.size(), 0)) > 0;)
                        told += QByteArray(message.data(), size);
                    return std::ranges::any_of(told, [&](const QByteArray &one) { return one.startsWith(what); });
                },
                20'000);
        };
        QVERIFY(isTold("READY=1"));
        QVERIFY(isTold("STATUS=the last attempt ended: This computer is not enrolled"));
        told.clear();
        QVERIFY(isTold("WATCHDOG=1"));
        agent.terminate();
        QVERIFY(isTold("STOPPING=1"));
        QVERIFY(QTest::qWaitFor([&] { return agent.state() == QProcess::NotRunning; }, 20'000));
        QCOMPARE(agent.exitStatus(), QProcess::NormalExit);
        QCOMPARE(agent.exitCode(), 0);
        QCOMPARE(agent.readAllStandardOutput(), QByteArray("ready\n"));
        QFile::remove(QFile::decodeName(path));
    }

    void thePolicyIsShownAndWhatIsWrongWithItIsSaid()
    {
        const QString network = state_.filePath(QStringLiteral("network.json"));
        const QStringList command{QStringLiteral("policy"), QStringLiteral("--network-policy"), network,
                                  QStringLiteral("--json")};
        QCOMPARE(run(command).code, 0);
        QVERIFY(!run(command.first(3)).output.contains("left out:")); // nothing, unless somebody wants it
        QFile file(network);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 1, \"exclusions\": {\"default_list\": true}}");
        file.close();
        QVERIFY(run(command.first(3)).output.contains("left out: .cache/ (default list)"));
        QVERIFY(!run(command.first(3)).output.contains("left out: /tmp/*"));
        QCOMPARE(run({QStringLiteral("selection"), QStringLiteral("add"), QStringLiteral("/")}).code, 0);
        QVERIFY(run(command.first(3)).output.contains("left out: /tmp/* (default list)"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 1, \"schedule\": {\"catch_up\": false}, \"locked\": [\"schedule.catch_up\"]}");
        file.close();
        auto shown = oneObject(run(command).output);
        QCOMPARE(shown[QStringLiteral("policy")][QStringLiteral("schedule")][QStringLiteral("catch_up")].toBool(true),
                 false);
        QCOMPARE(shown[QStringLiteral("locked")].toArray().size(), 1);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\n\"delay\": 5}");
        file.close();
        const auto wrong = run(command.first(3));
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.errors.contains("line ") && wrong.errors.contains(network.toUtf8()), wrong.errors.constData());
        QFile::remove(network);
    }

    void theSelectionIsKept()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("a/b"));
        QDir(folder.path()).mkpath(QStringLiteral("c"));
        const QString real = QDir(folder.path()).canonicalPath();
        QCOMPARE(run({QStringLiteral("selection"), QStringLiteral("add"), QStringLiteral("a/b"), QStringLiteral("c")},
                     folder.path())
                     .code,
                 0);
        QCOMPARE(run({QStringLiteral("selection"), QStringLiteral("exclude"), QStringLiteral("*.o")}).code, 0);
        auto list = run({QStringLiteral("selection"), QStringLiteral("list")});
        QCOMPARE(list.code, 0);
        QCOMPARE(list.output,
                 (real + QStringLiteral("/a/b\n") + real + QStringLiteral("/c\nleft out: *.o\n")).toUtf8());

        // A path above covers those beneath; what that changes is said.
        const auto added = oneObject(run({QStringLiteral("--json"), QStringLiteral("selection"), QStringLiteral("add"),
                                          real + QStringLiteral("/a/")})
                                         .output);
        QCOMPARE(added[QStringLiteral("added")].toArray().size(), 1);
        QCOMPARE(added[QStringLiteral("dropped")].toArray().at(0)[QStringLiteral("path")].toString(),
                 real + QStringLiteral("/a/b"));

        QCOMPARE(
            run({QStringLiteral("selection"), QStringLiteral("remove"), QStringLiteral("c"), QStringLiteral("*.o")},
                folder.path())
                .code,
            0);
        list = run({QStringLiteral("selection"), QStringLiteral("list")});
        QCOMPARE(list.output, (real + QStringLiteral("/a\n")).toUtf8());

        QCOMPARE(run({QStringLiteral("selection"), QStringLiteral("remove"), QStringLiteral("/never")}).code, 1);
        QCOMPARE(
            run({QStringLiteral("selection"), QStringLiteral("add"), QStringLiteral("not there")}, folder.path()).code,
            1);
    }

    void aLinkToAFolderIsSelectedAsTheFolder()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("real"));
        QFile::link(folder.path() + QStringLiteral("/real"), folder.path() + QStringLiteral("/link"));
        const auto added =
            run({QStringLiteral("selection"), QStringLiteral("add"), QStringLiteral("link")}, folder.path());
        QCOMPARE(added.code, 0);
        QVERIFY(added.errors.contains("is a link"));
        QVERIFY(added.output.contains("/real\n"));
    }

    void namesThatAreNotUtf8AreBase64Beside()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(QString()).mkpath(QFile::decodeName(folder.path().toUtf8() + "/plain")));
        const QByteArray odd = folder.path().toUtf8() + "/\xff";
        QCOMPARE(::mkdir(odd.constData(), 0755), 0);
        QProcess process;
        // QProcess takes QString arguments only: the shell makes the byte.
        process.start(QStringLiteral("/bin/sh"),
                      {QStringLiteral("-c"),
                       QStringLiteral("\"$0\" --state-dir \"$1\" selection add \"$2/$(printf '\\377')\" --json"),
                       qEnvironmentVariable("BACKSPOOL_BIN") + QStringLiteral("/backspool-agent"),
                       state_.path() + QStringLiteral("/state"), folder.path()});
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), 0);
        const auto path =
            oneObject(process.readAllStandardOutput())[QStringLiteral("added")].toArray().at(0).toObject();
        QVERIFY(QByteArray::fromBase64(path[QStringLiteral("path_base64")].toString().toLatin1()).endsWith('\xff'));
        ::rmdir(odd.constData());
    }
};

QTEST_GUILESS_MAIN(TestAgentCommandLine)
#include "tst_agent_command_line.moc"
