/// What there is on this computer, and how much each pattern leaves out of it.
#include "support/verify_ok.h"
#include "survey/left_out_survey.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;

class TestLeftOutSurvey : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    const IsUnwanted isWanted_ = [] { return false; };

    QByteArray root() const { return QFile::encodeName(folder_.path()); }
    bool write(const char *name, int size) const
    {
        const QString path = folder_.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray(size, 'x')) == size;
    }
    LeftOutCount countOf(const std::vector<QByteArray> &patterns) const
    {
        LeftOutCount last;
        const auto counted =
            engine::countLeftOut({root()}, patterns, [&](const LeftOutCount &count) { last = count; }, isWanted_);
        return counted ? last : LeftOutCount{};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(write("a.o", 10));
        QVERIFY(write("b.o", 20));
        QVERIFY(write("text", 1));
        QVERIFY(write("Cache/one", 100));
        QVERIFY(write("Cache/deep/two.o", 200));
        // Links are not followed: this one would go round for ever.
        QCOMPARE(::symlink(".", QFile::encodeName(folder_.filePath(QStringLiteral("loop"))).constData()), 0);
    }

    void eachPatternCountsWhatItDecides()
    {
        const auto count = countOf({"*.o", "# nothing", "Cache/", "nowhere"});
        QVERIFY(count.isWhole);
        QCOMPARE(count.byPattern.size(), size_t(4));
        QCOMPARE(count.byPattern[0], (Amount{2, 30}));
        QCOMPARE(count.byPattern[1], Amount{});
        QCOMPARE(count.byPattern[2], (Amount{2, 300})); // what is in it is not looked at by other patterns
        QCOMPARE(count.byPattern[3], Amount{});
        QCOMPARE(count.kept, (Amount{2, 1})); // the link too
    }

    void aLaterPatternOverrulesAnEarlierOne()
    {
        const auto count = countOf({"*.o", "!a.o"});
        QCOMPARE(count.byPattern[0], (Amount{2, 220}));
        QCOMPARE(count.byPattern[1], (Amount{1, 10}));
        QCOMPARE(count.kept, (Amount{4, 111}));
    }

    void aFileThatIsSelectedItselfIsKept()
    {
        LeftOutCount last;
        VERIFY_OK(
            countLeftOut({root() + "/a.o"}, {"*.o"}, [&](const LeftOutCount &count) { last = count; }, isWanted_));
        QCOMPARE(last.kept, (Amount{1, 10}));
        QCOMPARE(last.byPattern[0], Amount{});
    }

    void aWrongPatternIsAnError()
    {
        VERIFY_FAILS(ErrorKind::Invalid, engine::countLeftOut({root()}, {"[a"}, [](const auto &) {}, isWanted_));
    }

    void whatNobodyWantsIsNotTold()
    {
        int told = 0;
        VERIFY_OK(engine::countLeftOut({root()}, {}, [&](const auto &) { ++told; }, [] { return true; }));
        QCOMPARE(told, 0);
    }

    void aTreeAndASingleFileAreCounted()
    {
        Amount amount;
        const auto take = [&](const Amount &now, bool) { amount = now; };
        countTree(root(), take, isWanted_);
        QCOMPARE(amount, (Amount{6, 331}));
        countTree(root() + "/a.o", take, isWanted_);
        QCOMPARE(amount, (Amount{1, 10}));
        countTree("/proc", take, isWanted_);
        QCOMPARE(amount, Amount{}); // what the kernel only shows
    }

    void foldersComeFirst()
    {
        const auto entries = listLocalFolder(root());
        VERIFY_OK(entries);
        QCOMPARE(entries->front().name, QByteArray("Cache"));
        QVERIFY(entries->front().isFolder);
        QCOMPARE((*entries)[1].name, QByteArray("a.o"));
        QCOMPARE((*entries)[1].size, uint64_t(10));
        VERIFY_FAILS(ErrorKind::NotFound, listLocalFolder(root() + "/none"));
    }
};

QTEST_APPLESS_MAIN(TestLeftOutSurvey)
#include "tst_left_out_survey.moc"
