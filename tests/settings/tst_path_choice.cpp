/// What check boxes show of a selection, and what a click makes of it.
#include "settings/path_choice.h"

#include <QTest>

using namespace backspool;
using namespace backspool::settings;

using Patterns = std::vector<QByteArray>;

class TestPathChoice : public QObject
{
    Q_OBJECT

    static PathChoice choice(const Patterns &paths, const Patterns &excludes = {}, const policy::Policy &policy = {})
    {
        return {policy::Selection{paths, excludes}, policy};
    }

private Q_SLOTS:
    void boxesShowWhatABackupDoes_data()
    {
        QTest::addColumn<QByteArrayList>("excludes");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<Ticked>("expected");
        const QByteArrayList none;
        QTest::newRow("selected") << none << QByteArray("/home/a") << Ticked::Yes;
        QTest::newRow("beneath") << none << QByteArray("/home/a/Documents") << Ticked::Yes;
        QTest::newRow("above") << none << QByteArray("/home") << Ticked::Partly;
        QTest::newRow("root") << none << QByteArray("/") << Ticked::Partly;
        QTest::newRow("beside") << none << QByteArray("/home/ab") << Ticked::No;
        const QByteArrayList one{"/home/a/Videos"};
        QTest::newRow("left out") << one << QByteArray("/home/a/Videos") << Ticked::No;
        QTest::newRow("beneath what is left out") << one << QByteArray("/home/a/Videos/x") << Ticked::No;
        QTest::newRow("with a gap") << one << QByteArray("/home/a") << Ticked::Partly;
        QTest::newRow("beside the gap") << one << QByteArray("/home/a/Music") << Ticked::Yes;
        const QByteArrayList name{"Cache/"};
        QTest::newRow("left out by name") << name << QByteArray("/home/a/x/Cache/y") << Ticked::No;
        QTest::newRow("names make no gaps") << name << QByteArray("/home/a") << Ticked::Yes;
        const QByteArrayList some{"/home/a/Videos/*", "!/home/a/Videos/x"};
        QTest::newRow("some of it") << some << QByteArray("/home/a/Videos") << Ticked::Partly;
        QTest::newRow("that") << some << QByteArray("/home/a/Videos/x") << Ticked::Yes;
        const QByteArrayList all{"/home/a/Videos/**", "!/home/a/Videos/x"};
        QTest::newRow("nothing in it") << all << QByteArray("/home/a/Videos") << Ticked::Partly;
        QTest::newRow("itself alone") << all << QByteArray("/home/a/Videos/x") << Ticked::Partly;
        QTest::newRow("the rest") << some << QByteArray("/home/a/Videos/y") << Ticked::No;
    }
    void boxesShowWhatABackupDoes()
    {
        QFETCH(QByteArrayList, excludes);
        QFETCH(QByteArray, path);
        QFETCH(Ticked, expected);
        QCOMPARE(choice({"/home/a"}, {excludes.begin(), excludes.end()}).ticked(path, true), expected);
    }

    void aClickIsTakenBackByAnother()
    {
        auto all = choice({"/home/a"});
        all.set("/home/a/Videos", true, false);
        QCOMPARE(all.selection().excludes, Patterns{"/home/a/Videos"});
        QCOMPARE(all.ticked("/home/a/Videos", true), Ticked::No);
        all.set("/home/a/Videos", true, true);
        QCOMPARE(all.selection(), (policy::Selection{{"/home/a"}, {}}));
    }

    void foldersAreSelectedAndUnselected()
    {
        auto all = choice({"/home/a/b"});
        all.set("/home/a", true, true);
        QCOMPARE(all.selection().paths, Patterns{"/home/a"});
        all.set("/home", true, false);
        QVERIFY(all.selection().paths.empty());
        QCOMPARE(all.ticked("/home/a", true), Ticked::No);
    }

    void someOfWhatIsLeftOutIsTakenIn()
    {
        auto some = choice({"/home/a"}, {"/home/a/v"});
        some.set("/home/a/v/x/deep", true, true);
        QCOMPARE(some.ticked("/home/a/v/x/deep", true), Ticked::Yes);
        QCOMPARE(some.ticked("/home/a/v/x/deep/er", false), Ticked::Yes);
        QCOMPARE(some.ticked("/home/a/v/x/other", true), Ticked::No);
        QCOMPARE(some.ticked("/home/a/v/y", true), Ticked::No);
        QCOMPARE(some.ticked("/home/a/v", true), Ticked::Partly);
        some.set("/home/a/v/y", true, true);
        QCOMPARE(some.ticked("/home/a/v/y", true), Ticked::Yes);
        QCOMPARE(some.ticked("/home/a/v/x/deep", true), Ticked::Yes);
        // The whole again: nothing is left of the clicks.
        some.set("/home/a/v", true, true);
        QCOMPARE(some.selection(), (policy::Selection{{"/home/a"}, {}}));
    }

    void whatAPatternLeavesOutCanBeTakenIn()
    {
        auto one = choice({"/home/a"}, {"*.iso"});
        QCOMPARE(one.leftOutBy("/home/a/x.iso", false), QByteArray("*.iso"));
        one.set("/home/a/x.iso", false, true);
        QCOMPARE(one.ticked("/home/a/x.iso", false), Ticked::Yes);
        QCOMPARE(one.ticked("/home/a/y.iso", false), Ticked::No);
        one.set("/home/a/x.iso", false, false);
        QCOMPARE(one.selection().excludes, Patterns{"*.iso"});
    }

    void aTickTakesNothingOut_data()
    {
        QTest::addColumn<QByteArrayList>("excludes");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("beside a gap") << QByteArrayList{"*.iso", "!/home/a/x.iso", "/home/a/Tmp"}
                                      << QByteArray("/home/a/x.iso");
        QTest::newRow("by a wildcard") << QByteArrayList{"Videos/", "!/home/a/Videos", "/home/a/Videos/*",
                                                         "!/home/a/Videos/holiday"}
                                       << QByteArray("/home/a/Videos/holiday");
    }
    void aTickTakesNothingOut()
    {
        QFETCH(QByteArrayList, excludes);
        QFETCH(QByteArray, kept);
        auto all = choice({"/home/a"}, {excludes.begin(), excludes.end()});
        QCOMPARE(all.ticked(kept, false), Ticked::Yes);
        all.set("/home/a", true, true);
        QCOMPARE(all.ticked(kept, false), Ticked::Yes);
        QCOMPARE(all.ticked("/home/a/Tmp", true), Ticked::Yes);
    }

    void whatWasSelectedByItselfStays()
    {
        auto all = choice({"/home/a/.cache/keep"}, {".cache/", "*.iso"});
        QCOMPARE(all.ticked("/home/a/.cache/keep", true), Ticked::Yes);
        all.set("/home/a", true, true);
        QCOMPARE(all.selection().paths, Patterns{"/home/a"});
        QCOMPARE(all.ticked("/home/a/.cache/keep", true), Ticked::Yes);
        QCOMPARE(all.ticked("/home/a/.cache/keep/x", true), Ticked::Yes);
        QCOMPARE(all.ticked("/home/a/.cache/other", true), Ticked::No);
    }

    void unTickingLeavesOutNothingElse()
    {
        auto two = choice({"/home/a", "/mnt/old"});
        two.set("/home/a/Videos", true, false);
        QCOMPARE(two.ticked("/home/a/Videos", true), Ticked::No);
        QCOMPARE(two.ticked("/mnt/old/home/a/Videos", true), Ticked::Yes);
        two.set("/home/a/Videos/holiday", true, true);
        QCOMPARE(two.ticked("/home/a/Videos/other", true), Ticked::No);
        QCOMPARE(two.ticked("/mnt/old/home/a/Videos/other", true), Ticked::Yes);
    }

    void whatAllThatIsInAFolderLeavesOutIsTakenInWhole()
    {
        auto one = choice({"/home/a"}, {"/home/a/v/**"});
        one.set("/home/a/v/x", true, true);
        QCOMPARE(one.ticked("/home/a/v/x", true), Ticked::Yes);
        QCOMPARE(one.ticked("/home/a/v/x/y", true), Ticked::Yes);
        QCOMPARE(one.ticked("/home/a/v/x/y/z", false), Ticked::Yes);
        QCOMPARE(one.ticked("/home/a/v/w", true), Ticked::No);
        QCOMPARE(one.ticked("/home/a/v", true), Ticked::Partly);
        one.set("/home/a/v", true, true);
        QCOMPARE(one.ticked("/home/a/v/w", true), Ticked::Yes);
        QCOMPARE(one.ticked("/home/a/v", true), Ticked::Yes);
    }

    void whatTheAdministratorLeavesOutStaysOut()
    {
        policy::Policy policy;
        policy.exclusions.finalPatterns = {"*.iso"};
        auto one = choice({"/home/a"}, {}, policy);
        QVERIFY(one.isLeftOutForGood("/home/a/x.iso", false));
        one.set("/home/a/x.iso", false, true);
        QCOMPARE(one.ticked("/home/a/x.iso", false), Ticked::No);
    }

    void namesAreTakenAsTheyAre()
    {
        for (const QByteArray name : {"a*b", "[x]", "what?", "back\\slash", "end ", "#1", "!x", "caf\xe9"}) {
            auto all = choice({"/home/a"});
            const QByteArray path = "/home/a/" + name;
            all.set(path, true, false);
            QCOMPARE(all.ticked(path, true), Ticked::No);
            QCOMPARE(all.ticked("/home/a/aXb", true), Ticked::Yes);
            QCOMPARE(all.ticked("/home/a", true), Ticked::Partly);
            all.set(path, true, true);
            QCOMPARE(all.selection(), (policy::Selection{{"/home/a"}, {}}));
        }
    }
};

QTEST_APPLESS_MAIN(TestPathChoice)
#include "tst_path_choice.moc"
