/// Owners, and the permissions that hang on them.
#include "restore/restore_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreOwners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatOnlyRootMaySetIsSaid()
    {
        if (::geteuid() == 0)
            QSKIP("root may do everything");
        RestoreFixture fixture;
        auto file = fixture.maker.file("f", "x");
        file.entry.uid = 0;
        file.entry.mode = 04755;
        const auto point = fixture.maker.point({file});
        const auto report = fixture.restore(point, "/f");
        VERIFY_OK(report);
        QCOMPARE(report->filesIncomplete, 1u);
        struct stat status{};
        ::stat((fixture.target() + "/f").constData(), &status);
        QCOMPARE(status.st_mode & 07777, 0755U);
    }

    /// Giving a file its owner takes its set-id bits.
    void setIdBitsStayWhereOnlyTheOwnerIsSet()
    {
        if (::geteuid() != 0)
            QSKIP("only root may give a file to others");
        RestoreFixture fixture;
        auto file = fixture.maker.file("f", "content");
        file.entry.uid = 12'345;
        file.entry.gid = 23'456;
        file.entry.mode = 06755;
        const auto point = fixture.maker.point({file});
        VERIFY_OK(fixture.restore(point, "/f"));
        const QByteArray path = fixture.target() + "/f";
        QCOMPARE(::chown(path.constData(), 1, 1), 0);
        QCOMPARE(::chmod(path.constData(), 06755), 0);
        const auto report = fixture.restore(point, "/f", OnConflict::Overwrite);
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        struct stat status{};
        QCOMPARE(::stat(path.constData(), &status), 0);
        QCOMPARE(status.st_uid, 12'345U);
        QCOMPARE(status.st_mode & 07777, 06755U);
    }
};

QTEST_GUILESS_MAIN(TestRestoreOwners)
#include "tst_restore_owners.moc"
