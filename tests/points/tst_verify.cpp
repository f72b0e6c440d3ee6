#include "codec/signature.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

namespace {

std::set<QByteArray> pathsOf(const VerifyReport &report)
{
    std::set<QByteArray> paths;
    for (const auto &damage : report.damages) {
        for (const auto &use : damage.uses)
            paths.insert(QByteArray::number(qulonglong(use.point.value)) + ':' + use.path);
    }
    return paths;
}

} // namespace

class TestVerify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { repository_.reset(); }
    void aWholeStoreIsWhole();
    void withoutDataOnlyTreesAreRead();
    void aSampleIsTheSameForTheSameSeed();
    void eachFlippedByteIsFound();
    void damageIsToldWithItsPointsAndPaths();
    void damagedHintsAreToldWithTheirPath();
    void aLostContainerIsToldWithItsPointsAndPaths();
    void aMissingObjectIsToldWithoutReadingData();
    void aChunkOfAVersionIsToldWithItsFile();
    void aPointThatIsForgottenMeanwhileIsNoDamage();
    void stopsOnRequest();

private:
    QString fileOf(const QByteArray &content);
    void damage(const QByteArray &content);
    std::unique_ptr<Repository> repository_;
    ClientId client_;
};

void TestVerify::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    client_ = *repository_->addClient(QStringLiteral("desk"));
}

/// The container with @p content as a chunk.
QString TestVerify::fileOf(const QByteArray &content)
{
    auto &store = repository_->store();
    const auto location = store.find(store.digester().chunk(content));
    for (const auto &container : store.containers()) {
        if (location && *location && container.id == (*location)->container) {
            const auto id = QString::fromLatin1(format::toHex(container.uuid));
            for (const auto &file : repository_->disk().files()) {
                if (file.contains(id) && !file.contains(QStringLiteral("/mirror/")))
                    return file;
            }
        }
    }
    return {};
}

/// Flips a byte of the block with @p content.
void TestVerify::damage(const QByteArray &content)
{
    auto &store = repository_->store();
    const auto location = store.find(store.digester().chunk(content));
    const auto file = fileOf(content);
    repository_->close();
    repository_->disk().flip(file, qsizetype((*location)->place.blockOffset) + 32 + 10);
    VERIFY_OK(repository_->open());
}

void TestVerify::aWholeStoreIsWhole()
{
    std::mt19937 random(5);
    auto files = randomFiles(random, 60);
    for (int i = 0; i < 5; ++i) {
        VERIFY_OK(repository_->backUp(client_, files));
        changeFiles(random, files);
    }
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QCOMPARE(report->points, 5U);
    QVERIFY(report->objects > 60);
    QVERIFY(report->blocksRead > 5);
    QVERIFY(report->bytesRead > 10'000);
    QVERIFY(report->damages.empty());
}

void TestVerify::withoutDataOnlyTreesAreRead()
{
    VERIFY_OK(repository_->backUp(client_, {{"file", "content"}}));
    damage("content");
    const auto report = repository_->verify({});
    VERIFY_OK(report);
    QCOMPARE(report->blocksRead, 0U);
    QVERIFY(report->damages.empty());
    QCOMPARE(report->objects, 3U); // two nodes, a chunk
}

void TestVerify::aSampleIsTheSameForTheSameSeed()
{
    std::mt19937 random(6);
    VERIFY_OK(repository_->backUp(client_, randomFiles(random, 300)));
    const auto all = repository_->verify();
    VERIFY_OK(all);
    const auto one = repository_->verify({.samplePercent = 50, .seed = 4});
    VERIFY_OK(one);
    QVERIFY(one->blocksRead > 0 && one->blocksRead < all->blocksRead);
    const auto again = repository_->verify({.samplePercent = 50, .seed = 4});
    VERIFY_OK(again);
    QCOMPARE(again->blocksRead, one->blocksRead);
    QCOMPARE(again->bytesRead, one->bytesRead);
}

void TestVerify::eachFlippedByteIsFound()
{
    VERIFY_OK(repository_->backUp(client_, {{"folder/file", "the content"}, {"large", randomBytes(1, 66'000)}}));
    VERIFY_OK(repository_->backUp(client_, {{"folder/file", "other content"}, {"large", randomBytes(1, 66'000)}}));
    repository_->close();
    uint64_t flips = 0;
    for (const auto &file : repository_->disk().files()) {
        if (!file.endsWith(QStringLiteral(".bdf")) && !file.endsWith(QStringLiteral(".dtf")))
            continue;
        const auto size = repository_->disk().content(file).size();
        // The large file's bytes are one like another: some of them are enough.
        const qsizetype step = size > 8'000 ? 997 : 1;
        for (qsizetype at = 0; at < size; at += at > 2'000 && at < size - 2'000 ? step : 1) {
            repository_->disk().flip(file, at, uint8_t(1U << (at % 8)));
            VERIFY_OK(repository_->open());
            const auto report = repository_->verify();
            VERIFY_OK(report);
            QVERIFY2(!report->damages.empty(),
                     qPrintable(QStringLiteral("byte %1 of %2 in %3").arg(at).arg(size).arg(file)));
            repository_->close();
            repository_->disk().flip(file, at, uint8_t(1U << (at % 8)));
            ++flips;
        }
    }
    QVERIFY(flips > 2'000);
    VERIFY_OK(repository_->open());
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QVERIFY(report->damages.empty());
}

void TestVerify::damageIsToldWithItsPointsAndPaths()
{
    const Files files{{"a/one", "first"}, {"a/two", "first"}, {"b", "second"}};
    VERIFY_OK(repository_->backUp(client_, files));
    VERIFY_OK(repository_->backUp(client_, files));
    auto changed = files;
    changed.erase("a/one");
    changed["b"] = randomBytes(1, 100);
    VERIFY_OK(repository_->backUp(client_, changed));
    damage("first"); // "second" is in the same block
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QCOMPARE(report->damages.size(), 2U);
    QCOMPARE(pathsOf(*report),
             (std::set<QByteArray>{"1:/a/one", "1:/a/two", "1:/b", "2:/a/one", "2:/a/two", "2:/b", "3:/a/two"}));
    for (const auto &damage : report->damages) {
        QVERIFY(!damage.object.isNull());
        QVERIFY(damage.container.startsWith(QStringLiteral("full/")));
        QVERIFY(damage.container.endsWith(QStringLiteral(".bdf")));
        QVERIFY(!damage.what.isEmpty());
        for (const auto &use : damage.uses)
            QCOMPARE(use.client, client_);
    }
}

void TestVerify::damagedHintsAreToldWithTheirPath()
{
    VERIFY_OK(repository_->backUp(client_, {{"x/y/file", "1"}}));
    // The same again but for the hints of one folder.
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    ObjectName hints;
    {
        PointBuilder builder(repository_->store(), *lease);
        auto file = builder.file("file", "1");
        file.hint.inode = 4711;
        const auto inner = builder.directory({file});
        hints = inner.hints;
        const auto tree = builder.directory({builder.folder("x", builder.directory({builder.folder("y", inner)}))});
        QCOMPARE(tree.entries, lease->baseRoot);
        VERIFY_OK(
            builder.commit(repository_->appliance().commitContext(), *repository_->appliance().reservePointId(), tree));
    }
    repository_->appliance().leases().end(lease->id);
    const auto location = repository_->store().find(hints);
    repository_->close();
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(QStringLiteral(".dtf")) && file.contains(QStringLiteral("/delta/")))
            repository_->disk().flip(file, qsizetype((*location)->place.blockOffset) + 40);
    }
    VERIFY_OK(repository_->open());
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QVERIFY(pathsOf(*report).contains("2:/x/y"));
    QVERIFY(!pathsOf(*report).contains("1:/x/y"));
}

void TestVerify::aLostContainerIsToldWithItsPointsAndPaths()
{
    VERIFY_OK(repository_->backUp(client_, {{"a/one", "first"}, {"b", "second"}}));
    VERIFY_OK(repository_->backUp(client_, {{"a/one", "first"}, {"b", "other"}}));
    // While the service runs.
    repository_->disk().erase(fileOf("first"));
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QCOMPARE(report->damages.size(), 1U);
    QVERIFY(report->damages.front().object.isNull());
    QCOMPARE(pathsOf(*report), (std::set<QByteArray>{"1:/a/one", "1:/b", "2:/a/one"}));
}

void TestVerify::aMissingObjectIsToldWithoutReadingData()
{
    VERIFY_OK(repository_->backUp(client_, {{"a/one", "first"}, {"b", "second"}}));
    VERIFY_OK(repository_->backUp(client_, {{"a/one", "first"}, {"b", "other"}}));
    const auto file = fileOf("first");
    repository_->close();
    repository_->disk().erase(file);
    VERIFY_OK(repository_->open());
    const auto report = repository_->verify({});
    VERIFY_OK(report);
    QCOMPARE(report->damages.size(), 2U);
    QCOMPARE(pathsOf(*report), (std::set<QByteArray>{"1:/a/one", "1:/b", "2:/a/one"}));
}

void TestVerify::aChunkOfAVersionIsToldWithItsFile()
{
    const auto large = randomBytes(1, 700'000);
    VERIFY_OK(repository_->backUp(client_, {{"folder/large", large}, {"small", "s"}}));
    auto &store = repository_->store();
    const auto record =
        format::VersionRecord::decode(*store.readNode(codec::signatureOf(store.digester(), large).name));
    VERIFY_OK(record);
    damage(*store.read(record->inlineExtents.at(1).chunk));
    const auto report = repository_->verify();
    VERIFY_OK(report);
    QVERIFY(!report->damages.empty());
    QVERIFY(pathsOf(*report).contains("1:/folder/large"));
}

void TestVerify::aPointThatIsForgottenMeanwhileIsNoDamage()
{
    const auto first = repository_->backUp(client_, {{"a", randomBytes(1, 50'000)}});
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(client_, {{"b", "2"}}));
    // Forgotten and reclaimed when the walk of the newer point is reported.
    struct ForgetOnce final : ProgressSink
    {
        void progressed(const Progress &) override
        {
            if (std::exchange(isDone, true))
                return;
            if (!repository->appliance().forgetPoints({point}) || !repository->reclaim())
                qFatal("the point was not forgotten");
        }
        Repository *repository = nullptr;
        PointId point;
        bool isDone = false;
    } progress;
    progress.repository = repository_.get();
    progress.point = *first;
    const auto report = verify(repository_->appliance().commitContext(), {.readData = true}, progress, CancelToken());
    VERIFY_OK(report);
    QVERIFY(progress.isDone);
    QVERIFY2(report->damages.empty(), report->damages.empty() ? "" : qPrintable(report->damages.front().what));
}

void TestVerify::stopsOnRequest()
{
    VERIFY_OK(repository_->backUp(client_, {{"a", "1"}}));
    CancelToken cancel;
    cancel.cancel();
    NoProgress progress;
    VERIFY_FAILS(ErrorKind::Cancelled, verify(repository_->appliance().commitContext(), {}, progress, cancel));
}

QTEST_GUILESS_MAIN(TestVerify)
#include "tst_verify.moc"
