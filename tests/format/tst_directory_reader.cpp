#include "format/directory_reader.h"
#include "format/sample_entries.h"

using namespace backspool;
using namespace backspool::format;

namespace {

ObjectName buildDirectory(const std::vector<DirectoryEntry> &entries, NodeMap &nodes)
{
    NodeTreeBuilder builder(TreeKind::Directory, sampleDigester(), nodes.emitter());
    for (const auto &entry : entries)
        builder.add(entry.encode(), entry.name, entry.name);
    return builder.finish();
}

std::vector<DirectoryEntry> entriesNamed(std::initializer_list<const char *> names)
{
    std::vector<DirectoryEntry> entries;
    for (const auto *name : names) {
        DirectoryEntry entry;
        entry.name = name;
        entries.push_back(entry);
    }
    return entries;
}

Result<std::vector<DirectoryEntry>> readDirectory(const ObjectName &root, const NodeMap &nodes)
{
    std::vector<DirectoryEntry> entries;
    TRY(forEachDirectoryEntry(root, nodes.fetcher(), [&](DirectoryEntry &&entry) -> Result<bool> {
        entries.push_back(std::move(entry));
        return true;
    }));
    return entries;
}

} // namespace

class TestDirectoryReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void directoryComesBackAndEachEntryIsFound_data() { addSeedRows(3); }
    void directoryComesBackAndEachEntryIsFound()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        std::map<QByteArray, DirectoryEntry> sorted;
        for (int i = 0; i < 3000; ++i) {
            const auto entry = randomEntry(random);
            sorted[entry.name] = entry;
        }
        std::vector<DirectoryEntry> entries;
        entries.reserve(sorted.size());
        for (const auto &[name, entry] : sorted)
            entries.push_back(entry);
        std::ranges::sort(entries, [](const auto &a, const auto &b) { return compareNames(a.name, b.name) < 0; });

        NodeMap nodes;
        const auto root = buildDirectory(entries, nodes);
        const auto read = readDirectory(root, nodes);
        VERIFY_RESULT(read);
        QVERIFY(*read == entries);
        for (const auto &entry : entries)
            QVERIFY(*findDirectoryEntry(root, entry.name, nodes.fetcher()) == entry);
        QVERIFY(!findDirectoryEntry(root, "no such name", nodes.fetcher())->has_value());
    }

    void orderIsThatOfUnsignedBytes_data()
    {
        QTest::addColumn<std::vector<DirectoryEntry>>("entries");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << entriesNamed({}) << true;
        QTest::newRow("sorted") << entriesNamed({"B", "a", "aa", "b", "\xc3\xa9", "\xff"}) << true;
        QTest::newRow("not sorted") << entriesNamed({"b", "a"}) << false;
        QTest::newRow("twice") << entriesNamed({"a", "a"}) << false;
        QTest::newRow("signed bytes") << entriesNamed({"\xff", "a"}) << false;
        QTest::newRow("longer first") << entriesNamed({"aa", "a"}) << false;
    }
    void orderIsThatOfUnsignedBytes()
    {
        QFETCH(std::vector<DirectoryEntry>, entries);
        QFETCH(bool, good);
        NodeMap nodes;
        const auto read = readDirectory(buildDirectory(entries, nodes), nodes);
        if (good)
            VERIFY_RESULT(read);
        else
            VERIFY_FAILS(ErrorKind::Damaged, read);
    }
    void orderIsCheckedFromNodeToNode()
    {
        std::vector<DirectoryEntry> entries;
        for (int i = 0; i < 5000; ++i) {
            DirectoryEntry entry;
            entry.name = QByteArray::number(100'000 + i);
            entries.push_back(entry);
        }
        NodeMap nodes;
        VERIFY_RESULT(readDirectory(buildDirectory(entries, nodes), nodes));
        QVERIFY(nodes.size() > 3);
        std::rotate(entries.begin(), entries.begin() + 2500, entries.end());
        VERIFY_FAILS(ErrorKind::Damaged, readDirectory(buildDirectory(entries, nodes), nodes));
    }
};

QTEST_APPLESS_MAIN(TestDirectoryReader)
#include "tst_directory_reader.moc"
