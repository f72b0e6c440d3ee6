/// Which files are taken as belonging together, by names and first bytes.
#include "active/file_group.h"
#include "active/user_groups.h"

#include <QTest>

#include <map>

using namespace backspool::engine;
using Kind = ContentKind;

namespace {

struct File
{
    const char *name;
    Kind kind = Kind::Other;
    bool isChanged = true;
    uint64_t size = 4'096;
};

std::vector<FileGroup> groupsOf(const std::vector<File> &files, std::vector<QByteArray> *probed = nullptr)
{
    std::map<QByteArray, Kind> kinds;
    std::vector<GroupCandidate> candidates;
    for (const auto &file : files) {
        kinds[file.name] = file.kind;
        candidates.push_back({file.name, file.size, file.isChanged});
    }
    std::ranges::sort(candidates, {}, &GroupCandidate::name);
    return findGroups(candidates, [&](const QByteArray &name) {
        if (probed)
            probed->push_back(name);
        return kinds.at(name);
    });
}

const FileGroup kDatabase{GroupKind::Sqlite, {"a.db", "a.db-journal", "a.db-wal"}, {}};

} // namespace

class FileGroupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDatabaseOfSqliteBelongsWithItsLogs_data()
    {
        QTest::addColumn<std::vector<File>>("files");
        QTest::addColumn<std::vector<FileGroup>>("groups");
        using Files = std::vector<File>;
        using Groups = std::vector<FileGroup>;
        FileGroup withIndex = kDatabase;
        withIndex.leftOut = {"a.db-shm"};

        QTest::newRow("alone, there may be a log by the time it is read")
            << Files{{"a.db", Kind::SqliteDatabase}} << Groups{kDatabase};
        QTest::newRow("with a journal") << Files{{"a.db", Kind::SqliteDatabase}, {"a.db-journal", Kind::SqliteJournal}}
                                        << Groups{kDatabase};
        QTest::newRow("WAL") << Files{{"a.db", Kind::SqliteDatabase}, {"a.db-wal", Kind::SqliteWal}, {"a.db-shm"}}
                             << Groups{withIndex};
        QTest::newRow("only the log is changed")
            << Files{{"a.db", Kind::SqliteDatabase, false, 0}, {"a.db-wal", Kind::SqliteWal}} << Groups{kDatabase};
        QTest::newRow("only the wal-index is changed")
            << Files{{"a.db", Kind::SqliteDatabase, false, 0}, {"a.db-wal", Kind::SqliteWal, false}, {"a.db-shm"}}
            << Groups{withIndex};
        QTest::newRow("encrypted, known by its log")
            << Files{{"a.db"}, {"a.db-wal", Kind::SqliteWal}} << Groups{kDatabase};
        QTest::newRow("not changed") << Files{{"a.db", Kind::SqliteDatabase, false},
                                              {"a.db-wal", Kind::SqliteWal, false},
                                              {"other"}}
                                     << Groups{};
        QTest::newRow("names alone say nothing") << Files{{"a"}, {"a-wal"}, {"a-journal"}, {"a-shm"}} << Groups{};
        QTest::newRow("a log without its database") << Files{{"a.db-wal", Kind::SqliteWal}} << Groups{};
        QTest::newRow("names of one in another's")
            << Files{{"a", Kind::SqliteDatabase}, {"a-journal", Kind::SqliteDatabase}}
            << Groups{{GroupKind::Sqlite, {"a", "a-journal", "a-wal"}, {}}};
    }
    void aDatabaseOfSqliteBelongsWithItsLogs()
    {
        QFETCH(std::vector<File>, files);
        QFETCH(std::vector<FileGroup>, groups);
        QVERIFY(groupsOf(files) == groups);
    }

    void ofBerkeleyDbAllThatIsInItsFolderBelongsTogether()
    {
        const auto groups =
            groupsOf({{"__db.001"}, {"__db.002"}, {"log.0000000001"}, {"mail.db", Kind::BerkeleyDb}, {"notes"}});
        QVERIFY((groups == std::vector{FileGroup{
                               GroupKind::BerkeleyDb, {"__db.001", "__db.002", "log.0000000001", "mail.db"}, {}}}));
        QVERIFY(groupsOf({{"log.0000000001"}, {"mail.db", Kind::BerkeleyDb}}).empty());
    }

    void othersAreKnownByTheirFirstBytes()
    {
        const auto groups =
            groupsOf({{"data.mdb", Kind::LmdbData}, {"lock.mdb"}, {"vm.qcow2", Kind::Qcow2}, {"x.qcow2"}});
        QVERIFY((groups == std::vector{FileGroup{GroupKind::Lmdb, {"data.mdb"}, {}},
                                       FileGroup{GroupKind::DiskImage, {"vm.qcow2"}, {}}}));
    }

    void aRawImageIsKnownByItsNameAndItsBootSector()
    {
        constexpr uint64_t kSize = 4 << 20;
        const auto groups = groupsOf({{"a.img", Kind::RawDisk, true, kSize},
                                      {"b.raw", Kind::RawDisk, true, kSize},
                                      {"c.raw", Kind::Other, true, kSize}, // a photograph
                                      {"d.img", Kind::RawDisk, true, 1'024},
                                      {"e.img", Kind::RawDisk, true, kSize + 1},
                                      {"f", Kind::RawDisk, true, kSize}});
        QVERIFY((groups == std::vector{FileGroup{GroupKind::DiskImage, {"a.img"}, {}},
                                       FileGroup{GroupKind::DiskImage, {"b.raw"}, {}}}));
    }

    void theUsersGroupsComeFirst()
    {
        const UserGroups groups(
            {{QStringLiteral("mail"), "/var/mail/*", {"*.idx", "*.dat"}}, {QStringLiteral("all"), "/var/**", {"*"}}});
        const auto find = [&](const char *path, const std::vector<GroupCandidate> &files) {
            return groups.find(path, files);
        };
        const std::vector<GroupCandidate> files = {{"a.dat", 1, false}, {"a.idx", 1, true}, {"letter", 1, false}};
        const FileGroup mail{GroupKind::UserDefined, {"a.dat", "a.idx"}, {}, QStringLiteral("mail")};
        QVERIFY(find("/var/mail/me", files) == std::vector{mail}); // nothing of "all" is changed
        QVERIFY(find("/var/mail", files).front().name == QStringLiteral("all"));
        QVERIFY(find("/home", files).empty());
        QVERIFY(find("/", files).empty());
        QVERIFY(find("/var/mail/me", {{"a.dat", 1, false}, {"a.idx", 1, false}}).empty());
        // What is in one of them is in no other.
        const FileGroup mine{GroupKind::UserDefined, {"a.db", "a.db-journal"}, {}, QStringLiteral("mine")};
        const auto all = findGroups({{"a.db", 4'096, true}, {"a.db-journal", 1, true}},
                                    [](const QByteArray &) { return Kind::SqliteDatabase; }, {mine});
        QVERIFY(all == std::vector{mine});
    }

    void onlyWhatCanBeOneIsLookedInto()
    {
        std::vector<QByteArray> probed;
        groupsOf(
            {{"text", Kind::Other, true, 4'097}, {"old", Kind::SqliteDatabase, false}, {"small", Kind::Other, true, 0}},
            &probed);
        QVERIFY(probed.empty());
        groupsOf({{"pages"}}, &probed);
        QCOMPARE(probed.size(), 1U);
    }

    void theFirstBytesSayWhatItIs_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const QByteArray &start, Kind kind) {
            QTest::newRow(name) << start << int(kind);
        };
        row("sqlite", QByteArray("SQLite format 3\0\x10", 17), Kind::SqliteDatabase);
        row("cut short", QByteArray("SQLite format 3", 15), Kind::Other);
        row("wal", QByteArray::fromHex("377f0682002de218"), Kind::SqliteWal);
        row("wal, big-endian checksums", QByteArray::fromHex("377f0683002de218"), Kind::SqliteWal);
        row("journal", QByteArray::fromHex("d9d505f920a163d700000000"), Kind::SqliteJournal);
        row("qcow2", QByteArray("QFI\xfb\0\0\0\3", 8), Kind::Qcow2);
        row("lmdb", QByteArray(16, '\0') + QByteArray::fromHex("dec0efbe"), Kind::LmdbData);
        row("btree", QByteArray(12, '\0') + QByteArray::fromHex("62310500"), Kind::BerkeleyDb);
        row("btree of the other byte order", QByteArray(12, '\0') + QByteArray::fromHex("00053162"), Kind::BerkeleyDb);
        row("boot sector", QByteArray(510, 'x') + QByteArray::fromHex("55aa"), Kind::RawDisk);
        row("boot sector cut short", QByteArray(510, 'x') + QByteArray::fromHex("55"), Kind::Other);
        row("empty", {}, Kind::Other);
        row("text", "All work and no play makes Jack a dull boy", Kind::Other);
    }
    void theFirstBytesSayWhatItIs()
    {
        QFETCH(QByteArray, start);
        QFETCH(int, kind);
        QCOMPARE(int(contentKindOf(start)), kind);
    }
};

QTEST_GUILESS_MAIN(FileGroupTest)
#include "tst_file_group.moc"
