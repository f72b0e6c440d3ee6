#include "api/strand.h"

#include <QSemaphore>
#include <QTest>

#include <atomic>

using namespace backspool::api;
using Turn = Strand::Turn;

class TestStrand : public QObject
{
    Q_OBJECT

    /// Waits until all that was posted before has run.
    static void settle(Strand &strand)
    {
        QSemaphore done;
        strand.post([&] {
            done.release();
            return Turn::Done;
        });
        done.acquire();
    }
    static void end(Strand &strand)
    {
        QSemaphore done;
        strand.finish([&] { done.release(); });
        done.acquire();
    }

private Q_SLOTS:
    void tasksRunOneAfterTheOtherInOrder()
    {
        QThreadPool pool;
        pool.setMaxThreadCount(8);
        Strand strand(pool);
        std::vector<int> order;
        std::atomic<int> running = 0;
        bool overlapped = false;
        for (int i = 0; i < 2'000; ++i) {
            const auto task = [&, i] {
                overlapped = overlapped || running.fetch_add(1) != 0;
                order.push_back(i);
                running.fetch_sub(1);
                return Turn::Done;
            };
            if (i % 3 == 0)
                strand.post([] {}, task);
            else
                strand.post(task);
        }
        end(strand); // drops what has not begun...
        QVERIFY(!overlapped);
        for (size_t i = 0; i < order.size(); ++i)
            QCOMPARE(order[i], int(i));
        pool.waitForDone();
    }

    void aTaskWaitsForItsPreparationAndOthersPrepareBeside()
    {
        QThreadPool pool;
        pool.setMaxThreadCount(4);
        Strand strand(pool);
        QSemaphore slow, prepared;
        std::vector<int> order;
        strand.post([&] { slow.acquire(); },
                    [&] {
                        order.push_back(1);
                        return Turn::Done;
                    });
        strand.post([&] { prepared.release(); },
                    [&] {
                        order.push_back(2);
                        return Turn::Done;
                    });
        QVERIFY(prepared.tryAcquire(1, 10'000)); // though the first is not ready
        slow.release();
        settle(strand);
        QCOMPARE(order, (std::vector<int>{1, 2}));
        end(strand);
    }

    void aSuspendedTaskIsCalledAgainAndHoldsTheOthersBack()
    {
        QThreadPool pool;
        Strand strand(pool);
        QSemaphore called;
        std::atomic<int> calls = 0;
        std::atomic<bool> later = false;
        strand.post([&] {
            const int call = ++calls;
            called.release();
            return call < 3 ? Turn::Suspend : Turn::Done;
        });
        strand.post([&] {
            later = true;
            return Turn::Done;
        });
        QVERIFY(called.tryAcquire(1, 10'000));
        QTest::qWait(20);
        QCOMPARE(calls.load(), 1);
        QVERIFY(!later);
        strand.wake();
        QVERIFY(called.tryAcquire(1, 10'000));
        QVERIFY(!later);
        strand.wake();
        settle(strand);
        QCOMPARE(calls.load(), 3);
        QVERIFY(later);
        end(strand);
    }

    void aWakeThatComesFirstIsNotLost()
    {
        QThreadPool pool;
        Strand strand(pool);
        QSemaphore inTask, goOn;
        std::atomic<int> calls = 0;
        strand.post([&] {
            if (++calls > 1)
                return Turn::Done;
            inTask.release();
            goOn.acquire();
            return Turn::Suspend;
        });
        inTask.acquire();
        strand.wake(); // before it says that it suspends
        goOn.release();
        settle(strand);
        QCOMPARE(calls.load(), 2);
        end(strand);
    }

    void finishDropsWhatHasNotBegunAndComesLast()
    {
        QThreadPool pool;
        pool.setMaxThreadCount(4);
        Strand strand(pool);
        QSemaphore inTask, goOn, preparing, goOnPreparing, finished;
        std::atomic<int> ran = 0;
        std::atomic<bool> isRunning = false;
        strand.post([&] {
            isRunning = true;
            inTask.release();
            goOn.acquire();
            isRunning = false;
            ++ran;
            return Turn::Done;
        });
        strand.post(
            [&] {
                preparing.release();
                goOnPreparing.acquire();
            },
            [&] {
                ++ran;
                return Turn::Done;
            });
        inTask.acquire();
        preparing.acquire();
        strand.finish([&] {
            QVERIFY(!isRunning);
            finished.release();
        });
        strand.post([&] {
            ++ran;
            return Turn::Done;
        });
        QVERIFY(!finished.tryAcquire(1, 20));
        goOn.release();
        QVERIFY(!finished.tryAcquire(1, 20)); // a preparation is not done
        goOnPreparing.release();
        QVERIFY(finished.tryAcquire(1, 10'000));
        pool.waitForDone();
        QCOMPARE(ran.load(), 1);
    }

    void finishEndsASuspendedStrand()
    {
        QThreadPool pool;
        Strand strand(pool);
        QSemaphore called, finished;
        strand.post([&] {
            called.release();
            return Turn::Suspend;
        });
        called.acquire();
        strand.finish([&] { finished.release(); });
        QVERIFY(finished.tryAcquire(1, 10'000));
        pool.waitForDone();
    }

    void manyStrandsShareFewThreads()
    {
        QThreadPool pool;
        pool.setMaxThreadCount(2);
        std::vector<std::unique_ptr<Strand>> strands;
        std::atomic<int> ran = 0;
        for (int i = 0; i < 50; ++i)
            strands.push_back(std::make_unique<Strand>(pool));
        for (int i = 0; i < 50; ++i) {
            for (auto &strand : strands) {
                strand->post([] {},
                             [&] {
                                 ++ran;
                                 return Turn::Done;
                             });
            }
        }
        for (auto &strand : strands)
            settle(*strand);
        QCOMPARE(ran.load(), 2'500);
        for (auto &strand : strands)
            end(*strand);
        pool.waitForDone();
    }
};

QTEST_GUILESS_MAIN(TestStrand)
#include "tst_strand.moc"
