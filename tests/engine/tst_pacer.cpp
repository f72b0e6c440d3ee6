#include "transfer/pacer.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

namespace {
class SetClock final : public Clock
{
public:
    WallTime now() const override { return {}; }
    std::chrono::steady_clock::time_point steadyNow() const override { return time; }
    std::chrono::steady_clock::time_point time{std::chrono::hours(1)};
};
} // namespace

class PacerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheRateOverTime()
    {
        SetClock clock;
        Pacer pacer(clock, 1000);
        QCOMPARE(pacer.delayFor(500).count(), 0);
        QCOMPARE(pacer.delayFor(500), std::chrono::nanoseconds(std::chrono::milliseconds(500)));
        clock.time += std::chrono::milliseconds(400);
        QCOMPARE(pacer.delayFor(100), std::chrono::nanoseconds(std::chrono::milliseconds(600)));
        clock.time += std::chrono::hours(1); // what was not used is not saved up
        QCOMPARE(pacer.delayFor(2000).count(), 0);
        QCOMPARE(pacer.delayFor(1), std::chrono::nanoseconds(std::chrono::seconds(2)));
    }

    void noRateMeansNoDelay()
    {
        SetClock clock;
        Pacer pacer(clock);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(pacer.delayFor(1 << 30).count(), 0);
    }
};

QTEST_GUILESS_MAIN(PacerTest)
#include "tst_pacer.moc"
