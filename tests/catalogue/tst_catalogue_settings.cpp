#include "catalogue/engine_test.h"

#include <set>
#include <thread>

using namespace backspool;
using namespace backspool::catalogue;

class TestCatalogueSettings : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void aSettingIsKeptByItsKey()
    {
        const auto key = QStringLiteral("repository");
        QVERIFY(!VALUE(catalogue_->setting(key)));
        for (const auto &value :
             {QByteArray("a"), QByteArray("with \0 and \xff", 13), QByteArray(), QByteArray(100'000, 'x')}) {
            SUCCEEDS(catalogue_->setSetting(key, value));
            QCOMPARE(*VALUE(catalogue_->setting(key)), value);
        }
        reopen();
        QCOMPARE(VALUE(catalogue_->setting(key))->size(), 100'000);
        QVERIFY(!VALUE(catalogue_->setting(QStringLiteral("other"))));
    }

    void reservedNumbersBeginAtOneAndNeverComeAgain()
    {
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{1});
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{2});
        QCOMPARE(VALUE(catalogue_->reserveLeaseId()), LeaseId{1});
        reopen();
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{3});
        QCOMPARE(VALUE(catalogue_->reserveLeaseId()), LeaseId{2});
        SUCCEEDS(catalogue_->clearForRebuild());
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{4});
    }

    void countersAreRaisedAndNeverLowered()
    {
        SUCCEEDS(catalogue_->setCounters({100}, {200}, {30}));
        SUCCEEDS(catalogue_->setCounters({1}, {2}, {3}));
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{100});
        QCOMPARE(VALUE(catalogue_->reserveLeaseId()), LeaseId{200});
        QCOMPARE(VALUE(catalogue_->addClient(QStringLiteral("a"), sampleTime(0))).id, ClientId{30});
        QCOMPARE(*VALUE(catalogue_->setting(QStringLiteral("next_point"))), QByteArray("101"));
        SUCCEEDS(catalogue_->setSetting(QStringLiteral("next_point"), "1000"));
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{1000});
    }

    void aCounterThatIsNoNumberIsDamaged()
    {
        SUCCEEDS(catalogue_->setSetting(QStringLiteral("next_point"), "12x"));
        const auto reserved = catalogue_->reservePointId();
        FAILS_WITH(ErrorKind::Damaged, reserved);
        QVERIFY(reserved.error().text().contains(QStringLiteral("rebuild")));
        QCOMPARE(VALUE(catalogue_->reserveLeaseId()), LeaseId{1});
    }

    void manyThreadsGetDifferentNumbers()
    {
        constexpr int kThreads = 4, kEach = 50;
        std::mutex mutex;
        std::set<PointId> given;
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < kThreads; ++thread)
                threads.emplace_back([&, thread] {
                    PointId last;
                    for (int i = 0; i < kEach; ++i) {
                        const auto id = catalogue_->reservePointId();
                        failures += !id || *id <= last || !catalogue_->clients() ||
                                    !catalogue_->addClient(QStringLiteral("%1-%2").arg(thread).arg(i), sampleTime(i));
                        last = id.value_or(PointId());
                        const std::lock_guard lock(mutex);
                        given.insert(last);
                    }
                });
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(given.size(), size_t(kThreads * kEach));
        QCOMPARE(VALUE(catalogue_->clients()).size(), size_t(kThreads * kEach));
    }

    void wireBytesAddUp()
    {
        auto bytes = VALUE(catalogue_->wireBytes());
        QCOMPARE(bytes.in, uint64_t(0));
        QCOMPARE(bytes.out, uint64_t(0));
        SUCCEEDS(catalogue_->addWireBytes({.in = 5, .out = uint64_t(1) << 40}));
        SUCCEEDS(catalogue_->addWireBytes({.in = 6, .out = 7}));
        reopen();
        bytes = VALUE(catalogue_->wireBytes());
        QCOMPARE(bytes.in, uint64_t(11));
        QCOMPARE(bytes.out, (uint64_t(1) << 40) + 7);
    }

    void clearingKeepsTheSettingsOnly()
    {
        const auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(0))).id;
        const auto dtf = VALUE(catalogue_->addContainer(sampleContainer(1)));
        SUCCEEDS(catalogue_->commitPoint(samplePoint({1}, client, dtf, {1})));
        SUCCEEDS(catalogue_->addEnrolmentCode(QByteArray(32, 'c'), client, sampleTime(9)));
        SUCCEEDS(catalogue_->setSetting(QStringLiteral("repository"), "r"));
        SUCCEEDS(catalogue_->clearForRebuild());
        QVERIFY(VALUE(catalogue_->clients()).empty());
        QVERIFY(VALUE(catalogue_->containers()).empty());
        QVERIFY(VALUE(catalogue_->points(std::nullopt)).empty());
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(QByteArray(32, 'c'), sampleTime(0)));
        QCOMPARE(*VALUE(catalogue_->setting(QStringLiteral("repository"))), QByteArray("r"));
        SUCCEEDS(catalogue_->checkIntegrity());
    }

    void aHealthyCatalogueIsFoundSo()
    {
        const auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(0))).id;
        const auto dtf = VALUE(catalogue_->addContainer(sampleContainer(1)));
        SUCCEEDS(catalogue_->commitPoint(samplePoint({1}, client, dtf, {1})));
        SUCCEEDS(catalogue_->checkIntegrity());
    }
};

QTEST_GUILESS_MAIN(TestCatalogueSettings)
#include "tst_catalogue_settings.moc"
