/// What a window changes of the settings comes whole, and takes nothing of anybody else's away.
#include "session/protection_settings.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;

class TestProtectionSettings : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    AgentState state() const { return AgentState(folder_->path()); }
    QString userFile() const { return policyPlaces(state(), {}).user; }
    ProtectionSettings loaded() const { return loadSettings(state()).value(); }
    bool writeUserFile(const QByteArray &content) const
    {
        QFile file(userFile());
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }
    static ProtectionSettings changed(ProtectionSettings settings)
    {
        settings.selection.paths = {"/home/a"};
        settings.policies.user.values[QStringLiteral("schedule.target_delay_seconds")] = 60;
        return settings;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatIsWantedIsSaved()
    {
        const auto known = loaded();
        const auto wanted = changed(known);
        VERIFY_OK(changeSettings(state(), known, wanted));
        QCOMPARE(loaded().selection, wanted.selection);
        QCOMPARE(loaded().policies.user, wanted.policies.user);
    }

    void aSecondTryGoesOnWhereTheFirstEnded()
    {
        const auto known = loaded();
        const auto wanted = changed(known);
        VERIFY_OK(wanted.selection.save(state().selectionFile()));
        VERIFY_OK(changeSettings(state(), known, wanted));
        QCOMPARE(loaded().policies.user, wanted.policies.user);
        // Somebody else's is still not replaced.
        auto other = wanted;
        other.selection.paths = {"/srv"};
        VERIFY_OK(other.selection.save(state().selectionFile()));
        VERIFY_FAILS(ErrorKind::Busy, changeSettings(state(), known, wanted));
        QCOMPARE(loaded().selection, other.selection);
    }

    void aRefusedFileIsNotReplacedByTheLastGoodOne()
    {
        VERIFY_OK(changeSettings(state(), loaded(), changed(loaded())));
        const QByteArray slip = R"({"version": 1, "schedule": {"target_delay_seconds": 7200}, "of_a_newer_one": 1})";
        QVERIFY(writeUserFile(slip));
        const auto known = loaded();
        QCOMPARE(known.policies.refused.size(), size_t(1));
        auto wanted = known;
        wanted.policies.user.values[QStringLiteral("battery.pause_below_percent")] = 40;
        VERIFY_FAILS(ErrorKind::Invalid, changeSettings(state(), known, wanted));
        QFile file(userFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), slip);
        // What is selected can be changed all the same.
        wanted = known;
        wanted.selection.paths = {"/home/b"};
        VERIFY_OK(changeSettings(state(), known, wanted));
    }

    void whatNoAgentCouldReadIsNotSaved()
    {
        const auto known = loaded();
        auto wanted = changed(known);
        wanted.selection.excludes = {"/home/a/" + QByteArray(5'000, 'x')};
        VERIFY_FAILS(ErrorKind::Invalid, changeSettings(state(), known, wanted));
        QVERIFY(loaded().selection.paths.empty());
    }
};

QTEST_APPLESS_MAIN(TestProtectionSettings)
#include "tst_protection_settings.moc"
