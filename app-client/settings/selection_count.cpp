#include "settings/selection_count.h"

namespace backspool::settings {

namespace {
using namespace std::chrono_literals;
constexpr auto kDelay = 300ms;
} // namespace

SelectionCount::SelectionCount(SettingsDraft &draft, engine::AgentSession &session, QObject *parent)
    : QObject(parent), draft_(draft), session_(session)
{
    delay_.setSingleShot(true);
    delay_.setInterval(kDelay);
    connect(&delay_, &QTimer::timeout, this, &SelectionCount::start);
    connect(&draft_, &SettingsDraft::changed, this, &SelectionCount::follow);
    connect(&watcher_, &QFutureWatcherBase::resultReadyAt, this, [this](int place) {
        count_ = watcher_.resultAt(place);
        Q_EMIT counted();
    });
    follow();
}

void SelectionCount::follow()
{
    const auto &selection = draft_.wanted().selection;
    engine::LeftOutRules rules{draft_.policy().excludesFor(selection.paths, selection.excludes),
                               draft_.policy().exclusions.criteria};
    if (paths_ == selection.paths && rules_ == rules)
        return;
    stop();
    count_.reset();
    paths_ = selection.paths;
    rules_ = std::move(rules);
    Q_EMIT patternsChanged();
    if (isWanted_)
        delay_.start();
}

void SelectionCount::setWanted(bool isWanted)
{
    if (std::exchange(isWanted_, isWanted) == isWanted)
        return;
    if (!isWanted)
        stop();
    else if (!count_ || !count_->isWhole)
        delay_.start();
}

void SelectionCount::start()
{
    watcher_.setFuture(session_.leftOut(paths_, rules_));
}

void SelectionCount::stop()
{
    delay_.stop();
    watcher_.cancel();
    watcher_.setFuture({}); // what was on its way is of what was before
}

} // namespace backspool::settings
