#include "backup/backup_options.h"
#include "core/clock.h"
#include "policy/exclude_pattern.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;

class TestBackupOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAgentsOwnStateIsNotBackedUp_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto *name : {"backspool", "a [b] *?!#\\ ", "#", "!x "})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void theAgentsOwnStateIsNotBackedUp()
    {
        QFETCH(QString, name);
        const QTemporaryDir home;
        const QString path = QDir(QFileInfo(home.path()).canonicalFilePath()).filePath(name);
        const AgentState state(path);
        VERIFY_OK(state.create());
        policy::Selection selection;
        VERIFY_OK(selection.addPath(QFile::encodeName(home.path())));
        const auto options = backupOptions({}, selection, state, SystemClock());
        const auto rules = policy::ExcludeRules::compile(options.excludes, options.paths);
        VERIFY_OK(rules);
        QVERIFY(rules->isExcluded(QFile::encodeName(path), true));
        QVERIFY(!rules->isExcluded(QFile::encodeName(path), false));
        QVERIFY(!rules->isExcluded(QFile::encodeName(path) + "2", true));
        QVERIFY(!rules->isExcluded(QFile::encodeName(home.path()) + "/a b", true));
    }
};

QTEST_GUILESS_MAIN(TestBackupOptions)
#include "tst_backup_options.moc"
