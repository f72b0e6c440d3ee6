/// Settings as they are edited: what a user's word counts for, under what administrators say.
#include "settings/settings_draft.h"

#include <QSignalSpy>
#include <QTest>

using namespace backspool;
using namespace backspool::settings;

constexpr QLatin1StringView kDelay("schedule.target_delay_seconds");

class TestSettingsDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValueIsTheUsersOnlyWhereItDiffers()
    {
        SettingsDraft draft;
        engine::ProtectionSettings settings;
        settings.policies.network.values[kDelay] = 7'200;
        draft.load(settings);
        QCOMPARE(draft.value(kDelay), 7'200);
        QVERIFY(!draft.isChanged());
        QSignalSpy changed(&draft, &SettingsDraft::changed);
        draft.setValue(kDelay, 600);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(draft.wanted().policies.user.values.at(kDelay), 600);
        QCOMPARE(draft.value(kDelay), 600);
        QVERIFY(draft.isChanged());
        // As the administrator has it: the next change of that counts again.
        draft.setValue(kDelay, 7'200);
        QVERIFY(draft.wanted().policies.user.values.empty());
        QVERIFY(!draft.isChanged());
    }

    void whatIsLockedStaysAndSaysByWhom()
    {
        SettingsDraft draft;
        engine::ProtectionSettings settings;
        settings.policies.network.locked.insert(kDelay);
        settings.policies.network.values[kDelay] = 60;
        draft.load(settings);
        QCOMPARE(draft.lockedBy(kDelay), Author::Computer);
        draft.setValue(kDelay, 600);
        QCOMPARE(draft.value(kDelay), 60);
        QVERIFY(!draft.isChanged());
        settings.policies.service.locked.insert(kDelay);
        draft.load(settings);
        QCOMPARE(draft.lockedBy(kDelay), Author::Service);
        QVERIFY(lockText(Author::Service) != lockText(Author::Computer));
        QVERIFY(lockText(Author::User).isEmpty());
    }

    void whatTheUsersFileSaysOtherwiseIsKept()
    {
        SettingsDraft draft;
        engine::ProtectionSettings settings;
        settings.policies.user.commands[QStringLiteral("commands.before_backup")] = {"/bin/true"};
        settings.policies.user.patterns = {"*.o"};
        draft.load(settings);
        draft.setValue(kDelay, 600);
        QCOMPARE(draft.wanted().policies.user.commands, settings.policies.user.commands);
        QCOMPARE(draft.wanted().policies.user.patterns, settings.policies.user.patterns);
    }
};

QTEST_APPLESS_MAIN(TestSettingsDraft)
#include "tst_settings_draft.moc"
