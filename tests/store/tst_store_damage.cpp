#include "store/sample_store.h"

#include <QLoggingCategory>
#include <QTest>

using namespace backspool;
using namespace backspool::store;
using catalogue::Area;

class TestStoreDamage : public QObject
{
    Q_OBJECT

    struct Content
    {
        std::vector<SampleBlock> blocks;
        std::map<QString, QByteArray> files; ///< of the store's folder
    };

    static void fill(SampleStore &s, Content &content)
    {
        VERIFY_OK(s.open());
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            content.blocks = {chunkBlock(1, 3), treeBlock(1, 2, true), chunkBlock(20, 2), treeBlock(20, 2, true)};
            for (const auto &block : content.blocks)
                VERIFY_OK(session->append(block.block, block.names));
            VERIFY_OK(session->publish(samplePoint()));
        }
        s.close();
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::folder()))
                content.files[path] = s.disk.content(path);
        }
        QCOMPARE(content.files.size(), 3u);
    }

    static int countDamages(const SampleStore &s)
    {
        int damages = 0;
        for (const auto &row : s.store->containers()) {
            const auto verified =
                s.store->verifyContainer(row.id, {}, [&](const format::IndexedObject &, const Error &) { ++damages; });
            if (!verified)
                ++damages;
        }
        return damages;
    }

    /// Every object is read as it was or, in a BDF, is said to be damaged or is not there (its block's header or
    /// index tells no more). Objects of a DTF are read in any case.
    static void verifyReads(const SampleStore &s, const Content &content, int *missing)
    {
        for (const auto &block : content.blocks) {
            for (size_t i = 0; i < block.names.size(); ++i) {
                const auto bytes = s.store->read(block.names[i]);
                if (bytes)
                    QCOMPARE(*bytes, block.contents[i]);
                else
                    ++*missing;
                if (!bytes) {
                    QVERIFY(block.block.kind == format::BlockKind::Chunks);
                    QVERIFY(bytes.error().kind() == ErrorKind::Damaged || bytes.error().kind() == ErrorKind::NotFound);
                }
            }
        }
    }

private Q_SLOTS:
    void init() { QLoggingCategory::setFilterRules(QStringLiteral("backspool.*=false")); }

    void everyFlippedByteIsHarmlessOrTold_data()
    {
        QTest::addColumn<bool>("keepsIndex");
        QTest::newRow("with the chunk index") << true;
        QTest::newRow("with the chunk index lost") << false;
    }
    void everyFlippedByteIsHarmlessOrTold()
    {
        QFETCH(bool, keepsIndex);
        SampleStore s;
        Content content;
        fill(s, content);
        for (const auto &[path, whole] : content.files) {
            for (qsizetype at = 0; at < whole.size(); ++at) {
                s.disk.flip(path, at, uint8_t(1 << at % 8));
                if (!keepsIndex) {
                    for (const auto &file : s.disk.files()) {
                        if (file.contains(u"/run-"))
                            s.disk.erase(file);
                    }
                }
                VERIFY_OK(s.open());
                int missing = 0;
                verifyReads(s, content, &missing);
                QVERIFY2(missing <= 3, qPrintable(QStringLiteral("%1 at %2").arg(path).arg(at)));
                QVERIFY2(countDamages(s) > 0, qPrintable(QStringLiteral("%1 at %2").arg(path).arg(at)));
                s.close();
                s.disk.setContent(path, whole);
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("%1 at %2").arg(path).arg(at)));
            }
        }
        VERIFY_OK(s.open());
        QCOMPARE(countDamages(s), 0);
    }

    void everyTruncationIsHarmlessOrTold()
    {
        SampleStore s;
        Content content;
        fill(s, content);
        for (const auto &[path, whole] : content.files) {
            for (qsizetype size = 0; size < whole.size(); size += 13) {
                s.disk.truncate(path, size);
                VERIFY_OK(s.open());
                int missing = 0;
                verifyReads(s, content, &missing);
                QVERIFY(countDamages(s) > 0);
                s.close();
                s.disk.setContent(path, whole);
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("%1 cut at %2").arg(path).arg(size)));
            }
        }
    }

    void aDamagedChunkIsReadFromItsTwin()
    {
        SampleStore s;
        Content content;
        fill(s, content);
        VERIFY_OK(s.open());
        const auto &chunks = content.blocks[0];
        {
            const auto session = s.store->beginSession(ClientId{8}, LeaseId{4}, Area::Delta);
            VERIFY_OK(session->append(chunks.block, chunks.names));
            VERIFY_OK(session->publish(std::nullopt));
        }
        // The newer place is asked first.
        for (const auto &path : s.disk.files()) {
            if (path.contains(u"/delta/"))
                s.disk.flip(path, 96 + 32 + 10);
        }
        VERIFY_OK(s.reopen());
        for (size_t i = 0; i < chunks.names.size(); ++i)
            QCOMPARE(s.store->read(chunks.names[i]).value(), chunks.contents[i]);
    }

    void everyFlippedByteOfTheChunkIndexIsRepaired()
    {
        SampleStore s;
        Content content;
        fill(s, content);
        std::map<QString, QByteArray> files;
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::indexFolder()))
                files[path] = s.disk.content(path);
        }
        QVERIFY(files.size() >= 3);
        for (const auto &[path, whole] : files) {
            // The page is mostly zeros, all under one checksum.
            for (qsizetype at = 0; at < whole.size(); at += at > 700 && at < 4000 ? 97 : 1) {
                s.disk.flip(path, at);
                VERIFY_OK(s.open());
                int missing = 0;
                verifyReads(s, content, &missing);
                QCOMPARE(missing, 0);
                QCOMPARE(countDamages(s), 0);
                s.close();
                for (const auto &file : s.disk.files()) {
                    if (file.startsWith(SampleStore::indexFolder()))
                        s.disk.erase(file);
                }
                for (const auto &[other, bytes] : files)
                    s.disk.setContent(other, bytes);
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("%1 at %2").arg(path).arg(at)));
            }
        }
    }

    void aLostTreeFileIsMadeAgainFromItsMirror()
    {
        SampleStore s;
        Content content;
        fill(s, content);
        for (const auto &[path, whole] : content.files) {
            if (!path.endsWith(u".dtf"))
                continue;
            s.disk.erase(path);
            VERIFY_OK(s.open());
            int missing = 0;
            verifyReads(s, content, &missing);
            QCOMPARE(missing, 0);
            QCOMPARE(countDamages(s), 0);
            QCOMPARE(s.disk.content(path), whole);
            s.close();
        }
    }

    void aTreeFileThatIsLostUnderARunningServiceIsReadFromItsMirror()
    {
        SampleStore s;
        Content content;
        fill(s, content);
        VERIFY_OK(s.open());
        for (const auto &[path, whole] : content.files) {
            if (path.endsWith(u".dtf") && path.contains(u"/full/"))
                s.disk.erase(path);
        }
        int missing = 0;
        verifyReads(s, content, &missing);
        QCOMPARE(missing, 0);
        QVERIFY(countDamages(s) > 0);
    }
};

QTEST_GUILESS_MAIN(TestStoreDamage)
#include "tst_store_damage.moc"
