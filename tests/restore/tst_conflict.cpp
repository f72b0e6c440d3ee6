#include "restore/beside_name.h"
#include "restore/conflict.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

Q_DECLARE_METATYPE(Presence)
Q_DECLARE_METATYPE(OnConflict)

class TestConflict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreDecidedOnByTheTable_data()
    {
        QTest::addColumn<Presence>("presence");
        QTest::addColumn<OnConflict>("onConflict");
        QTest::addColumn<QString>("action");
        const auto row = [](const char *name, Presence presence, const char *skip, const char *overwrite,
                            const char *keepBoth) {
            QTest::addRow("%s, skip", name) << presence << OnConflict::Skip << QString::fromLatin1(skip);
            QTest::addRow("%s, overwrite", name) << presence << OnConflict::Overwrite << QString::fromLatin1(overwrite);
            QTest::addRow("%s, keep both", name) << presence << OnConflict::KeepBoth << QString::fromLatin1(keepBoth);
        };
        row("absent", Presence::Absent, "create", "create", "create");
        row("same", Presence::Same, "leave", "leave", "leave");
        row("other metadata", Presence::OtherMetadata, "skip", "set-metadata", "skip");
        row("different", Presence::Different, "skip", "replace", "beside");
        row("folder", Presence::Folder, "skip", "skip", "beside");
    }
    void filesAreDecidedOnByTheTable()
    {
        QFETCH(Presence, presence);
        QFETCH(OnConflict, onConflict);
        QFETCH(QString, action);
        const auto decision = decideFile(presence, onConflict);
        QCOMPARE(actionName(decision.action), action);
        QCOMPARE(decision.reason.isEmpty(), decision.action != RestoreAction::Skip);
    }

    void foldersAreDecidedOnByTheTable_data()
    {
        QTest::addColumn<Presence>("presence");
        QTest::addColumn<OnConflict>("onConflict");
        QTest::addColumn<QString>("action");
        for (const auto onConflict : {OnConflict::Skip, OnConflict::Overwrite, OnConflict::KeepBoth}) {
            QTest::addRow("absent %d", int(onConflict)) << Presence::Absent << onConflict << QStringLiteral("create");
            QTest::addRow("folder %d", int(onConflict)) << Presence::Folder << onConflict << QStringLiteral("merge");
        }
        QTest::newRow("something else, skip") << Presence::Different << OnConflict::Skip << QStringLiteral("skip");
        QTest::newRow("something else, overwrite")
            << Presence::Different << OnConflict::Overwrite << QStringLiteral("replace");
        QTest::newRow("something else, keep both")
            << Presence::Different << OnConflict::KeepBoth << QStringLiteral("beside");
    }
    void foldersAreDecidedOnByTheTable()
    {
        QFETCH(Presence, presence);
        QFETCH(OnConflict, onConflict);
        QFETCH(QString, action);
        QCOMPARE(actionName(decideFolder(presence, onConflict).action), action);
    }

    void besideNamesKeepTheExtension_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("number");
        QTest::addColumn<QByteArray>("beside");
        QTest::newRow("plain") << QByteArray("letter.odt") << 1 << QByteArray("letter (restored 2026-11-20 14.05).odt");
        QTest::newRow("second") << QByteArray("letter.odt") << 2
                                << QByteArray("letter (restored 2026-11-20 14.05, 2).odt");
        QTest::newRow("none") << QByteArray("Makefile") << 1 << QByteArray("Makefile (restored 2026-11-20 14.05)");
        QTest::newRow("hidden") << QByteArray(".bashrc") << 1 << QByteArray(".bashrc (restored 2026-11-20 14.05)");
        QTest::newRow("two dots") << QByteArray("a.tar.gz") << 1 << QByteArray("a.tar (restored 2026-11-20 14.05).gz");
        QTest::newRow("dot in a sentence")
            << QByteArray("Dr. No") << 1 << QByteArray("Dr. No (restored 2026-11-20 14.05)");
        QTest::newRow("longest") << QByteArray(251, 'a') + ".txt" << 1
                                 << QByteArray(255 - 4 - 28, 'a') + " (restored 2026-11-20 14.05).txt";
        QTest::newRow("whole characters") << QByteArray("\xc3\xa4").repeated(125) + ".txt" << 1
                                          << QByteArray("\xc3\xa4").repeated(111) + " (restored 2026-11-20 14.05).txt";
    }
    void besideNamesKeepTheExtension()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, number);
        QFETCH(QByteArray, beside);
        const QDateTime time(QDate(2026, 11, 20), QTime(14, 5, 30));
        const auto result = besideName(name, WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())), number);
        QCOMPARE(result, beside);
        QVERIFY(result.size() <= 255);
    }
};

QTEST_GUILESS_MAIN(TestConflict)
#include "tst_conflict.moc"
