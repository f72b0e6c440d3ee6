/// What is known of a version that was made from regions is what is known of one that was read from its first byte to
/// its last, whatever was done to the file; also where the regions are found by digests.
#include "difference/leaf_comparison.h"
#include "difference/region_difference.h"
#include "engine/scripted_service.h"
#include "support/files.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>

#include <random>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr qsizetype kLeaf = codec::kLeafSize;
const codec::Digester kDigester(codec::SecretKey::fromBytes(QByteArray(32, 'd')));

/// A way to a service that has everything already.
struct Pipeline
{
    ScriptedService service{{.have = [](const protocol::Have &have) {
        return protocol::HaveReply{std::vector<protocol::Held>(have.claims.size(), protocol::Held::Yes), {}};
    }}};
    std::unique_ptr<protocol::ClientConnection> connection = service.connect();
    Failure failure;
    ClaimQueue claims{*connection, failure};
    ObjectSink sink{claims, failure, {}};

    ~Pipeline()
    {
        if (!claims.waitUntilIdle())
            qWarning("the claims were not answered");
        connection->abort();
    }
};

/// Makes holes of the blocks of @p path that are zeros.
void punchZeros(const QString &path, const QByteArray &content)
{
    constexpr qsizetype kBlock = 4'096;
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC));
    for (qsizetype at = 0; at + kBlock <= content.size(); at += kBlock) {
        if (content.sliced(at, kBlock).count('\0') == kBlock &&
            ::fallocate(file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, kBlock) != 0)
            qFatal("no hole can be made");
    }
}

QByteArray leavesOf(const QByteArray &content)
{
    QByteArray leaves;
    for (qsizetype at = 0; at < content.size(); at += kLeaf)
        leaves += kDigester.chunk(QByteArrayView(content).sliced(at, std::min(kLeaf, content.size() - at)))
                      .view()
                      .toByteArray();
    return leaves;
}

/// A file whose changes are logged as they are made.
class LoggedFile
{
public:
    explicit LoggedFile(uint32_t seed) : random_(seed) {}

    QByteArray content;
    std::vector<bool> touched; ///< by pages
    static constexpr qsizetype kPage = 4'096;

    void change()
    {
        switch (random_() % 5) {
        case 0: // cut off or grown
            resize(std::max<qsizetype>(qsizetype(random_() % (2 * size_t(content.size()))), kLeaf + 1));
            break;
        case 1: // written with what it had
            touch(at(), 1 + qsizetype(random_() % 20'000));
            break;
        case 2: // zeros
            write(at(), QByteArray(qsizetype(random_() % 100'000), '\0'));
            break;
        default:
            write(at(), randomBytes(uint32_t(random_()), 1 + qsizetype(random_() % 9'000)));
        }
    }
    ChangedRegions regions() const
    {
        ChangedRegions regions;
        for (size_t page = 0; page < touched.size(); ++page) {
            if (touched[page])
                regions.push_back({page * size_t(kPage), size_t(kPage)});
        }
        return regions;
    }

private:
    qsizetype at() { return qsizetype(random_() % size_t(content.size())); }
    /// What is beyond the end may have been there before, as something else.
    void resize(qsizetype size)
    {
        const auto before = content.size();
        content.resize(size, 'g');
        if (size > before)
            touch(before, size - before);
    }
    void touch(qsizetype offset, qsizetype length)
    {
        const auto end = size_t((offset + length + kPage - 1) / kPage);
        touched.resize(std::max(touched.size(), end));
        std::fill(touched.begin() + offset / kPage, touched.begin() + ptrdiff_t(end), true);
    }
    void write(qsizetype offset, const QByteArray &bytes)
    {
        if (offset + bytes.size() > content.size())
            content.resize(offset + bytes.size(), '\0');
        std::ranges::copy(bytes, content.begin() + offset);
        touch(offset, bytes.size());
    }
    std::mt19937 random_;
};

} // namespace

class RegionDifferenceTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    codec::Chunker chunker_{codec::DomainKeys(codec::SecretKey::fromBytes(QByteArray(32, 'd'))).boundary()};
    std::map<ObjectName, QByteArray> chunks_;
    size_t asked_ = 0;
    uint64_t read_ = 0; ///< by the last comparison

    /// @p withHoles: what is zeros is not written.
    FileDescriptor fileOf(const QString &name, const QByteArray &content, bool withHoles) const
    {
        const auto path = folder_.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no file");
        file.close();
        if (withHoles)
            punchZeros(path, content);
        return FileDescriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    }
    /// @p content as one chunk after another.
    KnownVersion versionOf(const QByteArray &content)
    {
        KnownVersion version{.content = codec::signatureOf(kDigester, content).name,
                             .size = uint64_t(content.size()),
                             .record = kDigester.node("first"),
                             .extents = {},
                             .leaves = leavesOf(content)};
        for (qsizetype at = 0; at < content.size(); at += 50'000) {
            const auto piece = content.sliced(at, std::min<qsizetype>(50'000, content.size() - at));
            version.extents.push_back({kDigester.chunk(piece), 0, uint64_t(piece.size())});
            chunks_[version.extents.back().chunk] = piece;
        }
        return version;
    }
    /// The extents of @p version give @p content; what is new in them is noted.
    void verifyExtents(const KnownVersion &version, const QByteArray &content)
    {
        qsizetype at = 0;
        for (const auto &extent : version.extents) {
            const auto bytes = content.sliced(at, qsizetype(extent.length));
            at += bytes.size();
            if (extent.isHole()) {
                QCOMPARE(bytes, QByteArray(bytes.size(), '\0'));
                continue;
            }
            if (!chunks_.contains(extent.chunk)) {
                QCOMPARE(extent.offset, uint64_t(0));
                QCOMPARE(kDigester.chunk(bytes), extent.chunk);
                chunks_[extent.chunk] = bytes;
            }
            QCOMPARE(chunks_[extent.chunk].sliced(qsizetype(extent.offset), bytes.size()), bytes);
        }
        QCOMPARE(at, content.size());
    }
    struct Made
    {
        Result<codec::Signature> signature;
        bool isOldAnother = false;
        std::optional<KnownVersion> version;
        uint64_t read = 0;
    };
    /// What differs between @p before, which only a service has, and @p after.
    /// @p longer: by so many bytes than the file is, it was seen as.
    Result<std::optional<ChangedRegions>> compare(const KnownVersion &old, const QByteArray &before,
                                                  const QByteArray &after, bool withHoles, uint64_t most,
                                                  uint64_t longer = 0)
    {
        const auto file = fileOf(QStringLiteral("after"), after, withHoles);
        auto status = statusOf(file.get()).value();
        status.size += longer;
        Tally tally;
        const CancelToken cancel;
        const auto check = [&](const LeafComparison::Copies &copies) -> Result<std::vector<bool>> {
            std::vector<bool> right;
            for (const auto &copy : copies)
                right.push_back(kDigester.chunk(QByteArrayView(before).sliced(qsizetype(copy.offset),
                                                                              qsizetype(copy.length))) == copy.digest);
            asked_ += right.size();
            return right;
        };
        auto found = LeafComparison({file.get(), status, old}, kDigester, check, tally, cancel).run(most);
        read_ = tally.bytesRead;
        return found;
    }
    /// @p oldContent: none: it cannot be read any more.
    Made make(const KnownVersion &old, const std::optional<QByteArray> &oldContent, const QByteArray &content,
              const ChangedRegions &regions, bool withHoles = false, uint64_t longer = 0)
    {
        const auto before = fileOf(QStringLiteral("before"), oldContent.value_or(QByteArray()), withHoles),
                   after = fileOf(QStringLiteral("after"), content, withHoles);
        Pipeline pipeline;
        Tally tally;
        const CancelToken cancel;
        ChunkSender chunks(kDigester, chunker_, pipeline.sink, {}, ChunkSender::Extents::Keep);
        auto status = statusOf(after.get()).value();
        status.size += longer;
        const auto oldFile = oldContent ? std::optional(FileContent(before.get())) : std::nullopt;
        RegionDifference difference({after.get(), status, old, oldFile, regions}, kDigester, chunks, tally, cancel);
        Made made{difference.run(), difference.isOldAnother(), {}, tally.bytesRead};
        if (made.signature && chunks.finish())
            made.version = difference.takeVersion(*made.signature, kDigester.node("next"));
        return made;
    }

private Q_SLOTS:
    void cleanup()
    {
        chunks_.clear();
        asked_ = 0;
    }

    void whatIsKnownIsAsIfAllHadBeenRead_data()
    {
        QTest::addColumn<uint>("seed");
        QTest::addColumn<bool>("isLogged");
        for (uint seed = 1; seed <= 20; ++seed) {
            QTest::addRow("seed %u, logged", seed) << seed << true;
            QTest::addRow("seed %u, by digests", seed) << seed << false;
        }
    }
    void whatIsKnownIsAsIfAllHadBeenRead()
    {
        QFETCH(uint, seed);
        QFETCH(bool, isLogged);
        std::mt19937 random(seed);
        LoggedFile file(seed);
        file.content = randomBytes(seed, kLeaf + 1 + qsizetype(random() % 3'000'000));
        auto known = versionOf(file.content);
        for (int round = 0; round < 4; ++round) {
            const auto before = file.content;
            file.touched.clear();
            for (auto changes = random() % 12; changes > 0; --changes)
                file.change();
            const bool withHoles = seed % 2 == 0;
            auto regions = file.regions();
            if (!isLogged) {
                const auto found = compare(known, before, file.content, withHoles, before.size());
                QVERIFY(found && *found);
                regions = **found;
            }
            const auto made =
                make(known, isLogged ? std::optional(before) : std::nullopt, file.content, regions, withHoles);
            VERIFY_OK(made.signature);
            QVERIFY(made.version);
            QCOMPARE(made.version->content, codec::signatureOf(kDigester, file.content).name);
            QCOMPARE(made.version->size, uint64_t(file.content.size()));
            QCOMPARE(made.version->leaves, leavesOf(file.content));
            verifyExtents(*made.version, file.content);
            // As the next backup finds it.
            auto kept = KnownVersion::decode(made.version->encode(), kDigester);
            VERIFY_OK(kept);
            QCOMPARE(kept->extents, made.version->extents);
            known = *std::move(kept);
        }
    }

    void onlyTouchedLeavesAreReadAndOnlyChangedPagesAreNew()
    {
        const auto before = randomBytes(1, 200 * kLeaf);
        auto after = before;
        after[50 * kLeaf + 5'000] = char(after[50 * kLeaf + 5'000] + 1);
        const auto known = versionOf(before);
        const auto made = make(known, before, after,
                               {{uint64_t(50 * kLeaf + 4'096), 4'096}, {uint64_t(90 * kLeaf), uint64_t(2 * kLeaf)}});
        QVERIFY(made.version);
        QCOMPARE(made.read, uint64_t(3 * kLeaf));
        const auto old = chunks_;
        verifyExtents(*made.version, after);
        qsizetype fresh = 0;
        for (const auto &[name, bytes] : chunks_)
            fresh += old.contains(name) ? 0 : bytes.size();
        QCOMPARE(fresh, qsizetype(4'096));
    }

    void onlyPagesThatDifferAreFoundByDigestsAndOnlyTheirLeavesAskedFor()
    {
        const auto before = randomBytes(1, 200 * kLeaf + 1'000);
        auto after = before;
        for (const qsizetype at : {qsizetype(5'000), 150 * kLeaf, 150 * kLeaf + 4'096, 200 * kLeaf + 999})
            after[at] = char(after[at] + 1);
        const auto found = compare(versionOf(before), before, after, false, uint64_t(2 * kLeaf));
        QVERIFY(found && *found);
        const std::vector<std::pair<uint64_t, uint64_t>> expected{
            {4'096, 4'096}, {uint64_t(150 * kLeaf), 8'192}, {uint64_t(200 * kLeaf), 1'000}};
        QCOMPARE((*found)->size(), expected.size());
        for (size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE((**found)[i].offset, expected[i].first);
            QCOMPARE((**found)[i].length, expected[i].second);
        }
        QCOMPARE(asked_, size_t(16 + 16 + 1));
    }

    void ofMuchThatDiffersNoMoreIsAsked()
    {
        const auto before = randomBytes(1, 200 * kLeaf);
        const auto found = compare(versionOf(before), before, "x" + before.chopped(1), false, uint64_t(5 * kLeaf));
        VERIFY_OK(found);
        QVERIFY(!*found);
        QVERIFY2(asked_ <= size_t(2 * 5 * 16), qPrintable(QString::number(asked_)));
    }

    /// All after an insertion differs: that is seen early. What is written in one piece is not taken for one.
    void afterAnInsertionTheRestIsNotRead()
    {
        const auto before = randomBytes(1, 400 * kLeaf);
        const auto old = versionOf(before);
        const auto most = uint64_t(double(before.size()) * 0.05);
        auto inserted = before;
        inserted.insert(10 * kLeaf, "inserted");
        const auto found = compare(old, before, inserted, false, most);
        VERIFY_OK(found);
        QVERIFY(!*found);
        QVERIFY2(read_ <= uint64_t(40 * kLeaf), qPrintable(QString::number(read_)));
        auto written = before;
        written.replace(10 * kLeaf, 15 * kLeaf, randomBytes(2, 15 * kLeaf));
        const auto piece = compare(old, before, written, false, most);
        QVERIFY(piece && *piece);
        QCOMPARE((*piece)->size(), size_t(1));
        QCOMPARE((**piece)[0].length, uint64_t(15 * kLeaf));
    }

    void ofManyLeavesThatDifferALittleNoMoreIsAsked()
    {
        const auto before = randomBytes(1, 200 * kLeaf);
        auto after = before;
        for (qsizetype leaf = 0; leaf < 200; ++leaf)
            after[leaf * kLeaf] = char(after[leaf * kLeaf] + 1);
        const auto most = uint64_t(50 * kLeaf); // the pages are 12.5
        const auto found = compare(versionOf(before), before, after, false, most);
        VERIFY_OK(found);
        QVERIFY(!*found);
        QVERIFY2(asked_ <= size_t(2 * 50 * 16), qPrintable(QString::number(asked_)));
        const auto few = compare(versionOf(before), before, after, false, 2 * most);
        QVERIFY(few && *few);
        QCOMPARE((*few)->size(), size_t(200));
    }

    /// It was cut off after it was looked at: what it had there is not taken for what it has.
    void aFileThatIsShorterThanItWasSeenAsIsRefused_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::newRow("within a leaf") << 8 * kLeaf + 100;
        QTest::newRow("between leaves") << 8 * kLeaf;
        QTest::newRow("in the last leaf") << 10 * kLeaf - 1;
    }
    void aFileThatIsShorterThanItWasSeenAsIsRefused()
    {
        QFETCH(qsizetype, size);
        const auto before = randomBytes(1, 10 * kLeaf), after = before.first(size);
        const auto known = versionOf(before);
        const auto longer = uint64_t(before.size() - size);
        VERIFY_FAILS(ErrorKind::Damaged, compare(known, before, after, false, known.size, longer));
        const auto made = make(known, before, after, {{uint64_t(8 * kLeaf), uint64_t(2 * kLeaf)}}, false, longer);
        VERIFY_FAILS(ErrorKind::Io, made.signature);
    }

    /// A service that finds all pages of a leaf right that is not what it was.
    void anAnswerThatContradictsADigestIsRefused()
    {
        const auto before = randomBytes(1, 100 * kLeaf);
        auto after = before;
        after[50 * kLeaf] = char(after[50 * kLeaf] + 1);
        const auto known = versionOf(before);
        VERIFY_FAILS(ErrorKind::Damaged, compare(known, after, after, false, known.size));
        // A leaf that became longer has all that it had.
        const auto grown = before + "more";
        const auto shorter = before.chopped(100);
        const auto found = compare(versionOf(shorter), shorter, grown, false, known.size);
        QVERIFY(found && *found);
        QVERIFY((*found)->empty());
    }

    void anOldFileThatIsAnotherIsFound()
    {
        const auto before = randomBytes(1, 10 * kLeaf);
        auto after = before, another = before;
        after[3 * kLeaf + 5] = char(after[3 * kLeaf + 5] + 1);
        another[3 * kLeaf + 50'000] = char(another[3 * kLeaf + 50'000] + 1);
        const auto known = versionOf(before);
        for (const auto &old : {another, before.first(3 * kLeaf + 100), QByteArray()}) {
            const auto made = make(known, old, after, {{uint64_t(3 * kLeaf), 4'096}});
            QVERIFY(made.isOldAnother);
            VERIFY_FAILS(ErrorKind::Damaged, made.signature);
        }
    }
};

QTEST_GUILESS_MAIN(RegionDifferenceTest)
#include "tst_region_difference.moc"
