/// What a policy file may say, how two of them become the policy in force, and that the published schema says the same.
#include "policy/default_exclusions.h"
#include "policy/exclude_pattern.h"
#include "policy/policy_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::policy;
using Role = PolicyFile::Role;

namespace {

PolicyFile parsed(const QByteArray &content, Role role = Role::Network)
{
    const auto file = PolicyFile::parse(content, role);
    if (!file)
        qWarning().noquote() << file.error().text();
    return file.value_or(PolicyFile{});
}

QByteArray bytesOf(const QString &file)
{
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

} // namespace

class TestPolicyFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyPolicyIsTheDefaults()
    {
        QCOMPARE(mergePolicies({}, parsed(R"({"version": 1})"), {}), Policy{});
        QCOMPARE(Policy{}.schedule.targetDelay, std::chrono::hours(1));
    }

    void wrongFilesAreRefusedWithLineFieldAndReason_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *content, const char *message) {
            QTest::newRow(name) << QByteArray(content) << QString::fromUtf8(message);
        };
        row("empty", "", "line 1: ");
        row("no object", "[1]", "line 1: it is not an object");
        row("syntax", "{\"version\": 1,\n\n \"schedule\" {}}", "line 3: ");
        row("no version", "{}", "line 1: \"version\" is missing");
        row("other version", "{\n\"version\": 2}", "line 2: \"version\" must be 1");
        row("version as text", "{\"version\": \"1\"}", "line 1: \"version\" must be 1");
        row("unknown section", "{\"version\": 1,\n\"tape\": {}}", "line 2: \"tape\" is not known");
        row("unknown field", "{\"version\": 1,\n\"schedule\": {\n\"delay\": 3}}",
            "line 3: \"schedule.delay\" is not known");
        row("field without section", "{\"version\": 1,\n\"schedule.catch_up\": true}",
            "line 2: \"schedule.catch_up\" is not known");
        row("section is no object", "{\"version\": 1,\n\"battery\": 20}", "line 2: \"battery\" must be an object");
        row("number as text", "{\"version\": 1, \"schedule\": {\n\n\"target_delay_seconds\": \"1h\"}}",
            "line 3: \"schedule.target_delay_seconds\" must be a whole number from 1 to 2678400");
        row("too small", "{\"version\": 1, \"schedule\": {\"target_delay_seconds\": 0}}",
            "must be a whole number from 1");
        row("too large", "{\"version\": 1, \"schedule\": {\"load_limit_percent\": 101}}", "from 1 to 100");
        row("huge", "{\"version\": 1, \"schedule\": {\"load_limit_percent\": 1e300}}", "from 1 to 100");
        row("not whole", "{\"version\": 1, \"battery\": {\"pause_below_percent\": 1.5}}", "a whole number");
        row("number for a switch", "{\"version\": 1, \"schedule\": {\"catch_up\": 1}}", "must be true or false");
        row("null", "{\"version\": 1, \"schedule\": {\"catch_up\": null}}", "must be true or false");
        row("twice", "{\"version\": 1,\n\"schedule\": {\"catch_up\": true,\n\"catch_up\": false}}",
            "line 3: \"schedule.catch_up\" is there twice");
        row("twice, escaped", "{\"version\": 1, \"\\u0076ersion\": 1}", "\"version\" is there twice");
        row("patterns are no list", "{\"version\": 1, \"exclusions\": {\"patterns\": \"*.o\"}}",
            "\"exclusions.patterns\" must be a list");
        row("pattern is no text", "{\"version\": 1, \"exclusions\": {\"patterns\": [7]}}", "must hold texts only");
        row("bad pattern", "{\"version\": 1, \"exclusions\": {\n\"patterns\": [\"[a\"]}}",
            "line 2: \"exclusions.patterns\" is wrong: ");
        row("groups are no list", "{\"version\": 1, \"active\": {\"groups\": {}}}", "\"active.groups\" must be a list");
        row("group is no object", "{\"version\": 1, \"active\": {\"groups\": [\"mail\"]}}", "must hold groups");
        row("group without name",
            "{\"version\": 1, \"active\": {\"groups\": [{\"folder\": \"/a\", \"members\": [\"*\"]}]}}",
            "must have \"name\"");
        row("group of a relative folder",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"a\", \"members\": [\"*\"]}]}}",
            "a whole path");
        row("group of everything",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"/\", \"members\": [\"*\"]}]}}",
            "a whole path");
        row("group without members",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"/a\"}]}}",
            "must have \"members\"");
        row("member in a folder",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"/a\", \"members\": "
            "[\"b/c\"]}]}}",
            "without slashes");
        row("member that is no pattern",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"/a\", \"members\": "
            "[\"[b\"]}]}}",
            "no pattern");
        row("group with more",
            "{\"version\": 1, \"active\": {\"groups\": [{\"name\": \"n\", \"folder\": \"/a\", \"members\": [\"b\"], "
            "\"x\": 1}]}}",
            "\"x\", which is not known");
        row("command is a text", R"({"version": 1, "commands": {"before_backup": "/bin/sync"}})",
            "\"commands.before_backup\" must be a list of texts");
        row("command without path", R"({"version": 1, "commands": {"after_backup": ["sync"]}})",
            "\"commands.after_backup\" must begin with the whole path");
        row("command of numbers", R"({"version": 1, "commands": {"after_backup": ["/bin/sync", 1]}})",
            "must hold texts only");
        row("command with a NUL", R"({"version": 1, "commands": {"after_backup": ["/bin/sync", "a\u0000b"]}})",
            "must hold texts only");
        row("lock of nothing", "{\"version\": 1, \"locked\": [\"schedule\"]}", "names \"schedule\", which is no field");
        row("lock is no list", "{\"version\": 1, \"locked\": true}", "must be a list of fields");
    }
    void wrongFilesAreRefusedWithLineFieldAndReason()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        const auto file = PolicyFile::parse(content, Role::Network);
        QVERIFY(!file);
        QCOMPARE(file.error().kind(), ErrorKind::Invalid);
        QVERIFY2(file.error().text().contains(message), qPrintable(file.error().text()));
    }

    void onlyTheComputersPolicyLetsTheServiceNameCommands()
    {
        const QByteArray letsIt = R"({"version": 1, "commands": {"from_service": true}})";
        QVERIFY(PolicyFile::parse(letsIt, Role::Network));
        QVERIFY(!PolicyFile::parse(letsIt, Role::User));
        QVERIFY(!PolicyFile::parse(letsIt, Role::Service));
        const auto service = parsed(R"({"version": 1,
            "commands": {"before_backup": ["/bin/evil"], "timeout_seconds": 5, "must_succeed": false},
            "locked": ["commands.before_backup", "commands.after_backup"]})",
                                    Role::Service);
        const auto user = parsed(R"({"version": 1, "commands": {"after_backup": ["/bin/true"]}})", Role::User);
        const auto refused = mergePolicies(service, {}, user).commands;
        QCOMPARE(refused.before, CommandPolicy::Arguments{});
        QCOMPARE(refused.after, CommandPolicy::Arguments{"/bin/true"}); // its lock counts no more than its commands
        QCOMPARE(refused.timeout, CommandPolicy{}.timeout);
        QVERIFY(refused.mustSucceed);
        // What the service says of itself is nothing.
        auto liar = service;
        liar.values[kCommandsFromServiceField] = 1;
        QCOMPARE(mergePolicies(liar, {}, {}).commands.before, CommandPolicy::Arguments{});
        QVERIFY(!mergePolicies(liar, {}, {}).commands.fromService);
        const auto taken = mergePolicies(service, parsed(letsIt), user).commands;
        QCOMPARE(taken.before, CommandPolicy::Arguments{"/bin/evil"});
        QCOMPARE(taken.after, CommandPolicy::Arguments{}); // locked
        QVERIFY(!taken.mustSucceed);
    }

    void groupsAddUpUnlessLocked()
    {
        const auto with = [](const char *name, const char *locked = "") {
            return parsed(QStringLiteral(R"({"version": 1, "active": {"groups": [{"name": "%1", "folder": "/a/",
                                            "members": ["*"]}]}%2})")
                              .arg(QLatin1StringView(name), QLatin1StringView(locked))
                              .toUtf8());
        };
        const auto names = [](const Policy &policy) {
            QString all;
            for (const auto &group : policy.active.groups)
                all += group.name;
            return all;
        };
        const auto service = with("s"), network = with("n"), user = with("u");
        QCOMPARE(names(mergePolicies(service, network, user)), QStringLiteral("snu"));
        QCOMPARE(service.groups.front().folder, QByteArray("/a"));
        QCOMPARE(names(mergePolicies(service, with("n", R"(, "locked": ["active.groups"])"), user)),
                 QStringLiteral("sn"));
    }

    void theLastCommandCountsAndAnEmptyOneIsNone()
    {
        const auto network = parsed(R"({"version": 1, "commands":
            {"before_backup": ["/bin/a", "", "b c"], "after_backup": ["/bin/a"]}, "locked": ["commands.after_backup"]})");
        const auto user =
            parsed(R"({"version": 1, "commands": {"before_backup": [], "after_backup": []}})", Role::User);
        QCOMPARE(mergePolicies({}, network, {}).commands.before, (CommandPolicy::Arguments{"/bin/a", "", "b c"}));
        QCOMPARE(mergePolicies({}, network, user).commands.before, CommandPolicy::Arguments{});
        QCOMPARE(mergePolicies({}, network, user).commands.after, CommandPolicy::Arguments{"/bin/a"});
    }

    void aUserLocksNothing()
    {
        const auto file = PolicyFile::parse("{\"version\": 1, \"locked\": []}", Role::User);
        QVERIFY(!file);
        QVERIFY(file.error().text().contains(QStringLiteral("administrator")));
    }

    void namesWithinTextsAndListsAreNotFields()
    {
        const auto file =
            parsed("{\"version\": 1, \"exclusions\": {\"patterns\": [\"a\\\"}{,\\\"version\\\":\", \"b\"]}}");
        QCOMPARE(file.patterns.size(), 2U);
    }

    void theFileNameIsInTheMessageAndFoldersAreNoPolicies()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("policy.json"));
        const auto missing = PolicyFile::load(path, Role::User);
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind(), ErrorKind::NotFound);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        const auto bad = PolicyFile::load(path, Role::User);
        QVERIFY(!bad && bad.error().text().contains(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(2 << 20, ' '));
        file.close();
        QVERIFY(!PolicyFile::load(path, Role::User));
        QVERIFY(!PolicyFile::load(folder.path(), Role::User));
    }

    void whatIsSavedIsReadAgain()
    {
        PolicyFile file;
        for (const auto &field : policyFields())
            file.values[field.name] = field.most;
        file.patterns = {"*.iso", "!keep.iso"};
        file.commands[kBeforeBackupField] = {"/bin/sh", "-c", "echo \"a b\""};
        file.commands[kAfterBackupField] = {};
        file.groups = {{QStringLiteral("mail"), "/var/mail/*", {"*.idx", "[ab].dat"}}};
        file.locked = {kPatternsField, policyFields().front().name};
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("policy.json"));
        QVERIFY(file.save(path));
        const auto again = PolicyFile::load(path, Role::Network);
        QVERIFY2(again, again ? "" : qPrintable(again.error().text()));
        QCOMPARE(*again, file);
    }

    void theUserOverrulesWhatIsNotLocked()
    {
        const auto network = parsed(R"({"version": 1,
            "schedule": {"target_delay_seconds": 100, "load_retry_seconds": 7},
            "battery": {"pause_below_percent": 50},
            "locked": ["schedule.target_delay_seconds", "schedule.catch_up"]})");
        const auto user = parsed(R"({"version": 1,
            "schedule": {"target_delay_seconds": 9, "catch_up": false},
            "battery": {"pause_below_percent": 5}})",
                                 Role::User);
        const auto policy = mergePolicies({}, network, user);
        QCOMPARE(policy.schedule.targetDelay, std::chrono::seconds(100)); // locked
        QCOMPARE(policy.schedule.loadRetry, std::chrono::seconds(7));     // the user says nothing
        QCOMPARE(policy.schedule.catchUp, true);                          // locked at its default
        QCOMPARE(policy.pauseBelowBattery, 5);
    }

    void exclusionsAddUpAndLockedOnesCannotBeUndone()
    {
        auto network = parsed(R"({"version": 1, "exclusions": {"patterns": ["*.iso"], "default_list": false}})");
        const auto user = parsed(R"({"version": 1, "exclusions": {"patterns": ["*.o"]}})", Role::User);
        const auto left = [&](const char *path) {
            const auto policy = mergePolicies({}, network, user);
            const auto rules = ExcludeRules::compile(policy.excludesFor({"/home"}, {"!keep.*"}), {"/home"});
            return rules && rules->isExcluded(path, false);
        };
        QVERIFY(left("/home/a.iso") && left("/home/a.o") && !left("/home/a.c"));
        QVERIFY(!left("/home/keep.iso") && !left("/home/keep.o"));
        network.locked.insert(kPatternsField);
        QVERIFY(left("/home/a.iso") && left("/home/keep.iso") && !left("/home/keep.o"));
    }

    void theComputersPolicyOverrulesTheServicesUnlessThatLocks()
    {
        auto service = parsed(R"({"version": 1,
            "schedule": {"target_delay_seconds": 100, "load_retry_seconds": 7, "load_limit_percent": 50},
            "locked": ["schedule.target_delay_seconds", "schedule.catch_up"]})");
        const auto network = parsed(R"({"version": 1,
            "schedule": {"target_delay_seconds": 9, "load_retry_seconds": 8},
            "locked": ["schedule.load_limit_percent", "schedule.load_retry_seconds"]})");
        const auto user = parsed(R"({"version": 1,
            "schedule": {"target_delay_seconds": 1, "load_retry_seconds": 2, "load_limit_percent": 3, "catch_up": false,
                         "forced_start_seconds": 4}})",
                                 Role::User);
        const auto policy = mergePolicies(service, network, user);
        QCOMPARE(policy.schedule.targetDelay, std::chrono::seconds(100));    // locked by the service
        QCOMPARE(policy.schedule.catchUp, true);                             // and this at its default
        QCOMPARE(policy.schedule.loadRetry, std::chrono::seconds(8));        // the computer's, locked for the user
        QCOMPARE(policy.schedule.loadLimit, 50);                             // the service's, locked by the computer
        QCOMPARE(policy.schedule.forcedStartAfter, std::chrono::seconds(4)); // the user's
    }

    void lockedPatternsOfTheServiceAreTheLastWord()
    {
        const auto service =
            parsed(R"({"version": 1, "exclusions": {"patterns": ["*.iso"]}, "locked": ["exclusions.patterns"]})");
        auto network = parsed(R"({"version": 1, "exclusions": {"patterns": ["!keep.iso", "*.o"]}})");
        const auto user = parsed(R"({"version": 1, "exclusions": {"patterns": ["!keep.*"]}})", Role::User);
        const auto left = [&](const char *path) {
            const auto policy = mergePolicies(service, network, user);
            const auto rules = ExcludeRules::compile(policy.excludesFor({"/home"}, {"!keep.*"}), {"/home"});
            return rules && rules->isExcluded(path, false);
        };
        QVERIFY(left("/home/keep.iso") && left("/home/a.o") && !left("/home/keep.o"));
        network.locked.insert(kPatternsField);
        QVERIFY(left("/home/keep.iso") && left("/home/keep.o"));
    }

    void theDefaultListTakesNoWork_data()
    {
        QTest::addColumn<QByteArray>("selected");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("isFolder");
        QTest::addColumn<bool>("isLeftOut");
        const auto row = [](const char *selected, const char *path, bool isFolder, bool isLeftOut) {
            QTest::addRow("%s %s in %s", isFolder ? "folder" : "file", path, selected)
                << QByteArray(selected) << QByteArray(path) << isFolder << isLeftOut;
        };
        row("/home", "/home/me/.cache", true, true);
        row("/home", "/home/me/.local/share/Trash", true, true);
        row("/home", "/home/me/.config/chromium/Default/Code Cache", true, true);
        row("/home", "/home/me/.mozilla/firefox/x.default/cache2", true, true);
        row("/media/disk", "/media/disk/.Trash-1000", true, true);
        row("/home", "/home/me/.cache", false, false);
        row("/home/me", "/home/me/tmp/letter", false, false);
        row("/home/me", "/home/me/run/letter", false, false);
        row("/home", "/home/me/Cache", true, false);
        row("/home", "/home/me/.letter.swp", false, false);
        row("/home", "/home/me/letter~", false, false);
        row("/", "/tmp/x", true, true);
        row("/", "/tmp", true, false);
        row("/", "/var/tmp/x", false, true);
        row("/", "/swapfile", false, true);
        row("/", "/home/me/swapfile", false, false);
        row("/", "/home/me/tmp/x", false, false);
    }
    void theDefaultListTakesNoWork()
    {
        QFETCH(QByteArray, selected);
        QFETCH(QByteArray, path);
        QFETCH(bool, isFolder);
        const auto rules = ExcludeRules::compile(defaultExclusions({selected}), {selected});
        QVERIFY(rules);
        QTEST(rules->isExcluded(path, isFolder), "isLeftOut");
    }

    void theSchemaSaysWhatTheCodeDoes()
    {
        const auto schema = QJsonDocument::fromJson(bytesOf(qEnvironmentVariable("BACKSPOOL_SOURCE") +
                                                            QStringLiteral("/docs/policy.schema.json")))
                                .object();
        const auto properties = schema[QStringLiteral("properties")].toObject();
        QVERIFY(!schema[QStringLiteral("additionalProperties")].toBool(true));
        std::set<QString> inSchema;
        for (auto section = properties.begin(); section != properties.end(); ++section) {
            const auto fields = section->toObject()[QStringLiteral("properties")].toObject();
            QVERIFY(fields.isEmpty() || !section->toObject()[QStringLiteral("additionalProperties")].toBool(true));
            for (const auto &name : fields.keys())
                inSchema.insert(section.key() + QLatin1Char('.') + name);
        }
        std::set<QString> inCode{kPatternsField, kGroupsField, kBeforeBackupField, kAfterBackupField};
        for (const auto &field : policyFields()) {
            const QString name = field.name;
            inCode.insert(name);
            const auto described = properties[name.section(QLatin1Char('.'), 0, 0)]
                                       .toObject()[QStringLiteral("properties")]
                                       .toObject()[name.section(QLatin1Char('.'), 1)]
                                       .toObject();
            const auto value = field.get(Policy{});
            if (field.type == PolicyField::Type::Switch) {
                QCOMPARE(described[QStringLiteral("type")].toString(), QStringLiteral("boolean"));
                QCOMPARE(described[QStringLiteral("default")], QJsonValue(value != 0));
            } else {
                QCOMPARE(described[QStringLiteral("type")].toString(), QStringLiteral("integer"));
                QCOMPARE(described[QStringLiteral("default")].toInteger(-1), value);
                QCOMPARE(described[QStringLiteral("minimum")].toInteger(-1), field.least);
                QCOMPARE(described[QStringLiteral("maximum")].toInteger(-1), field.most);
            }
        }
        QCOMPARE(inSchema, inCode);
        std::set<QString> lockable;
        const auto names = properties[QStringLiteral("locked")]
                               .toObject()[QStringLiteral("items")]
                               .toObject()[QStringLiteral("enum")]
                               .toArray();
        for (const auto &name : names)
            lockable.insert(name.toString());
        QCOMPARE(lockable, inCode);
        std::set<QString> sections;
        for (const auto &name : inCode)
            sections.insert(name.section(QLatin1Char('.'), 0, 0));
        QCOMPARE(size_t(properties.size()), sections.size() + 2); // version and locked
    }

    void everyFieldIsExplained()
    {
        const auto page = bytesOf(qEnvironmentVariable("BACKSPOOL_SOURCE") + QStringLiteral("/docs/policy.md"));
        for (const auto &field : policyFields())
            QVERIFY2(page.contains("`" + QByteArray(field.name.data(), field.name.size()) + "`"), field.name.data());
        for (const auto &list : {kPatternsField, kGroupsField, kBeforeBackupField, kAfterBackupField})
            QVERIFY2(page.contains("`" + QByteArray(list.data(), list.size()) + "`"), list.data());
    }
};

QTEST_GUILESS_MAIN(TestPolicyFile)
#include "tst_policy_file.moc"
