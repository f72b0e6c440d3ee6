/// A small backup is stopped at each write, sync and rename of the service: by the death of the process, and by power
/// cuts that take all that was not synced. Every acknowledged point stays, the next backup needs no repair.
#include "crash/machine.h"
#include "crash/point_content.h"
#include "points/reclaim.h"
#include "points/verify.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace backspool;
using namespace backspool::test;

namespace {

enum class Stop { ProcessDeath, PowerCut, PowerCutKeepsNames, PowerCutTears };

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// What the user has: a few small files, one of several chunks.
bool makeFolder(const QString &folder, char content)
{
    QDir().mkpath(folder + QStringLiteral("/sub"));
    QByteArray large;
    for (int i = 0; large.size() < 150'000; ++i)
        large += QByteArray::number(i * 7919) + content;
    return write(folder + QStringLiteral("/small"), QByteArray(500, content)) &&
           write(folder + QStringLiteral("/sub/other"), QByteArray(9000, content)) &&
           write(folder + QStringLiteral("/sub/same"), QByteArray(3000, '=')) &&
           write(folder + QStringLiteral("/large"), large);
}

QString compare(appliance::Appliance &appliance, PointId id, const std::map<QByteArray, QByteArray> &expected)
{
    const auto point = appliance.catalogue().point(id);
    if (!point || !*point)
        return QStringLiteral("point %1 is gone").arg(id.value);
    const auto files = contentOf(appliance.store(), (*point)->root);
    if (files.size() != expected.size())
        return QStringLiteral("point %1 has %2 files, not %3").arg(id.value).arg(files.size()).arg(expected.size());
    for (const auto &[path, content] : files) {
        if (!content)
            return QString::fromUtf8(path) + QStringLiteral(": ") + content.error().text();
        const auto found = expected.find(path);
        if (found == expected.end() || found->second != *content)
            return QString::fromUtf8(path) + QStringLiteral(" is not what was backed up");
    }
    return {};
}

QString verified(appliance::Appliance &appliance)
{
    NoProgress progress;
    const CancelToken cancel;
    const auto report = points::verify(appliance.commitContext(), {.readData = true}, progress, cancel);
    if (!report)
        return report.error().text();
    return report->damages.empty() ? QString() : report->damages.front().what;
}

void restart(Machine &machine, Stop stop, uint32_t seed)
{
    machine.stop();
    switch (stop) {
    case Stop::ProcessDeath:
        return machine.disk().processDeath();
    case Stop::PowerCut:
        return machine.disk().powerCut(fault::PowerCut::Lose);
    case Stop::PowerCutKeepsNames:
        return machine.disk().powerCut(fault::PowerCut::KeepNames);
    case Stop::PowerCutTears:
        return machine.disk().powerCut(fault::PowerCut::Tear, seed);
    }
}

#define OK(expression)                                                                                                 \
    do {                                                                                                               \
        const auto result_ = (expression);                                                                             \
        QVERIFY2(result_.has_value(), result_ ? "" : qPrintable(result_.error().text()));                              \
    } while (false)

} // namespace

class EveryStop : public QObject
{
    Q_OBJECT

    /// A machine with one point of the folder's first state, the folder in its second.
    static void prepare(Machine &machine, const QString &folder, PointId *first,
                        std::map<QByteArray, QByteArray> *before)
    {
        OK(machine.start());
        OK(machine.enrol());
        QVERIFY(makeFolder(folder, 'a'));
        *before = contentOf(folder);
        const auto made = machine.backUp(folder);
        OK(made);
        *first = made->point;
        QVERIFY(makeFolder(folder, 'b'));
    }

    static void checkAfter(Machine &machine, const QString &folder, PointId first,
                           const std::map<QByteArray, QByteArray> &before)
    {
        OK(machine.start());
        if (first)
            QCOMPARE(compare(machine.appliance(), first, before), QString());
        const auto next = machine.backUp(folder);
        OK(next);
        QCOMPARE(compare(machine.appliance(), next->point, contentOf(folder)), QString());
        QCOMPARE(verified(machine.appliance()), QString());
    }

private Q_SLOTS:
    void whileBackingUp_data()
    {
        QTest::addColumn<Stop>("stop");
        QTest::newRow("the process dies") << Stop::ProcessDeath;
        QTest::newRow("the power goes, all unsynced is lost") << Stop::PowerCut;
        QTest::newRow("the power goes, names stay") << Stop::PowerCutKeepsNames;
        QTest::newRow("the power goes, writes are torn") << Stop::PowerCutTears;
    }
    void whileBackingUp()
    {
        QFETCH(Stop, stop);
        uint64_t stops = 0;
        for (uint64_t at = 1;; ++at) {
            QTemporaryDir user;
            const QString folder = user.filePath(QStringLiteral("folder"));
            Machine machine;
            PointId first;
            std::map<QByteArray, QByteArray> before;
            prepare(machine, folder, &first, &before);
            if (QTest::currentTestFailed())
                return;
            machine.disk().stopAt(machine.disk().operationCount() + at);
            const auto second = machine.backUp(folder);
            const bool wasStopped = machine.disk().isStopped();
            restart(machine, stop, uint32_t(at));
            checkAfter(machine, folder, first, before);
            if (second && !QTest::currentTestFailed()) // what was acknowledged is there
                QCOMPARE(compare(machine.appliance(), second->point, contentOf(folder)), QString());
            if (QTest::currentTestFailed()) {
                const auto operations = machine.disk().operations();
                qWarning() << "stopped at operation" << at << "of the backup";
                return;
            }
            if (!wasStopped)
                break;
            ++stops;
        }
        qInfo() << stops << "stops";
        QVERIFY(stops > 20);
    }

    void whileReclaiming_data() { whileBackingUp_data(); }
    void whileReclaiming()
    {
        QFETCH(Stop, stop);
        uint64_t stops = 0;
        for (uint64_t at = 1;; ++at) {
            QTemporaryDir user;
            const QString folder = user.filePath(QStringLiteral("folder"));
            Machine machine;
            PointId first;
            std::map<QByteArray, QByteArray> before;
            prepare(machine, folder, &first, &before);
            if (QTest::currentTestFailed())
                return;
            const auto second = machine.backUp(folder);
            OK(second);
            const auto after = contentOf(folder);
            machine.disk().stopAt(machine.disk().operationCount() + at);
            NoProgress progress;
            const CancelToken cancel;
            const auto forgotten = machine.appliance().forgetPoints({first});
            if (forgotten)
                std::ignore = machine.appliance().reclaim(false, progress, cancel);
            const bool wasStopped = machine.disk().isStopped();
            restart(machine, stop, uint32_t(at));
            checkAfter(machine, folder, second->point, after);
            if (QTest::currentTestFailed()) {
                qWarning() << "stopped at operation" << at << "of the reclaim";
                return;
            }
            if (!wasStopped)
                break;
            ++stops;
        }
        qInfo() << stops << "stops";
        QVERIFY(stops > 10);
    }
};

QTEST_GUILESS_MAIN(EveryStop)
#include "tst_every_stop.moc"
