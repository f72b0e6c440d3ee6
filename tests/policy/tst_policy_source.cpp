/// The policy in force: bad files change nothing, not even over a restart.
#include "policy/policy_source.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <algorithm>

using namespace backspool;
using namespace backspool::policy;

class TestPolicySource : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    PolicySource source() const
    {
        return PolicySource({.service = folder_->filePath(QStringLiteral("service-policy.json")),
                             .network = folder_->filePath(QStringLiteral("network.json")),
                             .user = folder_->filePath(QStringLiteral("policy.json")),
                             .copyFolder = folder_->path()});
    }
    bool write(const char *name, const QByteArray &content) const
    {
        QFile file(folder_->filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void withoutFilesTheDefaultsAreInForce()
    {
        auto none = source();
        const auto read = none.read();
        QVERIFY(read.refused.empty());
        QCOMPARE(read.policy, Policy{});
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList());
    }

    void commandsAreOnlyTakenFromAFileThatNobodyElseCanWrite()
    {
        const QByteArray policy = R"({"version": 1, "commands": {"before_backup": ["/bin/true"]}})";
        const auto set = [this](const char *name, QFile::Permissions more) {
            const QString file = folder_->filePath(QString::fromLatin1(name));
            return QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | more);
        };
        QVERIFY(write("network.json", policy) && set("network.json", QFile::ReadGroup | QFile::ReadOther));
        const auto good = source().read();
        QVERIFY2(good.refused.empty(), good.refused.empty() ? "" : qPrintable(good.refused.front().text()));
        QCOMPARE(good.policy.commands.before, CommandPolicy::Arguments{"/bin/true"});

        QVERIFY(write("network.json", R"({"version": 1, "commands": {"before_backup": ["/bin/evil"]}})"));
        for (const auto permission : {QFile::WriteGroup, QFile::WriteOther}) {
            QVERIFY(set("network.json", permission));
            const auto bad = source().read();
            QCOMPARE(bad.refused.size(), 1U);
            QVERIFY2(bad.refused[0].text().contains(QStringLiteral("chmod go-w")), qPrintable(bad.refused[0].text()));
            QCOMPARE(bad.policy.commands.before, CommandPolicy::Arguments{"/bin/true"}); // the last good one
        }
        QVERIFY(set("network.json", {}));
        QVERIFY(QFile::setPermissions(folder_->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                           QFile::WriteOther | QFile::ExeOther));
        QCOMPARE(source().read().refused.size(), 1U); // who can write to the folder can replace the file
        // Without commands it is as any other setting.
        QVERIFY(write("network.json", R"({"version": 1, "battery": {"pause_below_percent": 5}})"));
        QCOMPARE(source().read().policy.pauseBelowBattery, 5);
    }

    void whoseCommandsAreRunIsOnlyTakenFromSuchAFileToo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("from the service") << QByteArray(R"({"version": 1, "commands": {"from_service": true}})");
        QTest::newRow("a time") << QByteArray(R"({"version": 1, "commands": {"timeout_seconds": 5}})");
        QTest::newRow("locked") << QByteArray(R"({"version": 1, "locked": ["commands.before_backup"]})");
    }
    void whoseCommandsAreRunIsOnlyTakenFromSuchAFileToo()
    {
        QFETCH(QByteArray, content);
        QVERIFY(write("network.json", content));
        const QString file = folder_->filePath(QStringLiteral("network.json"));
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther));
        const auto bad = source().read();
        QCOMPARE(bad.refused.size(), 1U);
        QVERIFY2(bad.refused[0].text().contains(QStringLiteral("chmod go-w")), qPrintable(bad.refused[0].text()));
        QCOMPARE(bad.policy, Policy{});
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(source().read().refused.empty());
    }

    void aLinkToAPolicyWithCommandsIsOnlyFollowedWhereNobodyElseCanReplaceIt()
    {
        QVERIFY(write("real.json", R"({"version": 1, "commands": {"before_backup": ["/bin/true"]}})"));
        QVERIFY(QFile::setPermissions(folder_->filePath(QStringLiteral("real.json")),
                                      QFile::ReadOwner | QFile::WriteOwner));
        const QString links = folder_->filePath(QStringLiteral("links"));
        QVERIFY(QDir().mkdir(links));
        QVERIFY(QFile::setPermissions(links, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(::symlink("../real.json", QFile::encodeName(links + QStringLiteral("/network.json")).constData()) == 0);
        const auto read = [&] {
            return PolicySource({.service = {},
                                 .network = links + QStringLiteral("/network.json"),
                                 .user = {},
                                 .copyFolder = folder_->filePath(QStringLiteral("no-copies"))})
                .read();
        };
        QCOMPARE(read().policy.commands.before, CommandPolicy::Arguments{"/bin/true"});
        QVERIFY(QFile::setPermissions(links, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                 QFile::WriteOther | QFile::ExeOther));
        const auto bad = read();
        QVERIFY(bad.policy.commands.before.empty());
        QVERIFY(std::ranges::any_of(
            bad.refused, [](const Error &error) { return error.text().contains(QStringLiteral("links;")); }));
    }

    void aBadFileLeavesTheLastGoodOneInForceOverARestartToo()
    {
        auto first = source();
        QVERIFY(write("policy.json", R"({"version": 1, "battery": {"pause_below_percent": 33}})"));
        QVERIFY(write("network.json", R"({"version": 1, "exclusions": {"patterns": ["*.iso"]}})"));
        QVERIFY(first.read().refused.empty());
        QVERIFY(write("policy.json", R"({"version": 1, "battery": {"pause_below_percent": 333}})"));
        QVERIFY(write("network.json", "{"));
        auto second = source();
        for (auto *one : {&first, &second}) {
            const auto read = one->read();
            QCOMPARE(read.refused.size(), 2U);
            QVERIFY2(read.refused[1].text().contains(QStringLiteral("line 1: \"battery.pause_below_percent\"")),
                     qPrintable(read.refused[1].text()));
            QVERIFY(read.refused[1].text().contains(QStringLiteral("last good")));
            QCOMPARE(read.policy.pauseBelowBattery, 33);
            QCOMPARE(read.policy.exclusions.patterns, std::vector<QByteArray>{"*.iso"});
        }
        QVERIFY(write("policy.json", R"({"version": 1, "battery": {"pause_below_percent": 44}})"));
        QCOMPARE(second.read().policy.pauseBelowBattery, 44);
    }

    void aBadFileFromTheBeginningCountsAsEmpty()
    {
        QVERIFY(write("policy.json", "no policy"));
        auto one = source();
        const auto read = one.read();
        QCOMPARE(read.refused.size(), 1U);
        QVERIFY(read.refused[0].text().contains(QStringLiteral("counts as empty")));
        QCOMPARE(read.policy, Policy{});
    }

    void aFileThatIsRemovedEndsItsPolicy()
    {
        QVERIFY(write("policy.json", R"({"version": 1, "battery": {"pause_below_percent": 33}})"));
        auto one = source();
        QCOMPARE(one.read().policy.pauseBelowBattery, 33);
        QVERIFY(QFile::remove(folder_->filePath(QStringLiteral("policy.json"))));
        QCOMPARE(one.read().policy, Policy{});
        QVERIFY(write("policy.json", "{"));
        auto later = source();
        QCOMPARE(later.read().policy, Policy{}); // not the one from before it was removed
    }
};

QTEST_GUILESS_MAIN(TestPolicySource)
#include "tst_policy_source.moc"
