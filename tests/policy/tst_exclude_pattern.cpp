#include "policy/exclude_pattern.h"

#include <QRandomGenerator>
#include <QTest>

using namespace backspool;
using namespace backspool::policy;

using Patterns = std::vector<QByteArray>;

namespace {

/// The same language, as plainly as can be: by recursion, byte by byte (no escapes; `?` is a byte).
bool naiveName(QByteArrayView pattern, QByteArrayView name)
{
    if (pattern.isEmpty())
        return name.isEmpty();
    if (pattern[0] == '*')
        return naiveName(pattern.sliced(1), name) || (!name.isEmpty() && naiveName(pattern, name.sliced(1)));
    if (name.isEmpty())
        return false;
    if (pattern.startsWith("[ab]"))
        return (name[0] == 'a' || name[0] == 'b') && naiveName(pattern.sliced(4), name.sliced(1));
    return (pattern[0] == '?' || pattern[0] == name[0]) && naiveName(pattern.sliced(1), name.sliced(1));
}

bool naivePath(const QList<QByteArray> &pattern, const QList<QByteArray> &names)
{
    if (pattern.isEmpty())
        return names.isEmpty();
    if (pattern[0] == "**") {
        if (pattern.size() == 1)
            return !names.isEmpty();
        return naivePath(pattern.sliced(1), names) || (!names.isEmpty() && naivePath(pattern, names.sliced(1)));
    }
    return !names.isEmpty() && naiveName(pattern[0], names[0]) && naivePath(pattern.sliced(1), names.sliced(1));
}

bool naiveExcluded(const Patterns &patterns, const QByteArray &path, bool isFolder)
{
    bool excluded = false;
    for (QByteArray pattern : patterns) {
        const bool include = pattern.startsWith('!');
        pattern = include ? pattern.sliced(1) : pattern;
        const bool anchored = pattern.startsWith('/');
        const bool foldersOnly = pattern.endsWith('/');
        QList<QByteArray> parts = pattern.split('/');
        parts.removeAll(QByteArray());
        if (!anchored)
            parts.prepend("**");
        // "**" twice in a row is "**" once.
        for (qsizetype i = 1; i < parts.size();) {
            if (parts[i] == "**" && parts[i - 1] == "**")
                parts.removeAt(i);
            else
                ++i;
        }
        if ((isFolder || !foldersOnly) && naivePath(parts, path.sliced(1).split('/')))
            excluded = !include;
    }
    return excluded;
}

} // namespace

class TestExcludePattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsMatch_data()
    {
        QTest::addColumn<QByteArray>("patterns"); // one a line
        QTest::addColumn<QByteArray>("path");     // a folder's ends with '/'
        QTest::addColumn<bool>("excluded");
        const auto row = [](const char *patterns, const char *path, bool excluded) {
            QTest::addRow("%s : %s", patterns, path) << QByteArray(patterns) << QByteArray(path) << excluded;
        };
        row("", "/a", false);
        row("#a", "/#a", false);
        row("\\#a", "/#a", true);
        row("\\!a", "/!a", true);
        row("   ", "/   ", false);
        row("a  ", "/a", true);
        row("a\\ ", "/a ", true);
        row("a\\ ", "/a", false);
        row("a\\\\ ", "/a\\", true);

        row("core", "/core", true);
        row("core", "/home/u/core", true);
        row("core", "/home/u/core/", true);
        row("core", "/home/u/cores", false);
        row("core", "/home/u/score", false);
        row("core", "/core/x", false); // a walk does not come there
        row("core/", "/core", false);
        row("core/", "/u/core/", true);

        row("/core", "/core", true);
        row("/core", "/u/core", false);
        row("/home/u/.cache", "/home/u/.cache/", true);
        row("/home/u/.cache", "/home/u/.cached", false);
        row("/home/*/.cache", "/home/u/.cache/", true);
        row("/home/*/.cache", "/home/u/v/.cache/", false);
        row("/home/**/.cache", "/home/u/v/.cache/", true);
        row("/home/**/.cache", "/home/.cache/", true);
        row("/home/**/.cache", "/homes/.cache/", false);
        row("/home/**", "/home/", false);
        row("/home/**", "/home/u", true);
        row("/home/**", "/home/u/v/w", true);
        row("/home/**/**/x", "/home/x", true);
        row("**", "/a", true);
        row("/**", "/a", true);
        row("**/a", "/a", true);
        row("**/a", "/b/c/a", true);
        row("a/**/b/**/c", "/x/a/b/1/2/c", true);
        row("a/**/b/**/c", "/x/a/1/b/c/d", false);

        row("target/debug", "/src/target/debug/", true);
        row("target/debug", "/src/target/x/debug/", false);
        row("target/debug", "/src/mytarget/debug/", false);
        row("target/*.o", "/src/target/a.o", true);

        row("*.o", "/a.o", true);
        row("*.o", "/.o", true);
        row("*.o", "/a.oo", false);
        row("*.o", "/o", false);
        row("*.tar.gz", "/x/a.tar.gz", true);
        row("*.tar.gz", "/x/a.gz", false);
        row("*.", "/a.", true);
        row("*~", "/a~", true);
        row("*~", "/~a", false);
        row("a*", "/a", true);
        row("a*b*c", "/aXbXbYc", true);
        row("a*b*c", "/acb", false);
        row("*", "/anything", true);
        row("*a*", "/bab", true);
        row("a**b", "/aXXb", true);
        row("a**b", "/a/b", false);
        row("*.o", "/a/b.o/c", false);

        row("?", "/a", true);
        row("?", "/ab", false);
        row("?", "/\xc3\xbc", true); // one character of two bytes
        row("??", "/\xc3\xbc", false);
        row("??", "/\xff\xfe", true); // not UTF-8: two bytes
        row("?", "/\xff", true);
        row("a?c", "/a/c", false);
        row("caf\xe9", "/caf\xe9", true);

        row("[abc]", "/b", true);
        row("[abc]", "/d", false);
        row("[a-c]x", "/bx", true);
        row("[!a-c]x", "/bx", false);
        row("[!a-c]x", "/dx", true);
        row("[^a-c]x", "/dx", true);
        row("[]]", "/]", true);
        row("[!]]", "/]", false);
        row("[!]]", "/a", true);
        row("[a-]", "/-", true);
        row("[\\]]", "/]", true);
        row("[\\-a]", "/-", true);
        row("[*]", "/*", true);
        row("[*]", "/a", false);
        row("\\*", "/*", true);
        row("\\*", "/a", false);
        row("\\[a]", "/[a]", true);

        row("*.o\n!keep.o", "/keep.o", false);
        row("*.o\n!keep.o", "/other.o", true);
        row("!keep.o\n*.o", "/keep.o", true);
        row("*\n!*/", "/folder/", false);
        row("*\n!*/", "/file", true);
        row("core\n!/srv/core\n/srv/c*", "/srv/core", true);
        row("core\n!/srv/core", "/srv/core", false);
        row("!core/\ncore", "/core/", true);
        row("core\n!core/", "/core/", false);
        row("core\n!core/", "/core", true);
        row("*.o\n!*.o", "/a.o", false);
        row("c*\n!core\n*re", "/core", true);
        row("c*\n*re\n!core", "/core", false);
    }
    void patternsMatch()
    {
        QFETCH(QByteArray, patterns);
        QFETCH(QByteArray, path);
        QFETCH(bool, excluded);
        const QList<QByteArray> lines = patterns.split('\n');
        const auto rules = ExcludeRules::compile({lines.begin(), lines.end()});
        QVERIFY2(rules, rules ? "" : qPrintable(rules.error().text()));
        const bool isFolder = path.endsWith('/');
        QCOMPARE(rules->isExcluded(isFolder ? path.chopped(1) : path, isFolder), excluded);
    }

    void anAnchorHoldsAtSelectedPathsToo()
    {
        const auto rules =
            ExcludeRules::compile({"/tmp", "/*.iso", "!/keep.iso", "/**/build"}, {"/home/u", "/srv", "/"}).value();
        QVERIFY(rules.isExcluded("/tmp", true));
        QVERIFY(rules.isExcluded("/home/u/tmp", true));
        QVERIFY(rules.isExcluded("/srv/tmp", true));
        QVERIFY(!rules.isExcluded("/home/tmp", true));
        QVERIFY(!rules.isExcluded("/home/u/x/tmp", true));
        QVERIFY(rules.isExcluded("/srv/a.iso", false));
        QVERIFY(!rules.isExcluded("/srv/keep.iso", false));
        QVERIFY(!rules.isExcluded("/srv/x/a.iso", false));
        QVERIFY(rules.isExcluded("/srv/x/build", true));
        QVERIFY(!rules.isExcluded("/srv", true));
        QVERIFY(!rules.isExcluded("/home/u", true));
    }

    void aPatternThatLeadsIntoASelectedPathMeansJustThat()
    {
        const auto rules =
            ExcludeRules::compile({"/home/u/Videos", "/home/u/Music/*", "/home/u", "/home/*/x"}, {"/home/u", "/srv"})
                .value();
        QVERIFY(rules.isExcluded("/home/u/Videos", true));
        QVERIFY(!rules.isExcluded("/srv/home/u/Videos", true));
        QVERIFY(rules.isExcluded("/home/u/Music/a", true));
        QVERIFY(!rules.isExcluded("/srv/home/u/Music/a", true));
        // These do not.
        QVERIFY(rules.isExcluded("/srv/home/u", true));
        QVERIFY(rules.isExcluded("/srv/home/u/x", true));
    }

    void noRulesExcludeNothing()
    {
        QVERIFY(ExcludeRules().isEmpty());
        QVERIFY(!ExcludeRules().isExcluded("/a", false));
        QVERIFY(ExcludeRules::compile({"# only a comment", ""}).value().isEmpty());
        QVERIFY(!ExcludeRules::compile({"a"}).value().isEmpty());
    }

    void whatIsNoPatternIsRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::newRow("open set") << QByteArray("x[a");
        QTest::newRow("set with a slash") << QByteArray("x[a/b]");
        QTest::newRow("set of nothing") << QByteArray("x[]");
        QTest::newRow("open range") << QByteArray("x[a-");
        QTest::newRow("open escape") << QByteArray("x\\");
        QTest::newRow("NUL") << QByteArray("x\0y", 3);
        QTest::newRow("too long") << QByteArray(5'000, 'x');
        QTest::newRow("nothing included") << QByteArray("!");
        QTest::newRow("slash") << QByteArray("/");
        QTest::newRow("dot") << QByteArray("x/./y");
        QTest::newRow("dots") << QByteArray("../x");
    }
    void whatIsNoPatternIsRefusedByName()
    {
        QFETCH(QByteArray, pattern);
        const auto rules = ExcludeRules::compile({"fine", pattern});
        QVERIFY(!rules);
        QCOMPARE(rules.error().kind(), ErrorKind::Invalid);
        QVERIFY(
            rules.error().text().contains(QString::fromUtf8(pattern.first(std::min<qsizetype>(pattern.size(), 100)))));
    }

    void tooManyPatternsAreRefused()
    {
        QVERIFY(ExcludeRules::compile(Patterns(10'000, "x")));
        QVERIFY(!ExcludeRules::compile(Patterns(10'001, "x")));
    }

    void randomPatternsMatchAsTheDefinitionSays()
    {
        const uint32_t seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const auto pick = [&](std::initializer_list<const char *> from) {
            return QByteArray(from.begin()[random.bounded(qsizetype(from.size()))]);
        };
        for (int round = 0; round < 20'000; ++round) {
            Patterns patterns;
            for (int i = 0, count = 1 + random.bounded(4); i < count; ++i) {
                QByteArray pattern;
                for (int part = 0, parts = 1 + random.bounded(4); part < parts; ++part) {
                    if (part > 0)
                        pattern += '/';
                    if (random.bounded(4) == 0) {
                        pattern += "**";
                        continue;
                    }
                    for (int piece = 0, pieces = 1 + random.bounded(4); piece < pieces; ++piece)
                        pattern += pick({"a", "b", "a", ".", "*", "?", "[ab]", "x"});
                }
                if (pattern.split('/').contains(".") || pattern.split('/').contains(".."))
                    continue;
                patterns.push_back(pick({"", "", "!"}) + pick({"", "/"}) + pattern + pick({"", "", "/"}));
            }
            const auto rules = ExcludeRules::compile(patterns);
            QVERIFY2(rules, rules ? "" : qPrintable(rules.error().text()));
            for (int i = 0; i < 8; ++i) {
                QByteArray path;
                for (int part = 0, parts = 1 + random.bounded(5); part < parts; ++part) {
                    path += '/';
                    for (int piece = 0, pieces = 1 + random.bounded(3); piece < pieces; ++piece)
                        path += pick({"a", "b", "a", "b", ".", "x"});
                }
                const bool isFolder = random.bounded(2);
                if (rules->isExcluded(path, isFolder) != naiveExcluded(patterns, path, isFolder))
                    qFatal("%s with %s (folder: %d)", path.constData(),
                           QByteArrayList(patterns.begin(), patterns.end()).join(" | ").constData(), isFolder);
            }
        }
    }

    void thePatternThatDecidesIsTold()
    {
        const auto rules = ExcludeRules::compile({"# a comment", "*.o", "/home/a/x", "", "!keep.o", "b*/"}).value();
        QCOMPARE(rules.decidingPattern("/home/y.o", false), std::optional<size_t>(1));
        QCOMPARE(rules.decidingPattern("/home/a/x", false), std::optional<size_t>(2));
        QCOMPARE(rules.decidingPattern("/keep.o", false), std::optional<size_t>(4));
        QCOMPARE(rules.decidingPattern("/build", true), std::optional<size_t>(5));
        QVERIFY(!rules.decidingPattern("/build", false));
    }

    void anExactPatternMatchesItsPathOnly()
    {
        for (const QByteArray name : {"plain", "a*b", "[x]", "what?", "back\\slash", "end ", "#1", "!x", "caf\xe9"}) {
            const auto rules = ExcludeRules::compile({exactPattern("/d/" + name)}).value();
            QVERIFY(rules.isExcluded("/d/" + name, true));
            QVERIFY(rules.isExcluded("/d/" + name, false));
            QVERIFY(!rules.isExcluded("/d/" + name + 'x', false));
            QVERIFY(!rules.isExcluded("/d/aXb", false));
        }
    }

    void aPatternMeantToBeSlowIsNot()
    {
        const auto rules =
            ExcludeRules::compile({QByteArray("a*").repeated(500) + "b", QByteArray("**/a*/").repeated(200) + "b"})
                .value();
        const QByteArray path = QByteArray("/" + QByteArray(200, 'a')).repeated(20);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!rules.isExcluded(path, true));
        QVERIFY(timer.elapsed() < 2'000);
    }

    void millionsOfPathsAreQuick()
    {
        Patterns patterns{"*.o",
                          "*.tmp",
                          "*~",
                          ".cache",
                          "node_modules/",
                          "/proc",
                          "/sys/**",
                          "*.sw?",
                          "#*#",
                          "target/debug",
                          "/home/*/.local/share/Trash"};
        for (int i = 0; i < 50; ++i)
            patterns.push_back("name" + QByteArray::number(i));
        const auto rules = ExcludeRules::compile(patterns, {"/home/u", "/srv"}).value();
        const QByteArray path = "/home/u/projects/some-project/source/module/file_name.cpp";
        QBENCHMARK
        {
            for (int i = 0; i < 10'000; ++i)
                QVERIFY(!rules.isExcluded(path, false));
        }
    }
};

QTEST_APPLESS_MAIN(TestExcludePattern)
#include "tst_exclude_pattern.moc"
