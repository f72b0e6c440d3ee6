#pragma once
/// One value of the policy as a control: a switch, or a number with a unit; and beneath it what is to be said of it, as
/// who has locked it.
#include "settings/settings_draft.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QWidget>

namespace backspool::settings {

/// The units a person may give a value in, the smallest first.
enum class Quantity { Switch, Duration, Size, Percent };

class PolicyFieldEdit : public QWidget
{
    Q_OBJECT

public:
    /// @p label: with a mnemonic. @p firstValue: for a field whose 0 means "off": what it is when it is switched on; 0:
    /// it has no such meaning. The draft outlives it.
    PolicyFieldEdit(SettingsDraft &draft, QLatin1StringView field, Quantity quantity, const QString &label,
                    int64_t firstValue = 0, QWidget *parent = nullptr);
    /// Shown while nobody has locked the field.
    void setHint(const QString &hint);

private:
    void show();
    void store();
    void showNumber(int64_t value);
    void nameUnits();
    int64_t unit() const { return unit_->currentData().toLongLong(); }
    void follow();

    SettingsDraft &draft_;
    const QLatin1StringView field_;
    const Quantity quantity_;
    const int64_t firstValue_;
    QString hint_;
    QCheckBox *switch_ = nullptr; ///< null: the value is never off
    QLabel *label_ = nullptr;     ///< then
    QDoubleSpinBox *number_;      ///< without decimals: up to 2^50
    QComboBox *unit_;
    QLabel *note_;
    bool isShowing_ = false;
};

} // namespace backspool::settings
