#include "api/client_places.h"

#include <QTest>

using namespace backspool;
using namespace backspool::api;

class TestClientPlaces : public QObject
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
        void beSilent() const
        {
            life->lastHeard = std::chrono::steady_clock::now() - ConnectionLife::kDeadAfter - std::chrono::seconds(1);
        }
    };

private Q_SLOTS:
    void aClientHasAFew()
    {
        ClientPlaces places(2);
        const Connection first, second, third;
        auto one = places.take(ClientId{1}, first.life);
        const auto two = places.take(ClientId{1}, second.life);
        QVERIFY(one);
        QVERIFY(two);
        QVERIFY(!places.take(ClientId{1}, third.life));
        QVERIFY(places.take(ClientId{2}, third.life));
        one.reset();
        QVERIFY(places.take(ClientId{1}, third.life));
        QCOMPARE(*first.ended + *second.ended, 0);
    }

    void aDeadOneGivesWay()
    {
        ClientPlaces places(2);
        const Connection first, second, third, fourth;
        auto one = places.take(ClientId{1}, first.life);
        const auto two = places.take(ClientId{1}, second.life);
        first.beSilent();
        const auto three = places.take(ClientId{1}, third.life);
        QVERIFY(three);
        QCOMPARE(*first.ended, 1);
        // It has given its place already.
        one.reset();
        QVERIFY(!places.take(ClientId{1}, fourth.life));
        QCOMPARE(*second.ended + *third.ended, 0);
    }

    void whoWaitsForTheServiceIsNotDead()
    {
        ClientPlaces places(1);
        const Connection first, second;
        const auto one = places.take(ClientId{1}, first.life);
        first.beSilent();
        first.life->framesInWork = 1;
        QVERIFY(!places.take(ClientId{1}, second.life));
        QCOMPARE(*first.ended, 0);
    }
};

QTEST_GUILESS_MAIN(TestClientPlaces)
#include "tst_client_places.moc"
