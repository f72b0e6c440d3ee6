#pragma once
/// An application that knows how long its event loop had to wait for what it called.
#include <QApplication>

#include <utility>

namespace backspool::bench {

/// Milliseconds. As long as an event takes, input waits; where other programs want the processor too, that is longer
/// than the thread worked on it.
struct LongestEvent
{
    double waited = 0;
    double worked = 0;
};
/// The longer of both.
LongestEvent longer(const LongestEvent &one, const LongestEvent &other);

/// Of the thread that makes it.
class EventWatch
{
public:
    EventWatch();
    LongestEvent elapsed() const;

private:
    double began_, worked_;
};

class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    /// The longest that one event took since this was last asked.
    LongestEvent takeLongest() { return std::exchange(longest_, {}); }

    bool notify(QObject *receiver, QEvent *event) override;

private:
    int depth_ = 0; ///< events within events are part of the outermost
    LongestEvent longest_;
};

} // namespace backspool::bench
