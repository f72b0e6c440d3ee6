/// What desktops and file managers read of the app: each looked at by its own tool.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

class TestDesktopFiles : public QObject
{
    Q_OBJECT

    static QString resources() { return qEnvironmentVariable("BACKSPOOL_SOURCE") + QStringLiteral("/resources/"); }
    static QString run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        if (!process.waitForFinished(60'000))
            return program + QStringLiteral(": ") + process.errorString();
        const QString output = QString::fromUtf8(process.readAll());
        return process.exitCode() == 0 && process.exitStatus() == QProcess::NormalExit
                   ? QString()
                   : QStringLiteral("exit code %1: %2").arg(process.exitCode()).arg(output);
    }

private Q_SLOTS:
    void entriesAreValid_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("menu") << QStringLiteral("org.backspool.Backspool.desktop");
        QTest::newRow("autostart") << QStringLiteral("autostart/org.backspool.Backspool.desktop");
        QTest::newRow("Dolphin") << QStringLiteral("file-managers/backspool-restore.desktop");
    }
    void entriesAreValid()
    {
        QFETCH(QString, file);
        QFile entry(resources() + file);
        QVERIFY(entry.open(QIODevice::ReadOnly));
        // The standard, and so its tool, knows nothing of Dolphin's menus: a program with actions comes nearest.
        const auto content = entry.readAll().replace("Type=Service\n", "Type=Application\nExec=backspool\n");
        QTemporaryDir folder;
        QFile looked(folder.filePath(QStringLiteral("looked-at.desktop")));
        QVERIFY(looked.open(QIODevice::WriteOnly) && looked.write(content) == content.size());
        looked.close();
        const auto validate = QStandardPaths::findExecutable(QStringLiteral("desktop-file-validate"));
        if (validate.isEmpty())
            QSKIP("desktop-file-validate is not installed");
        const auto wrong = run(validate, {QStringLiteral("--no-hints"), looked.fileName()});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void softwareCentresUnderstandIt()
    {
        const auto tool = QStandardPaths::findExecutable(QStringLiteral("appstreamcli"));
        if (tool.isEmpty())
            QSKIP("appstreamcli is not installed");
        const auto wrong =
            run(tool, {QStringLiteral("validate"), QStringLiteral("--no-net"), QStringLiteral("--explain"),
                       QStringLiteral("--override=url-homepage-missing=info"),
                       resources() + QStringLiteral("org.backspool.Backspool.metainfo.xml")});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void nautilusAndNemoOfferIt_data()
    {
        QTest::addColumn<QString>("manager");
        QTest::newRow("Nautilus") << QStringLiteral("nautilus");
        QTest::newRow("Nemo") << QStringLiteral("nemo");
    }
    void nautilusAndNemoOfferIt()
    {
        QFETCH(QString, manager);
        const auto python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("python3 is not installed");
        const auto wrong = run(python, {QStringLiteral("-B"),
                                        qEnvironmentVariable("BACKSPOOL_SOURCE") +
                                            QStringLiteral("/tests/tray/check_file_manager_script.py"),
                                        resources() + QStringLiteral("file-managers/backspool_restore.py"), manager});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestDesktopFiles)
#include "tst_desktop_files.moc"
