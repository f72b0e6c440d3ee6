/// Bytes of the store flip or go missing: never wrong data, a clear word, and everything else still restores. (All
/// bytes of a small store are tried in process, see tests/damage; here are seeded samples with the real programs.)
#include "story.h"

#include <QDir>
#include <QDirIterator>
#include <QRandomGenerator>

using namespace backspool::test;

class DamagedStore : public QObject
{
    Q_OBJECT

    static QStringList filesOf(const QString &folder)
    {
        QStringList files;
        QDirIterator iterator(folder, QDir::Files, QDirIterator::Subdirectories);
        while (iterator.hasNext())
            files << iterator.next();
        files.sort();
        return files;
    }

private Q_SLOTS:
    void neverWrongData_data()
    {
        QTest::addColumn<bool>("cut");
        QTest::newRow("a byte flips") << false;
        QTest::newRow("a file is cut") << true;
    }
    void neverWrongData()
    {
        QFETCH(bool, cut);
        const quint32 seed = QRandomGenerator::global()->generate() % 100'000;
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 400, 3, 2'000'000, seed));
        VERIFY_CODE(agent->command({QStringLiteral("backup"), tree}), 0);
        story.service.stop();

        const auto files = filesOf(story.service.store());
        QVERIFY(files.size() >= 4);
        for (int sample = 0; sample < 12; ++sample) {
            const QString file = files[random.bounded(int(files.size()))];
            const QByteArray whole = readFile(file);
            QByteArray damaged = whole;
            const int at = random.bounded(int(whole.size()));
            if (cut)
                damaged.truncate(at);
            else
                damaged[at] = char(damaged[at] ^ (1 << random.bounded(8)));
            QVERIFY(writeFile(file, damaged));
            QVERIFY(story.service.start());
            const QString out = story.path(QStringLiteral("out-%1").arg(sample));
            const auto restored = agent->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out});
            QVERIFY2(restored.code == 0 || restored.code == 3 || restored.code == 1, qPrintable(restored.text()));
            // Whatever is there is right.
            for (const auto &copy : filesOf(out))
                QVERIFY2(readFile(copy) == readFile(tree + copy.mid(out.size() + 5)), qPrintable(copy));
            const auto missing = filesOf(tree).size() - filesOf(out).size();
            QVERIFY2((missing == 0) == (restored.code == 0), qPrintable(file + restored.text()));
            if (missing > 0)
                QVERIFY2(restored.err.contains("damaged"), qPrintable(restored.text()));
            story.service.stop();
            QVERIFY(writeFile(file, whole));
            QVERIFY(QDir(out).removeRecursively());
        }
        QVERIFY(story.service.start());
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
    }

    void verifyNamesTheFileAndThePoint()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 0, 1, 300'000, 9));
        const auto made = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(made, 0);
        QString container;
        for (const auto &file : filesOf(story.service.store())) {
            if (file.endsWith(QStringLiteral(".bdf")))
                container = file;
        }
        auto bytes = readFile(container);
        bytes[bytes.size() / 3] = char(bytes[bytes.size() / 3] ^ 1);
        QVERIFY(writeFile(container, bytes));
        const auto verified = story.service.command(words("verify --read-data"));
        QCOMPARE(verified.code, 1);
        QVERIFY2(verified.text().contains(QStringLiteral("large-0")), qPrintable(verified.text()));
        QVERIFY2(verified.text().contains(QString::number(number(made, "point"))), qPrintable(verified.text()));
    }
};

QTEST_GUILESS_MAIN(DamagedStore)
#include "tst_damaged_store.moc"
