#include "driven_browser.h"

#include "restore-browser/history_slider.h"

#include <QKeyEvent>

namespace backspool::bench {

namespace {
/// Nothing takes that long; a benchmark that waits for ever tells nothing.
constexpr qint64 kPatienceMilliseconds = 200'000;
constexpr int kWakeMilliseconds = 100;
} // namespace

DrivenBrowser::DrivenBrowser(WatchedApplication &application, engine::AgentSession &session)
    : application_(application), session_(session)
{
    wake_.start(kWakeMilliseconds);
}

DrivenBrowser::~DrivenBrowser() = default;

QTreeView *DrivenBrowser::list(const QString &name) const
{
    for (auto *view : window_->findChildren<QTreeView *>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

bool DrivenBrowser::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint)
        painted_.insert(watched);
    return false;
}

template <class Holds> double DrivenBrowser::until(const QElapsedTimer &since, const Holds &holds)
{
    while (!holds()) {
        if (since.elapsed() > kPatienceMilliseconds)
            qFatal("nothing came");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return double(since.nsecsElapsed()) / 1e6;
}

/// The painting that counts is the one after @p holds.
template <class Holds>
double DrivenBrowser::untilPainted(const QElapsedTimer &since, QWidget *painted, const Holds &holds)
{
    painted_.clear();
    return until(since, [&] {
        if (!holds()) {
            painted_.clear();
            return false;
        }
        return painted_.contains(painted);
    });
}

void DrivenBrowser::press(QWidget *widget, int key, const QString &text)
{
    for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease})
        QCoreApplication::postEvent(widget, new QKeyEvent(type, key, {}, text));
}

bool DrivenBrowser::showsFiles()
{
    return window_->navigator().isReady() && files_->isVisible() && files_->model()->rowCount() > 0;
}

std::pair<Measured, Measured> DrivenBrowser::open()
{
    Measured first{QStringLiteral("window to first paint"), {}, {}}, files{QStringLiteral("window to files"), {}, {}};
    application_.takeLongest();
    QElapsedTimer timer;
    timer.start();
    const EventWatch watch;
    window_ = std::make_unique<browser::BrowserWindow>(session_);
    window_->refresh();
    window_->show();
    // What stands outside of an event.
    first.longest = watch.elapsed();
    window_->centralWidget()->installEventFilter(this);
    files_ = list(QStringLiteral("Files"));
    found_ = list(QStringLiteral("Files found"));
    slider_ = window_->findChild<browser::HistorySlider *>();
    slider_->installEventFilter(this);
    for (auto *view : {files_, found_})
        view->viewport()->installEventFilter(this);
    first.milliseconds.push_back(untilPainted(timer, window_->centralWidget(), [] { return true; }));
    first.longest = longer(first.longest, application_.takeLongest());
    files.milliseconds.push_back(untilPainted(timer, files_->viewport(), [this] { return showsFiles(); }));
    files.longest = application_.takeLongest();
    return {first, files};
}

std::pair<Measured, Measured> DrivenBrowser::goTo(const QByteArray &path)
{
    const QString folder = QString::fromUtf8(path.sliced(path.lastIndexOf('/') + 1));
    Measured files{QStringLiteral("to %1: its files").arg(folder), {}, {}};
    Measured whole{QStringLiteral("to %1: all of its history").arg(folder), {}, {}};
    application_.takeLongest();
    QElapsedTimer timer;
    timer.start();
    window_->navigator().goTo(path);
    files.milliseconds.push_back(untilPainted(timer, files_->viewport(), [this] { return showsFiles(); }));
    files.longest = application_.takeLongest();
    whole.milliseconds.push_back(
        until(timer, [this] { return window_->navigator().timeline() && window_->navigator().timeline()->isWhole(); }));
    QCoreApplication::processEvents();
    whole.longest = application_.takeLongest();
    return {files, whole};
}

Measured DrivenBrowser::slideAtOnce(const QByteArray &path, int times)
{
    window_->navigator().goTo(path);
    Measured measured = slide(times);
    measured.what += QStringLiteral(", history not read yet");
    return measured;
}

Measured DrivenBrowser::slide(int times)
{
    const auto &path = window_->navigator().path();
    Measured measured{
        QStringLiteral("slide in %1").arg(QString::fromUtf8(path.sliced(path.lastIndexOf('/') + 1))), {}, {}};
    QElapsedTimer timer;
    timer.start();
    window_->navigator().showPoint(0);
    until(timer, [this] { return showsFiles(); });
    slider_->setFocus();
    QCoreApplication::processEvents();
    application_.takeLongest();
    for (int i = 0; i < times && slider_->value() > 0; ++i) {
        const auto before = window_->navigator().point();
        timer.start();
        press(slider_, Qt::Key_Left);
        // The slider is painted in any case, and the files with it where they look otherwise.
        measured.milliseconds.push_back(untilPainted(
            timer, slider_, [this, before] { return window_->navigator().point() != before && showsFiles(); }));
    }
    measured.longest = application_.takeLongest();
    return measured;
}

void DrivenBrowser::selectFirst()
{
    files_->setCurrentIndex(files_->model()->index(0, 0));
    QCoreApplication::processEvents();
}

Measured DrivenBrowser::search(const QString &text)
{
    Measured measured{QStringLiteral("search \"%1\": first found").arg(text), {}, {}};
    auto *field = window_->findChild<QLineEdit *>();
    for (auto *each : window_->findChildren<QLineEdit *>()) {
        if (each->accessibleName() == QStringLiteral("Search all backups by name"))
            field = each;
    }
    field->setFocus();
    field->selectAll();
    QCoreApplication::processEvents();
    application_.takeLongest();
    QElapsedTimer timer;
    for (const auto letter : text) {
        timer.start();
        press(field, 0, letter);
        QCoreApplication::processEvents();
    }
    measured.milliseconds.push_back(untilPainted(timer, found_->viewport(), [this, &text] {
        return found_->isVisible() && found_->model()->rowCount() > 0 &&
               found_->model()->index(0, 0).data().toString().contains(text);
    }));
    measured.longest = application_.takeLongest();
    return measured;
}

Measured DrivenBrowser::finishSearch()
{
    Measured measured{QStringLiteral("the same search to its end"), {}, {}};
    auto *results = qobject_cast<browser::SearchResults *>(found_->model());
    application_.takeLongest();
    QElapsedTimer timer;
    timer.start();
    measured.milliseconds.push_back(until(timer, [results] { return !results->isSearching(); }));
    QCoreApplication::processEvents();
    measured.longest = application_.takeLongest();
    return measured;
}

size_t DrivenBrowser::found() const
{
    return size_t(found_->model()->rowCount());
}

} // namespace backspool::bench
