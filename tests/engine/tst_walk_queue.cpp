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
