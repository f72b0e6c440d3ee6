#include "tray/shown_path.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool::tray;

class TestShownPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsAreAsBackupsHaveThem_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("shown");
        QTest::newRow("a file") << "real/letter" << "real/letter";
        QTest::newRow("by a link") << "link/letter" << "real/letter";
        QTest::newRow("a folder by a link") << "link/within" << "real/within/";
        QTest::newRow("a link itself") << "link" << "link";
        QTest::newRow("what is in a link") << "link/" << "real/";
        QTest::newRow("gone") << "link/gone" << "real/gone";
        QTest::newRow("gone with its folder") << "nowhere/gone" << "nowhere/gone";
        QTest::newRow("roundabout") << "real/../link//letter" << "real/letter";
        QTest::newRow("a folder") << "real" << "real/";
    }
    void pathsAreAsBackupsHaveThem()
    {
        QFETCH(QString, given);
        QFETCH(QString, shown);
        QTemporaryDir made;
        const QString base = QFileInfo(made.path()).canonicalFilePath() + QLatin1Char('/');
        QVERIFY(QDir(base).mkpath(QStringLiteral("real/within")));
        QFile letter(base + QStringLiteral("real/letter"));
        QVERIFY(letter.open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(base + QStringLiteral("real"), base + QStringLiteral("link")));
        QCOMPARE(QFile::decodeName(shownPath(base + given)), base + shown);
        QCOMPARE(QFile::decodeName(shownPath(QStringLiteral("file://") + base + given)), base + shown);
    }

    void theRootIsAFolder()
    {
        QCOMPARE(shownPath(QStringLiteral("/")), QByteArray("/"));
        QCOMPARE(shownPath(QStringLiteral("/tmp")), QByteArray("/tmp/"));
    }
};

QTEST_GUILESS_MAIN(TestShownPath)
#include "tst_shown_path.moc"
