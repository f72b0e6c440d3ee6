#include "console/arguments.h"
#include "console/captured_output.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace backspool;
using namespace backspool::console;

namespace {

Program sample()
{
    Program program;
    program.name = QStringLiteral("keeper");
    program.summary = QStringLiteral("Keeps things.");
    program.options = {{QStringLiteral("dir"), QStringLiteral("DIR"), QStringLiteral("Where.")}};
    program.commands = {
        {{QStringLiteral("box"), QStringLiteral("add")},
         QStringLiteral("Adds a box."),
         QStringLiteral("More about it."),
         {{QStringLiteral("NAME"), Positional::One, QStringLiteral("Its name.")}},
         {{QStringLiteral("replace"), {}, QStringLiteral("An old one.")}}},
        {{QStringLiteral("box"), QStringLiteral("list")}, QStringLiteral("Lists."), {}, {}, {}},
        {{QStringLiteral("put")},
         QStringLiteral("Puts paths in."),
         {},
         {{QStringLiteral("BOX"), Positional::One, {}}, {QStringLiteral("PATH"), Positional::ZeroOrMore, {}}},
         {{QStringLiteral("exclude"), QStringLiteral("PATTERN"), {}, true},
          {QStringLiteral("limit"), QStringLiteral("N"), {}}}}};
    return program;
}

using Bytes = std::vector<QByteArray>;

} // namespace

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLongestCommandThatMatchesIsTaken()
    {
        const auto arguments = parseArguments(sample(), {"box", "add", "blue"});
        QVERIFY(arguments);
        QCOMPARE(arguments->command(), QStringLiteral("box add"));
        QCOMPARE(arguments->positional(QStringLiteral("NAME")), "blue");
    }

    void optionsMayStandAnywhere_data()
    {
        QTest::addColumn<Bytes>("argv");
        QTest::newRow("before") << Bytes{"--dir", "/d", "--replace", "box", "add", "b"};
        QTest::newRow("between") << Bytes{"box", "--dir=/d", "add", "--replace", "b"};
        QTest::newRow("after") << Bytes{"box", "add", "b", "--replace", "--dir", "/d"};
    }
    void optionsMayStandAnywhere()
    {
        QFETCH(Bytes, argv);
        const auto arguments = parseArguments(sample(), argv);
        QVERIFY(arguments);
        QCOMPARE(arguments->value(QStringLiteral("dir")), "/d");
        QVERIFY(arguments->has(QStringLiteral("replace")));
        QCOMPARE(arguments->positional(QStringLiteral("NAME")), "b");
    }

    void valuesAreBytes()
    {
        const auto arguments = parseArguments(
            sample(), {"put", "b", "caf\xe9", "--exclude", "\xff*", "--exclude=x", "--", "--not-an-option"});
        QVERIFY(arguments);
        QCOMPARE(arguments->positionals(QStringLiteral("PATH")), (Bytes{"caf\xe9", "--not-an-option"}));
        QCOMPARE(arguments->values(QStringLiteral("exclude")), (Bytes{"\xff*", "x"}));
    }

    void wrongUsageIsSaidAndIsCodeTwo_data()
    {
        QTest::addColumn<Bytes>("argv");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << Bytes{} << QByteArray("command is missing");
        QTest::newRow("no such command") << Bytes{"fly"} << QByteArray("no command fly");
        QTest::newRow("half a command") << Bytes{"box"} << QByteArray("box add, box list");
        QTest::newRow("no such option") << Bytes{"box", "list", "--fast"} << QByteArray("no option --fast");
        QTest::newRow("another command's option")
            << Bytes{"box", "list", "--replace"} << QByteArray("no option --replace");
        QTest::newRow("value missing") << Bytes{"put", "b", "--limit"} << QByteArray("needs a value");
        QTest::newRow("value for a switch")
            << Bytes{"box", "add", "b", "--replace=yes"} << QByteArray("takes no value");
        QTest::newRow("twice") << Bytes{"put", "b", "--limit", "1", "--limit", "2"} << QByteArray("given twice");
        QTest::newRow("positional missing") << Bytes{"box", "add"} << QByteArray("needs NAME");
        QTest::newRow("too many") << Bytes{"box", "add", "a", "b"} << QByteArray("does not take b");
        QTest::newRow("a name with commands for the terminal") << Bytes{"\x1b[2J"} << QByteArray("\\x1b[2J");
    }
    void wrongUsageIsSaidAndIsCodeTwo()
    {
        QFETCH(Bytes, argv);
        QFETCH(QByteArray, says);
        test::CapturedOutput err(STDERR_FILENO);
        const auto arguments = parseArguments(sample(), argv);
        const auto text = err.text();
        QVERIFY(!arguments);
        QCOMPARE(arguments.error(), int(WrongUsage));
        QVERIFY2(text.contains(says), text.constData());
        QVERIFY2(text.contains("--help"), text.constData());
    }

    void wrongUsageWithJsonIsAnObject()
    {
        test::CapturedOutput out(STDOUT_FILENO);
        QCOMPARE(parseArguments(sample(), {"fly", "--json"}).error(), int(WrongUsage));
        const auto error = QJsonDocument::fromJson(out.text()).object()[QStringLiteral("error")].toObject();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("usage"));
    }

    void helpNamesEverything()
    {
        test::CapturedOutput out(STDOUT_FILENO);
        QCOMPARE(parseArguments(sample(), {"--help"}).error(), int(Done));
        const auto text = out.text();
        for (const char *part :
             {"Keeps things.", "box add NAME", "box list", "put BOX [PATH...]", "--dir DIR", "--json", "--version"})
            QVERIFY2(text.contains(part), part);
    }

    void helpOfACommandNamesItsOwn()
    {
        test::CapturedOutput out(STDOUT_FILENO);
        QCOMPARE(parseArguments(sample(), {"box", "add", "--help"}).error(), int(Done));
        const auto text = out.text();
        for (const char *part : {"keeper box add NAME [--replace]", "More about it.", "Its name.", "--dir DIR"})
            QVERIFY2(text.contains(part), part);
    }

    void versionIsOneLine()
    {
        test::CapturedOutput out(STDOUT_FILENO);
        QCOMPARE(parseArguments(sample(), {"--version"}).error(), int(Done));
        QCOMPARE(out.text(), "keeper " BACKSPOOL_VERSION "\n");
    }

    void numbersAreBounded()
    {
        QCOMPARE(parseNumber(QStringLiteral("N"), "7", 1, 10).value(), 7U);
        for (const char *wrong : {"", "0", "11", "-1", "7x", " 7", "99999999999999999999"})
            QVERIFY2(!parseNumber(QStringLiteral("N"), wrong, 1, 10), wrong);
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
