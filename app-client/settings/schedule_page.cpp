#include "settings/schedule_page.h"

#include "core/units.h"
#include "session/agent_session.h"

#include <QGroupBox>
#include <QVBoxLayout>

namespace backspool::settings {

namespace {
/// A day's work of most people; what the box offers first.
constexpr int64_t kFirstAmount = 1_GiB;
constexpr int64_t kFirstPercent = 20;
} // namespace

SchedulePage::SchedulePage(SettingsDraft &draft, engine::AgentSession &session, QWidget *parent)
    : QWidget(parent), session_(session),
      amount_(new PolicyFieldEdit(draft, QLatin1StringView("schedule.amount_written_bytes"), Quantity::Size,
                                  tr("S&ooner, when so much was written:"), kFirstAmount))
{
    const auto add = [&](QVBoxLayout *to, const char *field, Quantity quantity, const QString &label,
                         int64_t first = 0) {
        to->addWidget(new PolicyFieldEdit(draft, QLatin1StringView(field), quantity, label, first));
    };
    auto *when = new QGroupBox(tr("Back up"), this);
    auto *whenLines = new QVBoxLayout(when);
    add(whenLines, "schedule.target_delay_seconds", Quantity::Duration, tr("&Every"));
    whenLines->addWidget(amount_);
    add(whenLines, "schedule.catch_up", Quantity::Switch,
        tr("&At once, when a backup was missed while the computer slept or was off"));
    auto *hold = new QGroupBox(tr("Hold back"), this);
    auto *holdLines = new QVBoxLayout(hold);
    add(holdLines, "battery.pause_below_percent", Quantity::Percent, tr("On &battery with less than"), kFirstPercent);
    add(holdLines, "network.pause_on_metered", Quantity::Switch,
        tr("On &connections that cost by the amount, such as a phone's"));
    add(holdLines, "schedule.load_limit_percent", Quantity::Percent, tr("While the computer is busie&r than"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(when);
    layout->addWidget(hold);
    layout->addStretch(1);
    connect(&session_, &engine::AgentSession::reported, this, &SchedulePage::tellOfWriteLog);
    tellOfWriteLog();
}

void SchedulePage::tellOfWriteLog()
{
    const auto &report = session_.report();
    const bool isCounted = !report || (report->writeLog && report->writeLog->isValid);
    amount_->setHint(isCounted ? QString()
                               : tr("What is written cannot be counted on this computer now; only the time counts."));
}

} // namespace backspool::settings
