#include "watched_application.h"

#include <QThread>

#include <algorithm>
#include <utility>

namespace backspool::bench {

double WatchedApplication::takeLongest()
{
    return double(std::exchange(longest_, 0)) / 1e6;
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    // Other threads have event loops too, which nobody waits for.
    if (QThread::currentThread() != thread() || depth_ > 0)
        return QApplication::notify(receiver, event);
    QElapsedTimer timer;
    timer.start();
    ++depth_;
    const bool isHandled = QApplication::notify(receiver, event);
    --depth_;
    longest_ = std::max(longest_, timer.nsecsElapsed());
    return isHandled;
}

} // namespace backspool::bench
