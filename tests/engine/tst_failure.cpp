#include "transfer/failure.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class FailureTest : public QObject
{
    Q_OBJECT

    const Error error_{ErrorKind::Unreachable, QStringLiteral("the connection was lost")};

private Q_SLOTS:
    void whoWaitsIsWokenOnce()
    {
        Failure failure;
        int woken = 0;
        failure.onSet([&] { ++woken; });
        QCOMPARE(woken, 0);
        QVERIFY(failure.set(error_));
        QVERIFY(!failure.set(Error(ErrorKind::Io, QStringLiteral("and then this"))));
        QCOMPARE(woken, 1);
        QVERIFY(failure.check().error().kind() == ErrorKind::Unreachable);
    }

    void whoComesTooLateIsWokenAtOnce()
    {
        Failure failure;
        failure.set(error_);
        int woken = 0;
        failure.onSet([&] { ++woken; });
        QCOMPARE(woken, 1);
    }
};

QTEST_GUILESS_MAIN(FailureTest)
#include "tst_failure.moc"
