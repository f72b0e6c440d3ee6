#include "difference/block_matcher.h"
#include "engine/sample_fingerprint_set.h"
#include "support/files.h"
#include "support/verify_ok.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtEndian>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

const codec::Digester kDigester(codec::SecretKey::fromBytes(QByteArray(32, 'd')));

/// Puts the new content together again, copies out of the old one.
class Rebuilder final : public MatchSink
{
public:
    explicit Rebuilder(const QByteArray &old) : old_(old) {}
    Status literal(QByteArrayView bytes) override
    {
        content += bytes;
        literals += uint64_t(bytes.size());
        return {};
    }
    Status match(uint64_t oldOffset, QByteArrayView bytes) override
    {
        if (oldOffset + uint64_t(bytes.size()) > uint64_t(old_.size()))
            return fail(ErrorKind::Invalid, QStringLiteral("a match outside of the old content"));
        content += old_.sliced(qsizetype(oldOffset), bytes.size());
        runs += oldOffset != end_;
        end_ = oldOffset + uint64_t(bytes.size());
        return {};
    }

    QByteArray content;
    uint64_t literals = 0, runs = 0;

private:
    const QByteArray &old_;
    uint64_t end_ = UINT64_MAX;
};

/// Hands @p content to a matcher, cut at random places.
Rebuilder matched(const QByteArray &old, const FingerprintSet &set, const QByteArray &content, QRandomGenerator &random)
{
    Rebuilder rebuilder(old);
    codec::Fingerprinter fingerprinter(set.key, set.blockSize);
    BlockMatcher matcher(set, fingerprinter, rebuilder);
    for (qsizetype at = 0; at < content.size();) {
        const auto part = std::min<qsizetype>(content.size() - at, 1 + random.bounded(100'000));
        if (!matcher.add(QByteArrayView(content).sliced(at, part)))
            qFatal("it failed");
        at += part;
        if (random.bounded(20) == 0) {
            if (!matcher.flush())
                qFatal("it failed");
            matcher.moveTo(uint64_t(at));
        }
    }
    if (!matcher.flush())
        qFatal("it failed");
    return rebuilder;
}

} // namespace

class BlockMatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatItFindsIsWhatIsThere()
    {
        const auto seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 60; ++round) {
            auto old = randomBytes(random.generate(), 70'000 + random.bounded(400'000));
            if (round % 3 == 0) // repeats itself
                old = old.first(1 + random.bounded(5'000)).repeated(30) + old;
            const auto set = fingerprintSetOf(kDigester, old, 1_KiB << random.bounded(3));
            QByteArray content = old;
            for (int edits = random.bounded(8); edits > 0; --edits) {
                const auto at = random.bounded(int(content.size()));
                switch (random.bounded(4)) {
                case 0:
                    content.insert(at, randomBytes(random.generate(), 1 + random.bounded(3'000)));
                    break;
                case 1:
                    content.remove(at, random.bounded(50'000));
                    break;
                case 2:
                    content[at] = char(content[at] + 1);
                    break;
                default:
                    content += content.first(at);
                }
                if (content.isEmpty())
                    content = "x";
            }
            const auto rebuilt = matched(old, set, content, random);
            QVERIFY(rebuilt.content == content);
        }
    }

    void anInsertionCostsABlock()
    {
        QRandomGenerator random(1);
        const auto old = randomBytes(1, 2'000'000);
        const auto set = fingerprintSetOf(kDigester, old, 1_KiB);
        Rebuilder rebuilder(old);
        codec::Fingerprinter fingerprinter(set.key, set.blockSize);
        BlockMatcher matcher(set, fingerprinter, rebuilder);
        auto content = old;
        content.insert(777'777, "inserted");
        VERIFY_OK(matcher.add(content));
        VERIFY_OK(matcher.flush());
        QVERIFY(rebuilder.content == content);
        QCOMPARE(rebuilder.literals, uint64_t(1_KiB + 8));
        QCOMPARE(rebuilder.runs, uint64_t(2));
    }

    void repeatedContentIsFoundAtOnce_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::newRow("zeros") << QByteArray(4'000'000, '\0');
        QTest::newRow("a block") << randomBytes(1, 1'024).repeated(4'000);
        QTest::newRow("an odd length") << randomBytes(1, 999).repeated(4'000);
    }
    void repeatedContentIsFoundAtOnce()
    {
        QFETCH(QByteArray, old);
        QRandomGenerator random(1);
        const auto set = fingerprintSetOf(kDigester, old, 1_KiB);
        QElapsedTimer timer;
        timer.start();
        const auto content = "shifted" + old + old + "end";
        const auto rebuilt = matched(old, set, content, random);
        QVERIFY(rebuilt.content == content);
        QVERIFY2(rebuilt.literals < 200'000, qPrintable(QString::number(rebuilt.literals)));
        QVERIFY(timer.elapsed() < 5'000); // some ten milliseconds, without sanitizers
    }

    /// Every window has the rolling part of a block and is none: without a budget a minute's work.
    void contentMadeToFoolItTakesNoLonger()
    {
        QRandomGenerator random(1);
        const auto old = randomBytes(1, 8'000'000);
        auto set = fingerprintSetOf(kDigester, old, 64_KiB);
        const codec::Fingerprinter fingerprinter(set.key, set.blockSize);
        for (qsizetype at = 0; at < set.fingerprints.size(); at += codec::kFingerprintSize)
            qToLittleEndian(fingerprinter.rolling(QByteArray(64_KiB, '\0')), set.fingerprints.data() + at);
        QElapsedTimer timer;
        timer.start();
        const QByteArray content(8'000'000, '\0');
        const auto rebuilt = matched(old, set, content, random);
        QVERIFY(rebuilt.content == content);
        QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(BlockMatcherTest)
#include "tst_block_matcher.moc"
