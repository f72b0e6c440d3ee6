#include "tray/single_instance.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool::tray;

class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondStartRaisesTheFirst()
    {
        QTemporaryDir folder;
        SingleInstance first(folder.path());
        QVERIFY(first.isFirst());
        QSignalSpy wanted(&first, &SingleInstance::showWanted);
        SingleInstance second(folder.path());
        QVERIFY(!second.isFirst());
        QTRY_COMPARE(wanted.size(), 1);
    }

    void aSecondStartSaysWhatIsToBeShown()
    {
        QTemporaryDir folder;
        SingleInstance first(folder.path());
        QVERIFY(first.isFirst());
        QSignalSpy wanted(&first, &SingleInstance::showWanted);
        qputenv("XDG_ACTIVATION_TOKEN", "a token");
        SingleInstance second(folder.path());
        QVERIFY(!second.isFirst("/home/u/letter \xff.odt"));
        qunsetenv("XDG_ACTIVATION_TOKEN");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toByteArray(), QByteArray("/home/u/letter \xff.odt"));
        QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("a token"));
        qunsetenv("XDG_ACTIVATION_TOKEN");
    }

    void otherStateFoldersAreOtherPrograms()
    {
        QTemporaryDir one, other;
        SingleInstance first(one.path()), second(other.path());
        QVERIFY(first.isFirst());
        QVERIFY(second.isFirst());
    }

    void whatADeadProgramLeftIsNoHindrance()
    {
        QTemporaryDir folder;
        {
            SingleInstance first(folder.path());
            QVERIFY(first.isFirst());
        }
        SingleInstance next(folder.path());
        QVERIFY(next.isFirst());
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
