#include "mount/memory_line.h"
#include "read/point_maker.h"
#include "support/set_clock.h"
#include "support/verify_ok.h"

#include <future>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestServiceLink : public QObject
{
    Q_OBJECT

    struct Parts
    {
        MemoryService memory{testDigester()};
        PointMaker maker{memory};
        MemoryLines lines{memory};
        test::SetClock clock;
        ServiceLink link{[this](const CancelToken &) { return lines.connect(); }, testDigester(), clock,
                         ServiceLink::Options{.look = std::chrono::milliseconds(5)}};

        /// Reads the tree of the newest point.
        Status read()
        {
            return link.ask([](OpenLine &line) -> Status {
                const auto record = TRY(line.point(PointId{1}));
                TRY(line.nodes.read({}, record->root.content));
                return {};
            });
        }
    };

private Q_SLOTS:
    void oneConnectionServesManyQuestions()
    {
        Parts parts;
        parts.maker.point({});
        VERIFY_OK(parts.read());
        VERIFY_OK(parts.read());
        QCOMPARE(parts.lines.connections.load(), 1);
    }
    void anEndedConnectionIsMadeAnewUnnoticed()
    {
        Parts parts;
        parts.maker.point({parts.maker.file("f", "x")});
        VERIFY_OK(parts.link.ask([](OpenLine &line) -> Status {
            line.line->abort();
            return {};
        }));
        VERIFY_OK(parts.read());
        QCOMPARE(parts.lines.connections.load(), 2);
    }
    void anErrorThatIsNotTheConnectionsIsNotAskedAgain()
    {
        Parts parts;
        int asked = 0;
        VERIFY_FAILS(ErrorKind::Damaged, parts.link.ask([&](OpenLine &) -> Status {
            ++asked;
            return fail(ErrorKind::Damaged, QStringLiteral("so it is"));
        }));
        QCOMPARE(asked, 1);
    }
    void aServiceThatIsAwayIsNotAskedAllTheTime()
    {
        Parts parts;
        parts.maker.point({});
        parts.lines.isAway = true;
        for (int i = 0; i < 10; ++i)
            VERIFY_FAILS(ErrorKind::Unreachable, parts.read());
        QCOMPARE(parts.lines.attempts.load(), 1);
        parts.lines.isAway = false;
        parts.clock.advance(std::chrono::seconds(6));
        VERIFY_OK(parts.read());
    }
    void aServiceThatSaysNothingIsGivenUp()
    {
        Parts parts;
        parts.maker.point({parts.maker.file("f", "x")});
        VERIFY_OK(parts.link.ask([](OpenLine &line) -> Status {
            TRY(line.point(PointId{1}));
            return {};
        }));
        parts.lines.isSilent = true;
        auto reading = std::async(std::launch::async, [&] { return parts.read(); });
        QCOMPARE(reading.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
        parts.clock.advance(std::chrono::seconds(31));
        QCOMPARE(reading.wait_for(std::chrono::seconds(20)), std::future_status::ready);
        VERIFY_FAILS(ErrorKind::Unreachable, reading.get());
        // Others do not wait as long again.
        VERIFY_FAILS(ErrorKind::Unreachable, parts.read());
        parts.lines.isSilent = false;
        parts.clock.advance(std::chrono::seconds(6));
        VERIFY_OK(parts.read());
    }
    void nobodyIsThereIsNoSilence()
    {
        Parts parts;
        parts.maker.point({});
        VERIFY_OK(parts.read());
        parts.clock.advance(std::chrono::hours(1));
        QTest::qWait(50); // the watch looks some times
        VERIFY_OK(parts.read());
        QCOMPARE(parts.lines.connections.load(), 1);
    }
    void theEndIsTheEnd()
    {
        Parts parts;
        parts.maker.point({parts.maker.file("f", "x")});
        parts.lines.isSilent = true;
        auto reading = std::async(std::launch::async, [&] { return parts.read(); });
        QTRY_COMPARE(parts.lines.connections.load(), 1);
        parts.link.end();
        VERIFY_FAILS(ErrorKind::Cancelled, reading.get());
        VERIFY_FAILS(ErrorKind::Cancelled, parts.read());
        QCOMPARE(parts.lines.connections.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestServiceLink)
#include "tst_service_link.moc"
