#include "settings/settings_draft.h"

#include "policy/policy_fields.h"

namespace backspool::settings {

void SettingsDraft::load(const engine::ProtectionSettings &settings)
{
    known_ = settings;
    take(settings);
}

void SettingsDraft::setSaved()
{
    known_ = wanted_;
    Q_EMIT changed();
}

void SettingsDraft::take(engine::ProtectionSettings wanted)
{
    wanted_ = std::move(wanted);
    policy_ = wanted_.policy();
    Q_EMIT changed();
}

bool SettingsDraft::isChanged() const
{
    return !(wanted_.selection == known_.selection) || !(wanted_.policies.user == known_.policies.user);
}

int64_t SettingsDraft::value(QLatin1StringView field) const
{
    return policy::findPolicyField(QString(field))->get(policy_);
}

void SettingsDraft::setValue(QLatin1StringView field, int64_t value)
{
    if (value == this->value(field) || lockedBy(field) != Author::User)
        return;
    auto wanted = wanted_;
    wanted.policies.user.values.erase(field);
    if (policy::findPolicyField(QString(field))->get(wanted.policy()) != value)
        wanted.policies.user.values[field] = value;
    take(std::move(wanted));
}

Author SettingsDraft::lockedBy(QLatin1StringView field) const
{
    // As mergePolicies() has it: the first that locks decides.
    if (wanted_.policies.service.locked.contains(field))
        return Author::Service;
    return wanted_.policies.network.locked.contains(field) ? Author::Computer : Author::User;
}

void SettingsDraft::setSelection(const policy::Selection &selection)
{
    if (selection == wanted_.selection)
        return;
    auto wanted = wanted_;
    wanted.selection = selection;
    take(std::move(wanted));
}

void SettingsDraft::setGroups(const std::vector<policy::GroupPolicy> &groups)
{
    auto wanted = wanted_;
    wanted.policies.user.groups = groups;
    take(std::move(wanted));
}

QString lockText(Author author)
{
    switch (author) {
    case Author::Service:
        return SettingsDraft::tr("Set by whoever looks after your backups, for all computers.");
    case Author::Computer:
        return SettingsDraft::tr("Set by the administrator of this computer.");
    case Author::User:
        break;
    }
    return {};
}

} // namespace backspool::settings
