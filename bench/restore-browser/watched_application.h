#pragma once
/// An application that knows how long its event loop had to wait for what it called.
#include <QApplication>
#include <QElapsedTimer>

namespace backspool::bench {

class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    /// The longest that one event took since this was last asked, in milliseconds: as long, input waits.
    double takeLongest();

    bool notify(QObject *receiver, QEvent *event) override;

private:
    int depth_ = 0; ///< events within events are part of the outermost
    qint64 longest_ = 0;
};

} // namespace backspool::bench
