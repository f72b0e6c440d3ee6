/// The program as scripts use it: output, exit codes, signals.

#include <QDir>
#include <QDirListing>
#include <QFile>
#include <QFileInfo>
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

#include <csignal>
#include <cstring>

class TestBackspoold : public QObject
{
    Q_OBJECT

    struct Output
    {
        int code = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    std::unique_ptr<QTemporaryDir> folder_;
    QString data() const { return folder_->filePath(QStringLiteral("data")); }

    static QString program() { return qEnvironmentVariable("BACKSPOOL_BIN") + QStringLiteral("/backspoold"); }
    Output run(const QStringList &arguments) const
    {
        QProcess process;
        process.start(program(), QStringList{QStringLiteral("--data-dir"), data()} + arguments);
        Output output;
        if (!process.waitForFinished(60'000))
            return output;
        output.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        output.out = process.readAllStandardOutput();
        output.err = process.readAllStandardError();
        return output;
    }
    static QStringList words(const char *text)
    {
        return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }

    /// A running service; ends with the test.
    struct Service
    {
        QProcess process;
        QByteArray ready;
        explicit Service(const QString &data,
                         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
        {
            process.setProcessEnvironment(environment);
            process.start(program(), {QStringLiteral("--data-dir"), data, QStringLiteral("--listen"),
                                      QStringLiteral("127.0.0.1:0"), QStringLiteral("run")});
            if (process.waitForReadyRead(30'000))
                ready = process.readLine();
        }
        int stop(int signal = SIGTERM)
        {
            ::kill(pid_t(process.processId()), signal);
            return process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit ? process.exitCode()
                                                                                                   : -1;
        }
        ~Service()
        {
            process.kill();
            process.waitForFinished();
        }
    };

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY2(QFile::exists(program()), "BACKSPOOL_BIN names the folder of the programs (ctest sets it)");
    }

    void runSaysWhereItServesAndEndsInOrder()
    {
        Service service(data());
        QVERIFY2(service.ready.startsWith("ready 127.0.0.1:"), service.ready.constData());
        QVERIFY(service.ready.trimmed().split(':').last().toInt() > 0);
        QCOMPARE(service.stop(), 0);
        const auto err = service.process.readAllStandardError();
        QVERIFY2(err.contains("keys/repository.key") && err.contains("lost"), err.constData());
        // The second start says nothing of a new key.
        Service again(data());
        QVERIFY(again.ready.startsWith("ready "));
        QCOMPARE(again.stop(SIGINT), 0);
        QVERIFY(!again.process.readAllStandardError().contains("repository.key"));
    }

    void oneServiceADataFolder()
    {
        Service service(data());
        QVERIFY(service.ready.startsWith("ready "));
        const auto second = run(words("--listen 127.0.0.1:0 run"));
        QCOMPARE(second.code, 1);
        QVERIFY(!second.err.isEmpty());
    }

    void systemdIsToldWhenItServes()
    {
        const auto path = folder_->filePath(QStringLiteral("notify"));
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.toUtf8().constData(), size_t(path.size()));
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("NOTIFY_SOCKET"), path);
        Service service(data(), environment);
        std::array<char, 100> buffer{};
        QVERIFY(::recv(socket, buffer.data(), buffer.size(), 0) > 0);
        QVERIFY(QByteArray(buffer.data()).startsWith("READY=1"));
        QCOMPARE(service.stop(), 0);
        ::close(socket);
    }

    void commandsSayTheSameWhetherTheServiceRuns()
    {
        QCOMPARE(run(words("client add desk --json")).code, 0); // the first one makes the repository
        const QStringList commands = {QStringLiteral("client list --json"),
                                      QStringLiteral("points --json"),
                                      QStringLiteral("stats --json"),
                                      QStringLiteral("verify --read-data --json"),
                                      QStringLiteral("reclaim --dry-run --json"),
                                      QStringLiteral("stats"),
                                      QStringLiteral("client list"),
                                      QStringLiteral("forget 5 --json"),
                                      QStringLiteral("client revoke nobody --json")};
        std::vector<Output> offline;
        for (const auto &command : commands)
            offline.push_back(run(command.split(QLatin1Char(' '))));
        Service service(data());
        QVERIFY(service.ready.startsWith("ready "));
        for (qsizetype i = 0; i < commands.size(); ++i) {
            const auto online = run(commands[i].split(QLatin1Char(' ')));
            QCOMPARE(online.out, offline[size_t(i)].out);
            QCOMPARE(online.code, offline[size_t(i)].code);
        }
    }

    void jsonIsOneObjectAndNothingElse_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        QTest::newRow("client add") << QStringLiteral("client add desk") << 0;
        QTest::newRow("client list") << QStringLiteral("client list") << 0;
        QTest::newRow("points") << QStringLiteral("points --limit 3") << 0;
        QTest::newRow("stats") << QStringLiteral("stats") << 0;
        QTest::newRow("verify") << QStringLiteral("verify --sample 10") << 0;
        QTest::newRow("reclaim") << QStringLiteral("reclaim") << 0;
        QTest::newRow("rebuild") << QStringLiteral("rebuild") << 0;
        QTest::newRow("no such client") << QStringLiteral("client revoke nobody") << 1;
        QTest::newRow("no such point") << QStringLiteral("forget 12") << 1;
        QTest::newRow("no such command") << QStringLiteral("fly") << 2;
        QTest::newRow("wrong number") << QStringLiteral("points --limit none") << 2;
        QTest::newRow("wrong share") << QStringLiteral("verify --sample 200") << 2;
        QTest::newRow("version") << QStringLiteral("--version") << 0;
    }
    void jsonIsOneObjectAndNothingElse()
    {
        QFETCH(QString, command);
        QFETCH(int, code);
        QCOMPARE(run(words("client add first")).code, 0);
        const auto output = run(command.split(QLatin1Char(' ')) + QStringList{QStringLiteral("--json")});
        QCOMPARE(output.code, code);
        QJsonParseError error;
        const auto object = QJsonDocument::fromJson(output.out, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, output.out.constData());
        QCOMPARE(object.contains(QStringLiteral("error")), code != 0);
        QCOMPARE(output.err, QByteArray());
    }

    void aFolderWithoutARepositoryIsNotMadeOne()
    {
        const auto output = run(words("stats"));
        QCOMPARE(output.code, 1);
        QVERIFY2(output.err.contains("run"), output.err.constData());
        QVERIFY(!QFile::exists(data()));
    }

    void rootActsAsTheServicesUser()
    {
        if (::geteuid() != 0)
            QSKIP("needs root");
        constexpr uid_t kService = 64017; // any that is not root's; it needs no name
        QCOMPARE(::chmod(QFile::encodeName(folder_->path()).constData(), 0755), 0);
        QVERIFY(QDir().mkdir(data()));
        QCOMPARE(::chown(QFile::encodeName(data()).constData(), kService, kService), 0);
        const auto key = folder_->filePath(QStringLiteral("a.key")),
                   policy = folder_->filePath(QStringLiteral("policy"));
        QFile file(policy);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"version\": 1}") > 0);
        file.close();
        file.setPermissions(QFile::ReadOwner); // root's alone, as the key's copy is
        // Before the service has ever run, while it is stopped, and as root instead of the service.
        QCOMPARE(run(words("client add desk")).code, 0);
        QCOMPARE(run({QStringLiteral("policy"), QStringLiteral("set"), policy}).code, 0);
        QCOMPARE(run({QStringLiteral("key"), QStringLiteral("export"), key}).code, 0);
        QCOMPARE(run(words("reclaim")).code, 0);
        QCOMPARE(run(words("rebuild")).code, 0);
        {
            Service service(data());
            QVERIFY(service.ready.startsWith("ready "));
            QCOMPARE(run(words("client add phone")).code, 0);
            QCOMPARE(service.stop(), 0);
        }
        QVERIFY(QFile::remove(data() + QStringLiteral("/keys/repository.key")));
        QCOMPARE(run({QStringLiteral("key"), QStringLiteral("import"), key}).code, 0);

        QCOMPARE(QFileInfo(key).ownerId(), 0U);
        int files = 0;
        for (const auto &entry : QDirListing(data(), QDirListing::IteratorFlag::Recursive)) {
            QVERIFY2(entry.fileInfo().ownerId() == kService, qUtf8Printable(entry.filePath()));
            ++files;
        }
        QVERIFY(files > 10);
    }

    void rebuildWantsTheServiceStopped()
    {
        Service service(data());
        QVERIFY(service.ready.startsWith("ready "));
        const auto output = run(words("rebuild --json"));
        QCOMPARE(output.code, 1);
        QCOMPARE(output.json()[QStringLiteral("error")].toObject()[QStringLiteral("kind")].toString(),
                 QStringLiteral("busy"));
    }

    void theKeyGoesToAnotherFolderAndBack()
    {
        QCOMPARE(run(words("client add desk")).code, 0);
        const auto copy = folder_->filePath(QStringLiteral("copy"));
        QCOMPARE(run({QStringLiteral("key"), QStringLiteral("export"), copy}).code, 0);
        QCOMPARE(run({QStringLiteral("key"), QStringLiteral("export"), copy}).code, 1);
        QVERIFY(QFile::remove(data() + QStringLiteral("/keys/repository.key")));
        QCOMPARE(run(words("stats")).code, 1);
        QCOMPARE(run({QStringLiteral("key"), QStringLiteral("import"), copy}).code, 0);
        QCOMPARE(run(words("stats")).code, 0);
    }

    void helpIsForStrangers_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"", "run", "client add", "client list", "client revoke", "points", "forget",
                                    "reclaim", "stats", "verify", "rebuild", "key export", "key import"})
            QTest::newRow(*command ? command : "the program") << QString::fromUtf8(command);
    }
    void helpIsForStrangers()
    {
        QFETCH(QString, command);
        const auto output =
            run(command.split(QLatin1Char(' '), Qt::SkipEmptyParts) + QStringList{QStringLiteral("--help")});
        QCOMPARE(output.code, 0);
        QVERIFY2(output.out.contains("Usage:") && output.out.contains("--data-dir DIR"), output.out.constData());
        for (const auto &line : output.out.split('\n'))
            QVERIFY2(line.size() <= 100, line.constData());
    }

    void anAddressThatCannotBeUsedIsSaid()
    {
        const auto output = run(words("--listen nowhere run"));
        QCOMPARE(output.code, 1);
        QVERIFY2(output.err.contains("nowhere"), output.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestBackspoold)
#include "tst_backspoold.moc"
