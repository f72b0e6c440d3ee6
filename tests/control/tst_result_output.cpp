/// What a script sees of a command: its exit code.
#include "control/admin_rows.h"
#include "control/result_output.h"

#include <QTest>

using namespace backspool;
using namespace backspool::control;

class TestResultOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damageIsInTheExitCode_data()
    {
        QTest::addColumn<QJsonObject>("result");
        QTest::addColumn<int>("code");
        QTest::newRow("a clean rebuild") << toJson(points::RebuildReport{.points = 3}) << 0;
        QTest::newRow("a rebuild with losses")
            << toJson(points::RebuildReport{.points = 3, .damages = {QStringLiteral("lost"), QStringLiteral("too")}})
            << 1;
        QTest::newRow("a clean reclaim") << toJson(points::ReclaimReport{.bytesFreed = 5}, false) << 0;
        QTest::newRow("a reclaim that met damage") << toJson(points::ReclaimReport{.damagedObjects = 1}, false) << 1;
        QTest::newRow("a clean verify") << QJsonObject{{QStringLiteral("damage_count"), 0}} << 0;
        QTest::newRow("a verify that found damage") << QJsonObject{{QStringLiteral("damage_count"), 2}} << 1;
    }
    void damageIsInTheExitCode()
    {
        QFETCH(QJsonObject, result);
        QFETCH(int, code);
        QCOMPARE(ResultOutput::exitCode(result), code);
    }

    void aFailureIsInTheExitCodeToo() { QCOMPARE(ResultOutput::exitCode(fail(ErrorKind::Io, QString())), 1); }

    void damagesOfARebuildAreCounted()
    {
        const auto result = toJson(points::RebuildReport{.damages = {QStringLiteral("lost"), QStringLiteral("too")}});
        QCOMPARE(result[QStringLiteral("damage_count")].toInteger(), 2);
    }
};

QTEST_GUILESS_MAIN(TestResultOutput)
#include "tst_result_output.moc"
