#include "control/data_folder.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::control;

class TestDataFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        for (const char *name : {"STATE_DIRECTORY", "XDG_DATA_HOME"})
            qunsetenv(name);
    }

    void systemdSaysWhere()
    {
        qputenv("STATE_DIRECTORY", "/var/lib/one:/var/lib/two");
        QCOMPARE(defaultDataFolder(), QStringLiteral("/var/lib/one"));
    }

    void elseTheUsersDataFolder()
    {
        if (QDir(QStringLiteral("/var/lib/backspool")).exists())
            QSKIP("this computer has a system service");
        QCOMPARE(defaultDataFolder(), QDir::homePath() + QStringLiteral("/.local/share/backspool/service"));
        qputenv("XDG_DATA_HOME", "/data");
        QCOMPARE(defaultDataFolder(), QStringLiteral("/data/backspool/service"));
        qputenv("XDG_DATA_HOME", "relative");
        QCOMPARE(defaultDataFolder(), QDir::homePath() + QStringLiteral("/.local/share/backspool/service"));
    }

    void anyPartMakesItOne()
    {
        QTemporaryDir folder;
        VERIFY_FAILS(ErrorKind::NotFound, checkInitialised(folder.path()));
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("store")));
        VERIFY_OK(checkInitialised(folder.path()));
    }
};

QTEST_GUILESS_MAIN(TestDataFolder)
#include "tst_data_folder.moc"
