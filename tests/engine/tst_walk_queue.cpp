#include "difference/walk_queue.h"

#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::engine;

class WalkQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConnectionThatWasLostBeforeEndsTheWalk()
    {
        Failure failure;
        failure.set(Error(ErrorKind::Unreachable, QStringLiteral("the connection was lost")));
        WalkQueue queue(failure);
        queue.addScan([] { QFAIL("there is nobody to back up to"); });
        queue.run();
    }

    void whatIsPutOffComesWhenItIsDueAndNothingElseIsToBeDone()
    {
        Failure failure;
        WalkQueue queue(failure);
        std::atomic<bool> isDue = false;
        QStringList order;
        QVERIFY(queue.addPutOff(
            1,
            [&] {
                order += QStringLiteral("put off");
                queue.finish();
            },
            [&] { return isDue.load(); }));
        QVERIFY(queue.addPutOff(1, [] {}, [] { return false; }));
        queue.addScan([&] {
            order += QStringLiteral("scan");
            isDue = true;
            queue.addReady([&] { order += QStringLiteral("ready"); });
        });
        queue.run();
        QCOMPARE(order, QStringList({QStringLiteral("scan"), QStringLiteral("ready"), QStringLiteral("put off")}));
    }

    void notMuchIsPutOff()
    {
        Failure failure;
        WalkQueue queue(failure);
        int taken = 0;
        while (taken < 10'000 && queue.addPutOff(100, [] {}, [] { return false; }))
            ++taken;
        QVERIFY2(taken > 50 && taken < 1'000, qPrintable(QString::number(taken)));
    }

    /// Each is open, and has nearly nothing in it.
    void fewFoldersWaitForTheServiceAtATime()
    {
        Failure failure;
        WalkQueue queue(failure);
        std::atomic<int> waiting = 0;
        for (int i = 0; i < 5'000; ++i) {
            queue.addScan([&] {
                ++waiting;
                queue.addWaiting(1);
            });
        }
        std::jthread worker([&] { queue.run(); });
        QTRY_VERIFY(waiting >= 300);
        queue.addReady([&] { queue.finish(); });
        worker.join();
        QVERIFY2(waiting <= 400, qPrintable(QString::number(waiting)));
    }
};

QTEST_GUILESS_MAIN(WalkQueueTest)
#include "tst_walk_queue.moc"
