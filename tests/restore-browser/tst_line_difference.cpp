/// Lines that two texts have in common, against the slow way that everybody believes.
#include "restore-browser/comparison.h"
#include "restore-browser/line_difference.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace backspool;
using namespace backspool::browser;

namespace {

using Lines = std::vector<QString>;

std::vector<QStringView> views(const Lines &lines)
{
    return {lines.begin(), lines.end()};
}

/// One letter a line.
Lines lines(const char *letters)
{
    Lines result;
    for (const char *at = letters; *at; ++at)
        result.push_back(QString(QLatin1Char(*at)));
    return result;
}

/// How many lines both have, in order: the table of all pairs.
size_t longestCommon(const Lines &left, const Lines &right)
{
    std::vector<std::vector<size_t>> table(left.size() + 1, std::vector<size_t>(right.size() + 1));
    for (size_t i = 1; i <= left.size(); ++i) {
        for (size_t j = 1; j <= right.size(); ++j)
            table[i][j] =
                left[i - 1] == right[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    }
    return table.back().back();
}

size_t sameLines(const LineDifference &difference)
{
    size_t count = 0;
    for (const auto &run : difference.runs)
        count += run.isSame ? run.leftCount : 0;
    return count;
}

/// Whether the runs make up both texts, and what they call the same is.
bool isTrue(const LineDifference &difference, const Lines &left, const Lines &right)
{
    size_t l = 0, r = 0;
    for (const auto &run : difference.runs) {
        if (run.left != l || run.right != r || (run.leftCount == 0 && run.rightCount == 0))
            return false;
        for (size_t i = 0; run.isSame && i < run.leftCount; ++i) {
            if (run.rightCount != run.leftCount || left[l + i] != right[r + i])
                return false;
        }
        l += run.leftCount;
        r += run.rightCount;
    }
    return l == left.size() && r == right.size();
}

engine::ContentStart content(const QByteArray &bytes, bool isWhole = true)
{
    return {bytes, isWhole};
}

} // namespace

class TestLineDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsSayWhatChanged_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<int>("same");
        QTest::newRow("both empty") << QByteArray() << QByteArray() << 0;
        QTest::newRow("from nothing") << QByteArray() << QByteArray("ab") << 0;
        QTest::newRow("to nothing") << QByteArray("ab") << QByteArray() << 0;
        QTest::newRow("the same") << QByteArray("abc") << QByteArray("abc") << 3;
        QTest::newRow("one in the middle") << QByteArray("abc") << QByteArray("axc") << 2;
        QTest::newRow("nothing in common") << QByteArray("abc") << QByteArray("xyz") << 0;
        QTest::newRow("Myers' own example") << QByteArray("abcabba") << QByteArray("cbabac") << 4;
        QTest::newRow("turned round") << QByteArray("abcdef") << QByteArray("fedcba") << 1;
        QTest::newRow("repeated") << QByteArray("aaaa") << QByteArray("aa") << 2;
    }
    void runsSayWhatChanged()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(int, same);
        const Lines l = lines(left), r = lines(right);
        const auto difference = lineDifference(views(l), views(r), CancelToken());
        QVERIFY(difference);
        QVERIFY(isTrue(*difference, l, r));
        QCOMPARE(sameLines(*difference), size_t(same));
        QVERIFY(!difference->isRough);
    }

    void noWayIsShorter()
    {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 2'000; ++round) {
            const int letters = random.bounded(1, 8);
            const auto some = [&] {
                Lines result;
                for (int i = random.bounded(0, 40); i > 0; --i)
                    result.push_back(QString::number(random.bounded(letters)));
                return result;
            };
            const Lines left = some(), right = some();
            const auto difference = lineDifference(views(left), views(right), CancelToken());
            QVERIFY(difference);
            QVERIFY(isTrue(*difference, left, right));
            QCOMPARE(sameLines(*difference), longestCommon(left, right));
        }
    }

    void aBoundIsKeptAndSaid()
    {
        Lines left, right;
        for (int i = 0; i < 3'000; ++i) {
            left.push_back(QString::number(i % 7));
            right.push_back(QString::number((i * 5 + i / 9) % 7));
        }
        const auto difference = lineDifference(views(left), views(right), CancelToken(), 10'000);
        QVERIFY(difference);
        QVERIFY(difference->isRough);
        QVERIFY(isTrue(*difference, left, right));
    }

    void hostileTextsEnd()
    {
        // As many lines as a window takes, of two kinds, in no order.
        QRandomGenerator random(7);
        Lines left, right;
        for (size_t i = 0; i < kMostLines; ++i) {
            left.push_back(random.bounded(2) ? QStringLiteral("a") : QStringLiteral("b"));
            right.push_back(random.bounded(2) ? QStringLiteral("a") : QStringLiteral("b"));
        }
        QElapsedTimer timer;
        timer.start();
        const auto difference = lineDifference(views(left), views(right), CancelToken());
        qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(difference);
        QVERIFY(isTrue(*difference, left, right));
    }

    void itEndsWhenItIsToldTo()
    {
        CancelToken cancel;
        cancel.cancel();
        const Lines left = lines("abc"), right = lines("acb");
        const auto difference = lineDifference(views(left), views(right), cancel);
        QVERIFY(!difference);
        QCOMPARE(difference.error().kind(), ErrorKind::Cancelled);
    }

    void aLineDiffersBetweenWhatItsVersionsShare()
    {
        const auto part = differenceInLine(u"the red house", u"the green house");
        QCOMPARE(part.start, qsizetype(4));
        QCOMPARE(part.leftEnd, qsizetype(7));
        QCOMPARE(part.rightEnd, qsizetype(9));
        const auto same = differenceInLine(u"aa", u"aaa");
        QCOMPARE(same.start, qsizetype(2));
        QCOMPARE(same.leftEnd, qsizetype(2));
        QCOMPARE(same.rightEnd, qsizetype(3));
    }

    void rowsPairWhatStandsForEachOther()
    {
        const auto compared =
            compare(content("one\ntwo\nthree\n"), content("one\n2\n2b\nthree\nfour\n"), CancelToken());
        QVERIFY(compared && compared->text);
        const auto &rows = compared->text->rows;
        QCOMPARE(rows.size(), size_t(5));
        QVERIFY(rows[0].isSame && !rows[1].isSame && rows[3].isSame);
        QCOMPARE(rows[1].left, 1);
        QCOMPARE(rows[1].right, 1);
        QCOMPARE(rows[2].left, TextComparison::Row::kNone);
        QCOMPARE(compared->text->changes, (std::vector<int>{1, 4}));
    }

    void whatIsNoTextSaysWhereItDiffers_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<qint64>("first");
        QTest::newRow("inside") << QByteArray("\0abc", 4) << QByteArray("\0axc", 4) << qint64(2);
        QTest::newRow("longer") << QByteArray("\0ab", 3) << QByteArray("\0abc", 4) << qint64(3);
        QTest::newRow("the same") << QByteArray("\0ab", 3) << QByteArray("\0ab", 3) << qint64(-1);
        QTest::newRow("text and not") << QByteArray("abc") << QByteArray("a\0c", 3) << qint64(1);
    }
    void whatIsNoTextSaysWhereItDiffers()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(qint64, first);
        const auto compared = compare(content(left), content(right), CancelToken());
        QVERIFY(compared && !compared->text);
        QCOMPARE(compared->isSame, first < 0);
        QCOMPARE(compared->firstDifference ? qint64(*compared->firstDifference) : -1, first);
    }

    void lineEndsAreToldFromWords()
    {
        const auto compared = compare(content("one\ntwo\n"), content("one\r\ntwo\r\n"), CancelToken());
        QVERIFY(compared && compared->onlyLineEnds && !compared->isSame);
        QVERIFY(compared->text->changes.empty());
    }

    void bytesThatAreNoTextAreNoLineEnds()
    {
        const QByteArray text = QByteArray("a line\n").repeated(64 * 1024); // more than is looked at to tell texts
        const auto compared = compare(content(text + '\xfe'), content(text + '\xff'), CancelToken());
        QVERIFY(compared && !compared->onlyLineEnds && !compared->text);
        QCOMPARE(compared->firstDifference, std::optional(uint64_t(text.size())));
    }

    void aTextThatCameToBeIsAllNew()
    {
        const auto compared = compare(content({}), content("one\n"), CancelToken());
        QVERIFY(compared && compared->text);
        QCOMPARE(compared->text->changes.size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestLineDifference)
#include "tst_line_difference.moc"
