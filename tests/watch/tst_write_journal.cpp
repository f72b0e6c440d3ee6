#include "support/verify_ok.h"
#include "watch/write_journal.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

using Journal = WriteJournal;

class TestWriteJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatHappenedToANameAddsUp()
    {
        Journal journal;
        journal.add("f", "name", Journal::Came);
        journal.add("f", "name", Journal::Written);
        journal.add("f", ".", Journal::Changed);
        QCOMPARE(journal.folders().size(), 1U);
        const auto &entries = journal.folders().at("f");
        QCOMPARE(entries.names.size(), 1U);
        QCOMPARE(int(entries.names.at("name")), int(Journal::Came | Journal::Written));
        QVERIFY(entries.hasNew && !entries.isListed);
    }

    void manyNamesBecomeAnyEntryAndFoldersThatCameKeepTheirs()
    {
        Journal journal(Journal::Limits{.namesInFolder = 3, .names = 100, .folders = 100});
        journal.add("f", "made", Journal::Came | Journal::Folder);
        for (int i = 0; i < 10; ++i)
            journal.add("f", QByteArray::number(i), Journal::Changed);
        const auto &entries = journal.folders().at("f");
        QVERIFY(entries.isListed);
        QCOMPARE(entries.names.size(), 1U);
        QVERIFY(entries.names.contains("made"));
        journal.add("f", "later", Journal::Came | Journal::Folder);
        QCOMPARE(entries.names.size(), 2U);
        QVERIFY(!journal.lostBecause());
    }

    void namesAreBoundedOverAllFolders()
    {
        Journal journal(Journal::Limits{.namesInFolder = 100, .names = 5, .folders = 100});
        for (int i = 0; i < 20; ++i)
            journal.add(QByteArray::number(i), "name", Journal::Changed);
        size_t names = 0;
        for (const auto &[folder, entries] : journal.folders()) {
            names += entries.names.size();
            QVERIFY(entries.isListed || !entries.names.empty());
        }
        QVERIFY(names <= 5);
    }

    void withTooManyFoldersItGivesUpForGood()
    {
        Journal journal(Journal::Limits{.namesInFolder = 3, .names = 100, .folders = 4});
        for (int i = 0; i < 5; ++i)
            journal.add(QByteArray::number(i), "name", Journal::Changed);
        QVERIFY(journal.lostBecause());
        journal.add("x", "name", Journal::Changed);
        QVERIFY(journal.folders().empty());
        Journal other;
        other.merge(journal);
        QVERIFY(other.lostBecause());
    }

    void mergedIsWhatBothSay()
    {
        Journal first(Journal::Limits{.namesInFolder = 2, .names = 100, .folders = 100}), second;
        for (const char *name : {"a", "b", "c", "d"})
            first.add("many", name, Journal::Came);
        first.add("f", "x", Journal::Written);
        first.addAll("/mnt");
        second.add("f", "y", Journal::Changed);
        second.addFile("/var/mapped");
        second.addInode(7);
        second.merge(first);
        QCOMPARE(second.folders().at("f").names.size(), 2U);
        QVERIFY(second.folders().at("many").isListed && second.folders().at("many").hasNew);
        QCOMPARE(second.all().size(), 1U);
        QCOMPARE(second.files().size(), 1U);
        QCOMPARE(second.inodes().size(), 1U);
    }

    void whatIsSavedIsReadAgain()
    {
        Journal journal(Journal::Limits{.namesInFolder = 2, .names = 100, .folders = 100});
        for (const char *name : {"a", "b", "c", "d"})
            journal.add("many", name, Journal::Came);
        journal.add(QByteArray("\0\1\2", 3), "x\n", Journal::Written);
        journal.add("only itself", ".", Journal::Changed);
        journal.addAll("/mnt");
        journal.addFile("/var/mapped");
        journal.addInode(7);
        const auto bytes = journal.encode();
        const auto read = Journal::decode(bytes);
        VERIFY_OK(read);
        QCOMPARE(read->folders().size(), journal.folders().size());
        for (const auto &[folder, entries] : journal.folders()) {
            const auto &again = read->folders().at(folder);
            QVERIFY(again.names == entries.names && again.isListed == entries.isListed &&
                    again.hasNew == entries.hasNew);
        }
        QVERIFY(read->all() == journal.all() && read->files() == journal.files() && read->inodes() == journal.inodes());
        for (qsizetype size = 0; size < bytes.size(); ++size)
            VERIFY_FAILS(ErrorKind::Damaged, Journal::decode(bytes.first(size)));
    }
};

QTEST_GUILESS_MAIN(TestWriteJournal)
#include "tst_write_journal.moc"
