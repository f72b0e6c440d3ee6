#include "watched_application.h"

#include <QThread>

#include <algorithm>
#include <ctime>

namespace backspool::bench {

namespace {

double milliseconds(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

} // namespace

LongestEvent longer(const LongestEvent &one, const LongestEvent &other)
{
    return {std::max(one.waited, other.waited), std::max(one.worked, other.worked)};
}

EventWatch::EventWatch() : began_(milliseconds(CLOCK_MONOTONIC)), worked_(milliseconds(CLOCK_THREAD_CPUTIME_ID)) {}

LongestEvent EventWatch::elapsed() const
{
    return {milliseconds(CLOCK_MONOTONIC) - began_, milliseconds(CLOCK_THREAD_CPUTIME_ID) - worked_};
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    // Other threads have event loops too, which nobody waits for.
    if (QThread::currentThread() != thread() || depth_ > 0)
        return QApplication::notify(receiver, event);
    const EventWatch watch;
    ++depth_;
    const bool isHandled = QApplication::notify(receiver, event);
    --depth_;
    longest_ = longer(longest_, watch.elapsed());
    return isHandled;
}

} // namespace backspool::bench
