#pragma once
/// The settings as they are being edited: what was there, what is wanted, and what an administrator has locked.
#include "session/protection_settings.h"

#include <QObject>

namespace backspool::settings {

/// Who a user's setting has to give way to.
enum class Author { User, Computer, Service };

/// Lives in the thread of the windows.
class SettingsDraft : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void load(const engine::ProtectionSettings &settings);
    /// What is wanted is saved.
    void setSaved();
    const engine::ProtectionSettings &known() const { return known_; }
    const engine::ProtectionSettings &wanted() const { return wanted_; }
    const policy::Policy &policy() const { return policy_; }
    bool isChanged() const;

    /// Of a field with one value, in the unit that its name says.
    int64_t value(QLatin1StringView field) const;
    /// What is in force without the user's word is not set by the user: so the administrator's next change counts.
    void setValue(QLatin1StringView field, int64_t value);
    /// User: nobody has locked @p field.
    Author lockedBy(QLatin1StringView field) const;
    void setSelection(const policy::Selection &selection);
    void setGroups(const std::vector<policy::GroupPolicy> &groups);

Q_SIGNALS:
    /// wanted() is another.
    void changed();

private:
    void take(engine::ProtectionSettings wanted);

    engine::ProtectionSettings known_, wanted_;
    policy::Policy policy_; ///< of wanted_
};

/// "Set by ..."; empty for the user.
QString lockText(Author author);

} // namespace backspool::settings
