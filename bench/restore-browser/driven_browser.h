#pragma once
/// The restore browser under the hands of a benchmark: what is done comes as events, and is done when it is painted.
#include "restore-browser/browser_window.h"
#include "watched_application.h"

#include <set>

namespace backspool::browser {
class HistorySlider;
} // namespace backspool::browser

namespace backspool::bench {

/// How one thing was done, some times.
struct Measured
{
    QString what;
    std::vector<double> milliseconds; ///< until it was painted
    LongestEvent longest;
};

class DrivenBrowser : public QObject
{
public:
    DrivenBrowser(WatchedApplication &application, engine::AgentSession &session);
    ~DrivenBrowser() override;

    /// Until the window is painted for the first time, and until it shows a folder's files.
    std::pair<Measured, Measured> open();
    /// Goes there. Until the files are painted, and until the folder's whole history is known.
    std::pair<Measured, Measured> goTo(const QByteArray &path);
    /// Goes there and slides at once, @p times to an earlier point, while the history of the folder is still read.
    Measured slideAtOnce(const QByteArray &path, int times);
    /// From point to point in the folder that is shown, @p times from the newest to the oldest.
    Measured slide(int times);
    void selectFirst();
    /// Types @p text, letter by letter. Until the first that is found is painted after the last letter.
    Measured search(const QString &text);
    /// Until the search has come to its end.
    Measured finishSearch();
    size_t found() const;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    template <class Holds> double until(const QElapsedTimer &since, const Holds &holds);
    template <class Holds> double untilPainted(const QElapsedTimer &since, QWidget *painted, const Holds &holds);
    void press(QWidget *widget, int key, const QString &text = {});
    bool showsFiles();
    QTreeView *list(const QString &name) const;

    WatchedApplication &application_;
    engine::AgentSession &session_;
    std::unique_ptr<browser::BrowserWindow> window_;
    QTreeView *files_ = nullptr, *found_ = nullptr;
    browser::HistorySlider *slider_ = nullptr;
    std::set<QObject *> painted_; ///< since it was last cleared
    QTimer wake_;                 ///< so that waiting ends although nothing happens
};

} // namespace backspool::bench
