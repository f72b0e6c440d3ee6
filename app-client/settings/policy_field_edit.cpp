#include "settings/policy_field_edit.h"

#include "core/units.h"
#include "policy/policy_fields.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

#include <cmath>

namespace backspool::settings {

PolicyFieldEdit::PolicyFieldEdit(SettingsDraft &draft, QLatin1StringView field, Quantity quantity, const QString &label,
                                 int64_t firstValue, QWidget *parent)
    : QWidget(parent), draft_(draft), field_(field), quantity_(quantity), firstValue_(firstValue),
      number_(new QDoubleSpinBox(this)), unit_(new QComboBox(this)), note_(new QLabel(this))
{
    QString name = label;
    name.remove(QLatin1Char('&'));
    number_->setDecimals(0);
    number_->setGroupSeparatorShown(true);
    number_->setAccessibleName(name);
    number_->setObjectName(QString(field_));
    unit_->setAccessibleName(tr("Unit of: %1").arg(name));
    note_->setWordWrap(true);
    note_->setTextFormat(Qt::PlainText);
    note_->setForegroundRole(QPalette::PlaceholderText);
    switch (quantity) {
    case Quantity::Switch:
        break;
    case Quantity::Duration:
        unit_->addItem({}, 60);
        unit_->addItem({}, 3'600);
        unit_->addItem({}, 24 * 3'600);
        break;
    case Quantity::Size:
        unit_->addItem(tr("MiB"), qint64(1_MiB));
        unit_->addItem(tr("GiB"), qint64(1_GiB));
        break;
    case Quantity::Percent:
        unit_->addItem(tr("%"), 1);
        break;
    }
    auto *line = new QHBoxLayout;
    if (quantity == Quantity::Switch || firstValue > 0) {
        switch_ = new QCheckBox(label, this);
        switch_->setObjectName(QString(field_) + QStringLiteral(".switch"));
        connect(switch_, &QCheckBox::toggled, this, &PolicyFieldEdit::store);
        line->addWidget(switch_);
    } else {
        label_ = new QLabel(label, this);
        label_->setBuddy(number_);
        line->addWidget(label_);
    }
    number_->setVisible(quantity != Quantity::Switch);
    unit_->setVisible(quantity == Quantity::Duration || quantity == Quantity::Size);
    if (quantity == Quantity::Percent)
        number_->setSuffix(tr(" %"));
    line->addWidget(number_);
    line->addWidget(unit_);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(style()->pixelMetric(QStyle::PM_LayoutVerticalSpacing) / 2);
    layout->addLayout(line);
    layout->addWidget(note_);
    connect(number_, &QDoubleSpinBox::valueChanged, this, &PolicyFieldEdit::store);
    connect(unit_, &QComboBox::currentIndexChanged, this, &PolicyFieldEdit::store);
    connect(&draft_, &SettingsDraft::changed, this, &PolicyFieldEdit::show);
    show();
}

void PolicyFieldEdit::setHint(const QString &hint)
{
    hint_ = hint;
    follow();
}

void PolicyFieldEdit::show()
{
    const auto value = draft_.value(field_);
    isShowing_ = true;
    if (switch_)
        switch_->setChecked(value != 0);
    if (quantity_ != Quantity::Switch)
        showNumber(value != 0 || !switch_ ? value : firstValue_);
    isShowing_ = false;
    follow();
}

void PolicyFieldEdit::showNumber(int64_t value)
{
    // What the user has just typed stays as it was typed: 120 minutes are not turned into 2 hours.
    if (int64_t(number_->value()) * unit() != value) {
        int place = unit_->count() - 1;
        while (place > 0 && value % unit_->itemData(place).toLongLong() != 0)
            --place;
        if (value % unit_->itemData(place).toLongLong() != 0) {
            // Somebody has said it more exactly than a person would.
            unit_->insertItem(0, quantity_ == Quantity::Size ? tr("bytes") : QString(), 1);
            place = 0;
        }
        unit_->setCurrentIndex(place);
    }
    const auto *field = policy::findPolicyField(QString(field_));
    number_->setRange(std::ceil(double(std::max<int64_t>(field->least, 1)) / double(unit())),
                      std::floor(double(field->most) / double(unit())));
    number_->setValue(double(value) / double(unit()));
    if (quantity_ == Quantity::Duration)
        nameUnits();
}

/// As they stand behind the number.
void PolicyFieldEdit::nameUnits()
{
    const int number = int(number_->value());
    for (int place = 0; place < unit_->count(); ++place) {
        const auto seconds = unit_->itemData(place).toLongLong();
        //: behind a box with the number
        unit_->setItemText(place, seconds == 1       ? tr("second(s)", nullptr, number)
                                  : seconds == 60    ? tr("minute(s)", nullptr, number)
                                  : seconds == 3'600 ? tr("hour(s)", nullptr, number)
                                                     : tr("day(s)", nullptr, number));
    }
}

void PolicyFieldEdit::store()
{
    if (isShowing_)
        return;
    if (quantity_ == Quantity::Switch) {
        draft_.setValue(field_, switch_->isChecked() ? 1 : 0);
        return;
    }
    const auto *field = policy::findPolicyField(QString(field_));
    const auto number = std::clamp<int64_t>(int64_t(number_->value()) * unit(), field->least, field->most);
    draft_.setValue(field_, switch_ && !switch_->isChecked() ? 0 : number);
    show(); // in the bounds of the unit
}

void PolicyFieldEdit::follow()
{
    const auto author = draft_.lockedBy(field_);
    const bool isFree = author == Author::User;
    for (QWidget *part : {static_cast<QWidget *>(switch_), static_cast<QWidget *>(label_)}) {
        if (part)
            part->setEnabled(isFree);
    }
    const bool isOn = !switch_ || switch_->isChecked();
    number_->setEnabled(isFree && isOn);
    unit_->setEnabled(isFree && isOn);
    const QString note = isFree ? hint_ : lockText(author);
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    number_->setAccessibleDescription(note);
    if (switch_)
        switch_->setAccessibleDescription(note);
}

} // namespace backspool::settings
