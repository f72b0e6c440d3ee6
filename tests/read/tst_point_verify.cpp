#include "read/point_maker.h"
#include "read/point_verify.h"
#include "support/verify_ok.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointVerify : public QObject
{
    Q_OBJECT

private:
    struct Opened
    {
        Opened() : service(testDigester()), maker(service)
        {
            point = maker.point(
                {maker.folder("d", {maker.file("empty", {}), maker.file("small", "content"),
                                    maker.file("large", QByteArray(500'000, 'x')), PointMaker::link("link", "x")}),
                 maker.folder("e", {maker.file("other", "more")})});
        }
        Result<PointVerifyReport> verify()
        {
            ObjectFetcher fetcher(service, testDigester());
            NodeReader nodes(fetcher);
            const auto reader = TRY(PointReader::open(service, nodes, point));
            NoProgress progress;
            return verifyPoint(fetcher, testDigester(), reader, progress, cancel);
        }
        MemoryService service;
        PointMaker maker;
        PointId point;
        CancelToken cancel;
    };

private Q_SLOTS:
    void readsEverything()
    {
        Opened opened;
        const auto report = opened.verify();
        VERIFY_OK(report);
        QCOMPARE(report->files, 4u);
        QCOMPARE(report->bytes, 500'000u + 7 + 4);
        QCOMPARE(report->directories, 3u);
        QCOMPARE(report->damageCount, 0u);
    }

    void namesWhatIsDamagedAndReadsTheRest()
    {
        Opened opened;
        opened.service.damage(testDigester().chunk("content"));
        const auto report = opened.verify();
        VERIFY_OK(report);
        QCOMPARE(report->files, 3u);
        QCOMPARE(report->damageCount, 1u);
        QCOMPARE(report->damages.front().path, "/d/small");
    }

    void namesAFolderThatCannotBeRead()
    {
        Opened opened;
        opened.service.lose(opened.maker.folder("e", {opened.maker.file("other", "more")}).entry.content);
        const auto report = opened.verify();
        VERIFY_OK(report);
        QCOMPARE(report->files, 3u);
        QCOMPARE(report->damages.front().path, "/e");
    }

    void aLostConnectionIsNoDamage()
    {
        Opened opened;
        opened.service.endAfter(3);
        VERIFY_FAILS(ErrorKind::Unreachable, opened.verify());
    }

    void stopsOnRequest()
    {
        Opened opened;
        opened.cancel.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, opened.verify());
    }
};

QTEST_GUILESS_MAIN(TestPointVerify)
#include "tst_point_verify.moc"
