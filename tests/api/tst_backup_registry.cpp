#include "api/backup_registry.h"

#include <QTest>

using namespace backspool;
using namespace backspool::api;
using Admission = BackupRegistry::Admission;

class TestBackupRegistry : public QObject
{
    Q_OBJECT

    struct Connection
    {
        std::shared_ptr<ConnectionLife> life = std::make_shared<ConnectionLife>();
        std::shared_ptr<int> ended = std::make_shared<int>(0);
        Connection()
        {
            life->end = [ended = ended] { ++*ended; };
        }
    };

private Q_SLOTS:
    void oneBackupOfAClientAtATime()
    {
        BackupRegistry registry(3);
        Connection first, second;
        QCOMPARE(registry.admit(ClientId{1}, first.life), Admission::Admitted);
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Busy);
        QCOMPARE(registry.admit(ClientId{2}, second.life), Admission::Admitted);
        QCOMPARE(*first.ended, 0);
        registry.leave(ClientId{1}, first.life);
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Admitted);
    }

    void aSilentOneGivesWay()
    {
        BackupRegistry registry(3);
        Connection first, second;
        QCOMPARE(registry.admit(ClientId{1}, first.life), Admission::Admitted);
        first.life->lastHeard = std::chrono::steady_clock::now() - ConnectionLife::kDeadAfter - std::chrono::seconds(1);
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Soon);
        QCOMPARE(*first.ended, 1);
        registry.leave(ClientId{1}, first.life);
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Admitted);
    }

    void oneThatWaitsForTheServiceIsNotDead()
    {
        BackupRegistry registry(3);
        Connection first, second;
        QCOMPARE(registry.admit(ClientId{1}, first.life), Admission::Admitted);
        first.life->lastHeard = std::chrono::steady_clock::now() - std::chrono::hours(1);
        first.life->framesInWork = 1;
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Busy);
        QCOMPARE(*first.ended, 0);
    }

    void aClosedOneGivesWayAtOnce()
    {
        BackupRegistry registry(3);
        Connection first, second;
        QCOMPARE(registry.admit(ClientId{1}, first.life), Admission::Admitted);
        first.life->isClosed = true;
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Soon);
    }

    void whoHasLeftCannotPutAnotherOut()
    {
        BackupRegistry registry(3);
        Connection first, second, third;
        QCOMPARE(registry.admit(ClientId{1}, first.life), Admission::Admitted);
        registry.leave(ClientId{1}, first.life);
        QCOMPARE(registry.admit(ClientId{1}, second.life), Admission::Admitted);
        registry.leave(ClientId{1}, first.life);
        QCOMPARE(registry.admit(ClientId{1}, third.life), Admission::Busy);
    }

    void thereIsAMost()
    {
        BackupRegistry registry(3);
        std::vector<Connection> connections(registry.most() + 1);
        for (size_t i = 0; i < registry.most(); ++i)
            QCOMPARE(registry.admit(ClientId{uint32_t(i + 1)}, connections[i].life), Admission::Admitted);
        QCOMPARE(registry.admit(ClientId{1000}, connections.back().life), Admission::Full);
    }
};

QTEST_GUILESS_MAIN(TestBackupRegistry)
#include "tst_backup_registry.moc"
