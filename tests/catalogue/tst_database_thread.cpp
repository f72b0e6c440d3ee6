#include "catalogue/database_thread.h"

#include <QTest>

#include <memory>
#include <stdexcept>

using namespace backspool::catalogue;

class TestDatabaseThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatTheWorkReturns()
    {
        DatabaseThread thread;
        QCOMPARE(thread.run([] { return 7; }), 7);
        QCOMPARE(*thread.run([] { return std::make_unique<int>(8); }), 8);
        bool ran = false;
        thread.run([&] { ran = true; });
        QVERIFY(ran);
    }

    void runsAllWorkInOneThreadThatIsNotTheCallers()
    {
        DatabaseThread thread;
        const auto first = thread.run([] { return std::this_thread::get_id(); });
        QVERIFY(first != std::this_thread::get_id());
        std::jthread([&] { QVERIFY(first == thread.run([] { return std::this_thread::get_id(); })); });
    }

    void workMayHandInWork()
    {
        DatabaseThread thread;
        QCOMPARE(thread.run([&] { return thread.run([&] { return thread.run([] { return 3; }); }); }), 3);
    }

    void anExceptionReachesTheCallerAndTheThreadGoesOn()
    {
        DatabaseThread thread;
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, thread.run([]() -> int { throw std::runtime_error("x"); }));
        QCOMPARE(thread.run([] { return 1; }), 1);
    }

    void worksForManyThreadsOneAfterTheOther()
    {
        DatabaseThread thread;
        int count = 0; // not atomic: the thread sanitizer would see two at a time
        {
            std::vector<std::jthread> callers;
            for (int i = 0; i < 8; ++i)
                callers.emplace_back([&] {
                    for (int n = 0; n < 1000; ++n)
                        thread.run([&] { ++count; });
                });
        }
        QCOMPARE(count, 8000);
    }

    void endsWithoutEverHavingWorked()
    {
        for (int i = 0; i < 100; ++i)
            DatabaseThread thread;
    }
};

QTEST_APPLESS_MAIN(TestDatabaseThread)
#include "tst_database_thread.moc"
