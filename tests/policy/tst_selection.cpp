#include "policy/selection.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace backspool;
using namespace backspool::policy;

using Paths = std::vector<QByteArray>;

class TestSelection : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString file() const { return folder_.filePath(QStringLiteral("selection.json")); }
    /// Apostrophes stand for quotes.
    void write(QByteArray content)
    {
        content.replace('\'', '"');
        QFile device(file());
        QVERIFY(device.open(QIODevice::WriteOnly));
        device.write(content);
    }

private Q_SLOTS:
    void pathsAreKeptSortedAndNormalised()
    {
        Selection selection;
        QCOMPARE(selection.addPath("/srv//www/").value().added, Paths{"/srv/www"});
        QCOMPARE(selection.addPath("/home/./u").value().added, Paths{"/home/u"});
        QCOMPARE(selection.paths, (Paths{"/home/u", "/srv/www"}));
        QCOMPARE(selection.addPath("home").error().kind(), ErrorKind::Invalid);
        QCOMPARE(selection.paths.size(), 2U);
    }

    void aPathBeneathASelectedOneAddsNothing()
    {
        Selection selection{.paths = {"/home"}, .excludes = {}};
        for (const char *path : {"/home", "/home/u", "/home/u/../v"}) {
            const SelectionChange change = selection.addPath(path).value();
            QVERIFY(change.isEmpty());
            QCOMPARE(change.coveredBy, QByteArray("/home"));
        }
        QCOMPARE(selection.paths, Paths{"/home"});
        QVERIFY(!selection.addPath("/homes").value().isEmpty());
    }

    void aFolderTakesTheSelectedPathsBeneathItIn()
    {
        Selection selection{.paths = {"/home/a", "/home/b", "/homes", "/srv"}, .excludes = {}};
        const SelectionChange change = selection.addPath("/home").value();
        QCOMPARE(change.added, Paths{"/home"});
        QCOMPARE(change.removed, (Paths{"/home/a", "/home/b"}));
        QCOMPARE(selection.paths, (Paths{"/home", "/homes", "/srv"}));
        QCOMPARE(selection.addPath("/").value().removed, (Paths{"/home", "/homes", "/srv"}));
        QCOMPARE(selection.paths, Paths{"/"});
    }

    void onlyASelectedPathCanBeRemoved()
    {
        Selection selection{.paths = {"/home", "/srv"}, .excludes = {}};
        QCOMPARE(selection.removePath("/srv/").value().removed, Paths{"/srv"});
        const auto beneath = selection.removePath("/home/u");
        QCOMPARE(beneath.error().kind(), ErrorKind::NotFound);
        QVERIFY(beneath.error().text().contains(QStringLiteral("\"/home\"")));
        QCOMPARE(selection.removePath("/etc").error().kind(), ErrorKind::NotFound);
        QCOMPARE(selection.removePath("etc").error().kind(), ErrorKind::Invalid);
        QCOMPARE(selection.paths, Paths{"/home"});
    }

    void patternsKeepTheirOrderAndTheLastCounts()
    {
        Selection selection;
        QCOMPARE(selection.addExclude("*.o").value().added, Paths{"*.o"});
        QVERIFY(selection.addExclude("!keep.o"));
        const SelectionChange moved = selection.addExclude("*.o").value();
        QCOMPARE(moved.removed, Paths{"*.o"});
        QCOMPARE(moved.added, Paths{"*.o"});
        QCOMPARE(selection.excludes, (Paths{"!keep.o", "*.o"}));
        QVERIFY(selection.addExclude("*.o").value().isEmpty());
        QCOMPARE(selection.addExclude("[a").error().kind(), ErrorKind::Invalid);
        QCOMPARE(selection.removeExclude("!keep.o").value().removed, Paths{"!keep.o"});
        QCOMPARE(selection.removeExclude("!keep.o").error().kind(), ErrorKind::NotFound);
        QCOMPARE(selection.excludes, Paths{"*.o"});
    }

    void whatIsSavedIsLoadedAgain()
    {
        Selection selection;
        for (const char *path : {"/home/u", "/caf\xe9", "/gr\xc3\xbc\xc3\x9f", "/new\nline\"\\", "/\xff\xfe"})
            QVERIFY(selection.addPath(path));
        for (const char *pattern : {"*.o", "# why", "!x\xe9", ""})
            QVERIFY(selection.addExclude(pattern));
        QVERIFY(selection.save(file()));
        const auto loaded = Selection::load(file());
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text()));
        QVERIFY(*loaded == selection);

        QFile device(file());
        QVERIFY(device.open(QIODevice::ReadOnly));
        const QByteArray content = device.readAll();
        QVERIFY(content.contains("\"path\": \"/home/u\""));
        QCOMPARE(content.count("path_base64"), 2);
        QCOMPARE(content.count("pattern_base64"), 1);
    }

    void aPathWrittenByHandIsNormalised()
    {
        write("{'version': 1, 'paths': [{'path': '/srv/'}, {'path': '/home//u'}, {'path': '/home'}], 'excludes': []}");
        QCOMPARE(Selection::load(file()).value().paths, (Paths{"/home", "/srv"}));
    }

    void whatIsNoSelectionIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const char *content, ErrorKind kind) {
            QTest::newRow(name) << QByteArray(content) << int(kind);
        };
        row("empty", "", ErrorKind::Damaged);
        row("cut", "{'version': 1, 'paths': [", ErrorKind::Damaged);
        row("a list", "[]", ErrorKind::Damaged);
        row("no version", "{'paths': [], 'excludes': []}", ErrorKind::Damaged);
        row("a later version", "{'version': 2, 'paths': [], 'excludes': []}", ErrorKind::Damaged);
        row("no excludes", "{'version': 1, 'paths': []}", ErrorKind::Damaged);
        row("paths as text", "{'version': 1, 'paths': '/home', 'excludes': []}", ErrorKind::Damaged);
        row("path as text", "{'version': 1, 'paths': ['/home'], 'excludes': []}", ErrorKind::Damaged);
        row("path as number", "{'version': 1, 'paths': [{'path': 1}], 'excludes': []}", ErrorKind::Damaged);
        row("not Base64", "{'version': 1, 'paths': [{'path': '/a', 'path_base64': '*'}], 'excludes': []}",
            ErrorKind::Damaged);
        row("relative", "{'version': 1, 'paths': [{'path': 'home'}], 'excludes': []}", ErrorKind::Invalid);
        row("bad pattern", "{'version': 1, 'paths': [], 'excludes': [{'pattern': '[a'}]}", ErrorKind::Invalid);
    }
    void whatIsNoSelectionIsRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, kind);
        write(content);
        const auto loaded = Selection::load(file());
        QVERIFY(!loaded);
        QCOMPARE(int(loaded.error().kind()), kind);
        QVERIFY(loaded.error().text().contains(file()));
    }

    void aMissingFileIsNotFound()
    {
        QCOMPARE(Selection::load(folder_.filePath(QStringLiteral("none.json"))).error().kind(), ErrorKind::NotFound);
    }

    void savingWhereNothingCanBeWrittenFails()
    {
        const Status saved = Selection().save(folder_.filePath(QStringLiteral("no/such/folder/selection.json")));
        QVERIFY(!saved);
        QVERIFY(saved.error().text().contains(QStringLiteral("no/such/folder")));
    }
};

QTEST_APPLESS_MAIN(TestSelection)
#include "tst_selection.moc"
