#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

namespace {
const QByteArray kOld = randomBytes(1, 40'000);
const QByteArray kKept = randomBytes(2, 1'000);
} // namespace

/// A reclaim beside backups.
class TestReclaimLeases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anOlderBackupKeepsWhatItWasTold();
    void anOlderBackupThatEndsWithoutAPointKeepsNothing();
    void aLaterBackupIsNotToldOfWhatGoes();
    void theBaseOfABackupStaysThoughItIsForgotten();
    void stoppedWhileItWaitsEverythingIsAsItWas();
    void whatARunningBackupWritesStays();
    void backupsAndReclaimsGoSideBySide();

private:
    void startReclaim();
    Status finishReclaim();
    bool isThere(const QByteArray &content)
    {
        return repository_->store().find(repository_->store().digester().chunk(content))->has_value();
    }
    Lease begin(ClientId client);
    Result<PointId> commit(PointBuilder &builder, const Files &files);

    std::unique_ptr<Repository> repository_;
    ClientId desk_;
    ClientId laptop_;
    std::thread reclaiming_;
    Status reclaimed_;
    std::unique_ptr<CancelToken> cancel_;
    PointId kept_;
};

void TestReclaimLeases::init()
{
    cancel_ = std::make_unique<CancelToken>();
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    desk_ = *repository_->addClient(QStringLiteral("desk"));
    laptop_ = *repository_->addClient(QStringLiteral("laptop"));
    const auto old = repository_->backUp(desk_, {{"old", kOld}, {"kept", kKept}});
    VERIFY_OK(old);
    const auto kept = repository_->backUp(desk_, {{"kept", kKept}});
    VERIFY_OK(kept);
    kept_ = *kept;
    VERIFY_OK(repository_->appliance().forgetPoints({*old}));
}

void TestReclaimLeases::cleanup()
{
    if (reclaiming_.joinable())
        reclaiming_.join();
    repository_.reset();
}

void TestReclaimLeases::startReclaim()
{
    reclaiming_ = std::thread([this] {
        NoProgress progress;
        const auto report = repository_->appliance().reclaim(false, progress, *cancel_);
        reclaimed_ = report ? Status() : std::unexpected(report.error());
        if (!report)
            qWarning("%s", qPrintable(report.error().text()));
    });
}

Status TestReclaimLeases::finishReclaim()
{
    reclaiming_.join();
    return reclaimed_;
}

Lease TestReclaimLeases::begin(ClientId client)
{
    const auto lease = repository_->beginLease(client);
    if (!lease)
        qFatal("%s", qPrintable(lease.error().text()));
    return *lease;
}

Result<PointId> TestReclaimLeases::commit(PointBuilder &builder, const Files &files)
{
    const auto point = TRY(repository_->appliance().reservePointId());
    const auto tree = builder.tree(files);
    return TRY(builder.commit(repository_->appliance().commitContext(), point, tree)).id;
}

void TestReclaimLeases::anOlderBackupKeepsWhatItWasTold()
{
    const auto lease = begin(laptop_);
    PointBuilder builder(repository_->store(), lease);
    // It was told that the store has it, so it does not send it.
    (void)builder.file("mine", kOld);
    startReclaim();
    QTRY_VERIFY(!isThere(kOld));
    const auto point = commit(builder, {{"mine", kOld}, {"new", "new"}});
    VERIFY_OK(point);
    repository_->appliance().leases().end(lease.id);
    VERIFY_OK(finishReclaim());
    const auto read = repository_->read(*point);
    VERIFY_OK(read);
    QCOMPARE(*read, (Files{{"mine", kOld}, {"new", "new"}}));
    VERIFY_OK(repository_->reopen());
    QVERIFY(repository_->read(*point).has_value());
    QVERIFY(repository_->read(kept_).has_value());
}

void TestReclaimLeases::anOlderBackupThatEndsWithoutAPointKeepsNothing()
{
    const auto lease = begin(laptop_);
    {
        PointBuilder builder(repository_->store(), lease);
        (void)builder.file("mine", kOld);
        startReclaim();
        QTRY_VERIFY(!isThere(kOld));
    }
    repository_->appliance().leases().end(lease.id);
    VERIFY_OK(finishReclaim());
    QVERIFY(!isThere(kOld));
    VERIFY_FAILS(ErrorKind::NotFound, repository_->store().read(repository_->store().digester().chunk(kOld)));
}

void TestReclaimLeases::aLaterBackupIsNotToldOfWhatGoes()
{
    const auto older = begin(desk_);
    startReclaim();
    QTRY_VERIFY(!isThere(kOld));
    // It asks, is told that it is not there, and sends it.
    const auto later = begin(laptop_);
    PointBuilder builder(repository_->store(), later);
    const auto point = commit(builder, {{"mine", kOld}, {"kept", kKept}});
    VERIFY_OK(point);
    QVERIFY(builder.grants().of(builder.digester().chunk(kOld)) == Grant::Sent);
    QVERIFY(builder.grants().of(builder.digester().chunk(kKept)) == Grant::Held);
    repository_->appliance().leases().end(later.id);
    // A point that relies on what goes without having asked is refused.
    const auto cheating = begin(laptop_);
    PointBuilder cheat(repository_->store(), cheating);
    cheat.setClaims(false);
    const auto gone = repository_->store().digester().chunk(kOld);
    QVERIFY(cheat.grants().of(gone) == Grant::None);
    repository_->appliance().leases().end(cheating.id);
    repository_->appliance().leases().end(older.id);
    VERIFY_OK(finishReclaim());
    const auto read = repository_->read(*point);
    VERIFY_OK(read);
    QCOMPARE(*read, (Files{{"mine", kOld}, {"kept", kKept}}));
}

void TestReclaimLeases::theBaseOfABackupStaysThoughItIsForgotten()
{
    const auto lease = begin(desk_);
    QCOMPARE(lease.base, kept_);
    VERIFY_OK(repository_->appliance().forgetPoints({kept_}));
    startReclaim();
    QTRY_VERIFY(!isThere(kOld));
    // Nothing is sent: all is the base's.
    PointBuilder builder(repository_->store(), lease);
    const auto point = commit(builder, {{"kept", kKept}});
    VERIFY_OK(point);
    repository_->appliance().leases().end(lease.id);
    VERIFY_OK(finishReclaim());
    const auto read = repository_->read(*point);
    VERIFY_OK(read);
    QCOMPARE(*read, (Files{{"kept", kKept}}));
    VERIFY_OK(repository_->reopen());
    QVERIFY(repository_->read(*point).has_value());
}

void TestReclaimLeases::stoppedWhileItWaitsEverythingIsAsItWas()
{
    const auto lease = begin(laptop_);
    const auto before = repository_->disk().files();
    startReclaim();
    QTRY_VERIFY(!isThere(kOld));
    cancel_->cancel();
    VERIFY_FAILS(ErrorKind::Cancelled, finishReclaim());
    QVERIFY(isThere(kOld));
    repository_->appliance().leases().end(lease.id);
    const auto files = repository_->disk().files();
    for (const auto &file : before) {
        if (file.contains(QStringLiteral("/delta/")) || file.contains(QStringLiteral("/full/")))
            QVERIFY(std::ranges::contains(files, file));
    }
}

void TestReclaimLeases::whatARunningBackupWritesStays()
{
    // A twin of what a kept point has, not durable yet: the durable copy must not go because of it.
    const auto lease = begin(laptop_);
    PointBuilder builder(repository_->store(), lease);
    builder.setClaims(false);
    const Files files{{"kept", kKept}};
    (void)builder.tree(files);
    VERIFY_OK(builder.flush());
    startReclaim();
    QTRY_VERIFY(!isThere(kOld));
    // The lease ends while the writer has not published: all that it wrote may still be lost.
    repository_->appliance().leases().end(lease.id);
    VERIFY_OK(finishReclaim());
    repository_->disk().powerCut(fault::PowerCut::Lose);
    repository_->close();
    VERIFY_OK(repository_->open());
    const auto read = repository_->read(kept_);
    VERIFY_OK(read);
    QCOMPARE(*read, files);
}

void TestReclaimLeases::backupsAndReclaimsGoSideBySide()
{
    // Two clients back up, the oldest points are forgotten, reclaim runs again and again.
    std::mutex mutex;
    std::map<PointId, Files> model;
    model[kept_] = {{"kept", kKept}};
    std::atomic<bool> isDone = false;
    std::atomic<int> failures = 0;
    const auto backUp = [&](ClientId client, uint32_t seed) {
        std::mt19937 random(seed);
        auto files = randomFiles(random, 30);
        for (int i = 0; i < 25; ++i) {
            {
                // The same contents in both, come and go.
                std::mt19937 shared(uint32_t(i) / 3);
                for (const auto &[path, content] : randomFiles(shared, 8))
                    files["shared/" + path] = content;
            }
            const auto point = repository_->backUp(client, files);
            if (!point) {
                qWarning("%s", qPrintable(point.error().text()));
                ++failures;
                return;
            }
            {
                const std::lock_guard lock(mutex);
                model[*point] = files;
            }
            changeFiles(random, files);
            std::erase_if(files,
                          [&](const auto &file) { return file.first.startsWith("shared/") && random() % 2 == 0; });
        }
    };
    std::thread reclaims([&] {
        std::mt19937 random(7);
        while (!isDone) {
            std::vector<PointId> forgotten;
            {
                const std::lock_guard lock(mutex);
                for (const auto &[point, files] : model) {
                    if (random() % 3 != 0)
                        forgotten.push_back(point);
                }
                for (const auto point : forgotten)
                    model.erase(point);
            }
            if (const auto done = repository_->appliance().forgetPoints(forgotten); !done) {
                qWarning("%s", qPrintable(done.error().text()));
                ++failures;
            }
            if (const auto done = repository_->reclaim(); !done) {
                qWarning("%s", qPrintable(done.error().text()));
                ++failures;
            }
        }
    });
    std::thread one([&] { backUp(desk_, 11); });
    std::thread two([&] { backUp(laptop_, 12); });
    one.join();
    two.join();
    isDone = true;
    reclaims.join();
    QCOMPARE(failures.load(), 0);
    VERIFY_OK(repository_->reopen());
    for (const auto &[point, files] : model) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QVERIFY(*read == files);
    }
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), model.size());
}

QTEST_GUILESS_MAIN(TestReclaimLeases)
#include "tst_reclaim_leases.moc"
