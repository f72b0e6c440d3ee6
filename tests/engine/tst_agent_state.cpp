#include "backup/agent_state.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;

class AgentStateTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;

    static uint modeOf(const QString &path)
    {
        struct stat status{};
        return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
    }

private Q_SLOTS:
    void aFolderThatIsMadeIsPrivate()
    {
        const QString path = folder_.filePath(QStringLiteral("new/state/"));
        VERIFY_OK(AgentState(path).create());
        QCOMPARE(modeOf(path), 0700u);
        VERIFY_OK(AgentState(path).create());
    }

    void aFolderThatExistsIsLeftAsItIs_data()
    {
        QTest::addColumn<uint>("mode");
        QTest::addColumn<bool>("good");
        QTest::newRow("private") << 0700u << true;
        QTest::newRow("readable") << 0755u << true;
        QTest::newRow("the group writes") << 0770u << false;
        QTest::newRow("like /tmp") << 01777u << false;
    }
    void aFolderThatExistsIsLeftAsItIs()
    {
        QFETCH(uint, mode);
        QFETCH(bool, good);
        const QString path = folder_.filePath(QString::number(mode, 8));
        QVERIFY(QDir().mkdir(path));
        QVERIFY(::chmod(QFile::encodeName(path).constData(), mode) == 0);
        const auto created = AgentState(path).create();
        if (good)
            VERIFY_OK(created);
        else
            VERIFY_FAILS(ErrorKind::Denied, created);
        QCOMPARE(modeOf(path), mode);
    }

    void anotherUsersFolderIsRefused()
    {
        if (::geteuid() != 0)
            QSKIP("only root can give folders away");
        const QString path = folder_.filePath(QStringLiteral("theirs"));
        QVERIFY(QDir().mkdir(path));
        QVERIFY(::chown(QFile::encodeName(path).constData(), 12'345, 12'345) == 0);
        VERIFY_FAILS(ErrorKind::Denied, AgentState(path).create());
    }

    void theFolderIsWhereTheDocumentSays()
    {
        qunsetenv("STATE_DIRECTORY");
        qputenv("XDG_STATE_HOME", "/home/anna/state");
        QCOMPARE(AgentState::defaultFolder(), ::geteuid() == 0 ? QStringLiteral("/var/lib/backspool-agent")
                                                               : QStringLiteral("/home/anna/state/backspool"));
        qputenv("STATE_DIRECTORY", "/var/lib/one:/var/lib/two");
        QCOMPARE(AgentState::defaultFolder(), QStringLiteral("/var/lib/one"));
        qunsetenv("STATE_DIRECTORY");
        qunsetenv("XDG_STATE_HOME");
    }
};

QTEST_GUILESS_MAIN(AgentStateTest)
#include "tst_agent_state.moc"
