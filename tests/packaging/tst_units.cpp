/// The systemd units: systemd knows every setting, and none takes from the agent what it has to read.
#include <QDir>
#include <QFile>
#include <QMultiMap>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace {

QString unitFolder()
{
    return qEnvironmentVariable("BACKSPOOL_SOURCE") + QStringLiteral("/packaging/systemd");
}

QByteArray unit(const QString &name)
{
    QFile file(unitFolder() + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Each setting with its value; comments and sections left out.
QMultiMap<QByteArray, QByteArray> settings(const QString &name)
{
    QMultiMap<QByteArray, QByteArray> found;
    for (const auto &line : unit(name).split('\n')) {
        const auto sign = line.indexOf('=');
        if (sign > 0 && !line.startsWith('#'))
            found.insert(line.first(sign), line.sliced(sign + 1));
    }
    return found;
}

const QString kAgent = QStringLiteral("backspool-agent.service");
const QString kTimed = QStringLiteral("backspool-agent-backup.service");
const QString kService = QStringLiteral("backspoold.service");

} // namespace

class TestUnits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemdKnowsEverySetting()
    {
        const auto analyze = QStandardPaths::findExecutable(QStringLiteral("systemd-analyze"));
        if (analyze.isEmpty())
            QSKIP("there is no systemd-analyze here");
        QTemporaryDir folder;
        QStringList units;
        for (const auto &name : QDir(unitFolder()).entryList(QDir::Files)) {
            // The programs are looked for; nothing is installed here.
            const auto content = unit(name).replace("/usr/bin/", qgetenv("BACKSPOOL_BIN") + '/');
            units.append(folder.filePath(name));
            QFile file(units.last());
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        }
        QCOMPARE(units.size(), 4);
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(analyze, QStringList{QStringLiteral("verify"), QStringLiteral("--man=no"),
                                           QStringLiteral("--recursive-errors=no")} +
                                   units);
        QVERIFY(process.waitForFinished(60'000));
        const auto said = process.readAll();
        QVERIFY2(process.exitCode() == 0 && !said.contains(folder.path().toUtf8()), said.constData());
    }

    void nothingIsHiddenFromTheAgent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("that runs") << kAgent;
        QTest::newRow("timed") << kTimed;
    }
    void nothingIsHiddenFromTheAgent()
    {
        QFETCH(QString, name);
        const auto found = settings(name);
        QVERIFY(found.size() > 10);
        // What hides or replaces files, makes file systems read-only, or allows some devices only. Each has its comment
        // in the unit.
        for (const char *setting : {"PrivateTmp",
                                    "PrivateDevices",
                                    "PrivateMounts",
                                    "PrivateUsers",
                                    "PrivateNetwork",
                                    "PrivatePIDs",
                                    "ProtectKernelModules",
                                    "ProtectKernelLogs",
                                    "ProtectKernelTunables",
                                    "ProtectControlGroups",
                                    "ProtectProc",
                                    "ProtectSystem",
                                    "ProtectHome",
                                    "ProtectClock",
                                    "DeviceAllow",
                                    "DevicePolicy",
                                    "ReadOnlyPaths",
                                    "InaccessiblePaths",
                                    "TemporaryFileSystem",
                                    "RootDirectory",
                                    "DynamicUser",
                                    "User"})
            QVERIFY2(!found.contains(setting), setting);
    }

    /// The computer's name is in the points; one that runs for months hears of a new one.
    void theAgentHearsOfANewName() { QVERIFY(!settings(kAgent).contains("ProtectHostname")); }

    void bothMayDoTheSame()
    {
        const auto capabilities = [](const QString &name) {
            auto words = settings(name).value("CapabilityBoundingSet").split(' ');
            std::ranges::sort(words);
            return words;
        };
        QCOMPARE(capabilities(kAgent), capabilities(kTimed));
        QVERIFY(capabilities(kAgent).contains("CAP_DAC_READ_SEARCH"));
    }

    void startedMeansThatItServes()
    {
        for (const auto &name : {kAgent, kService})
            QCOMPARE(settings(name).value("Type"), QByteArray("notify"));
        // Putting a store in order after a crash has no bound.
        QCOMPARE(settings(kService).value("TimeoutStartSec"), QByteArray("infinity"));
    }

    /// The app looks for the socket there (kUsersSocket).
    void theFoldersAreThoseThatTheProgramsLookFor()
    {
        QCOMPARE(settings(kAgent).value("RuntimeDirectory"), QByteArray("backspool-agent"));
        QCOMPARE(settings(kAgent).value("StateDirectory"), QByteArray("backspool-agent"));
        QCOMPARE(settings(kTimed).value("StateDirectory"), QByteArray("backspool-agent"));
        QCOMPARE(settings(kService).value("StateDirectory"), QByteArray("backspool"));
    }
};

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_units.moc"
