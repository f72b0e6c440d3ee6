#include "difference/known_contents.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class KnownContentsTest : public QObject
{
    Q_OBJECT

    static KnownFile file(uint64_t inode)
    {
        KnownFile known;
        known.fileSystem[0] = 9;
        known.inode = inode;
        known.changed = {1'800'000'000 + int64_t(inode), 17};
        known.size = 1000 + inode;
        known.content.data()[0] = uint8_t(inode);
        known.content.data()[5] = 1;
        return known;
    }

private Q_SLOTS:
    void knowsJustWhatWasNoted()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("restored"));
        {
            auto writer = KnownContentsWriter::open(path);
            QVERIFY(writer);
            for (uint64_t inode = 1; inode <= 10'000; ++inode)
                QVERIFY(writer->add(file(inode)));
            QVERIFY(writer->flush());
        }
        const auto known = KnownContents::open(path);
        for (uint64_t inode = 1; inode <= 10'000; ++inode) {
            const auto wanted = file(inode);
            QCOMPARE(known.find(wanted.fileSystem, inode, wanted.changed, wanted.size), std::optional(wanted.content));
        }
        const auto one = file(1);
        QVERIFY(!known.find(one.fileSystem, 1, one.changed, one.size + 1));
        QVERIFY(!known.find(one.fileSystem, 1, {one.changed.seconds, 18}, one.size));
        QVERIFY(!known.find({}, 1, one.changed, one.size));
        QVERIFY(!known.find(one.fileSystem, 20'000, one.changed, one.size));
    }

    void aTornNoteIsPassedOver()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("restored"));
        for (uint64_t inode = 1; inode <= 2; ++inode) {
            {
                auto writer = KnownContentsWriter::open(path);
                QVERIFY(writer && writer->add(file(inode)) && writer->flush());
            }
            QFile torn(path);
            QVERIFY(torn.open(QIODevice::Append) && torn.write("torn") == 4);
        }
        const auto known = KnownContents::open(path);
        for (uint64_t inode = 1; inode <= 2; ++inode)
            QVERIFY(known.find(file(inode).fileSystem, inode, file(inode).changed, file(inode).size));
    }
};

QTEST_GUILESS_MAIN(KnownContentsTest)
#include "tst_known_contents.moc"
