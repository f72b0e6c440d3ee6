#include "mount/folder_table.h"

#include <QTest>

#include <random>
#include <set>

using namespace backspool;
using namespace backspool::engine;

class TestFolderTable : public QObject
{
    Q_OBJECT

    static MountedFolder top(uint64_t point, const QByteArray &name) { return {.point = PointId{point}, .name = name}; }
    static MountedFolder in(NodeNumber parent, uint64_t position, const QByteArray &name)
    {
        return {.point = PointId{1}, .parent = parent, .position = position, .name = name};
    }

private Q_SLOTS:
    void aFolderKeepsItsNumberWhileItIsKnown()
    {
        FolderTable table;
        const auto point = table.enter(top(7, "noon"));
        const auto home = table.enter(in(point, 3, "home"));
        QCOMPARE(table.enter(in(point, 3, "home")), home);
        QCOMPARE(table.pathOf(home), QByteArray("noon/home"));
        QVERIFY(FolderTable::isFolder(home));
        table.forget(home, 1);
        QCOMPARE(table.enter(in(point, 3, "home")), home);
        table.forget(home, 2);
        QCOMPARE(table.size(), size_t(1));
        table.forget(point, 1);
        QCOMPARE(table.size(), size_t(0));
    }
    void whatIsInAFolderKeepsItAndAllAboveIt()
    {
        FolderTable table;
        const auto point = table.enter(top(7, "noon"));
        const auto home = table.enter(in(point, 3, "home"));
        const auto file = table.enter(home, 5);
        QVERIFY(!FolderTable::isFolder(file));
        QCOMPARE(FolderTable::folderOf(file), home);
        QCOMPARE(FolderTable::positionOf(file), uint64_t(5));
        table.forget(point, 1);
        table.forget(home, 1);
        QCOMPARE(table.pathOf(home), QByteArray("noon/home"));
        table.forget(file, 1);
        QCOMPARE(table.size(), size_t(0));
    }
    /// Against a model: a folder is there while its own look-ups, or those of anything beneath it, are.
    void nothingIsLostAndNothingStays()
    {
        const auto seed = std::random_device{}();
        qInfo() << "seed" << seed;
        std::mt19937 random(seed);
        FolderTable table;
        std::vector<std::pair<NodeNumber, QByteArray>> known; // each look-up of a folder, and its path
        for (int step = 0; step < 5'000; ++step) {
            const auto action = known.size() > 60 ? 4 : random() % 5;
            if (action == 0 || known.empty()) {
                const auto name = QByteArray::number(random() % 3);
                known.emplace_back(table.enter(top(name.toULongLong() + 1, name)), name);
            } else if (action < 3) {
                const auto [parent, path] = known[random() % known.size()];
                const auto position = random() % 3;
                const auto name = QByteArray::number(position);
                known.emplace_back(table.enter(in(parent, position, name)), path + '/' + name);
            } else {
                const size_t at = random() % known.size();
                table.forget(known[at].first, 1);
                known.erase(known.begin() + ptrdiff_t(at));
            }
            std::set<QByteArray> paths;
            for (const auto &[number, path] : known) {
                for (qsizetype end = path.size(); end > 0; end = path.lastIndexOf('/', end - 1))
                    paths.insert(path.first(end));
            }
            QCOMPARE(table.size(), paths.size());
            if (step % 50 == 0) {
                for (const auto &[number, path] : known)
                    QCOMPARE(table.pathOf(number), path);
            }
        }
        for (const auto &[number, path] : known)
            table.forget(number, 1);
        QCOMPARE(table.size(), size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestFolderTable)
#include "tst_folder_table.moc"
