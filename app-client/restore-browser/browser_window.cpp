#include "restore-browser/browser_window.h"

#include "restore-browser/first_size.h"
#include "restore-browser/handed_files.h"
#include "restore-browser/history_pane.h"
#include "restore-browser/message_page.h"
#include "restore-browser/place_list.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/texts.h"
#include "restore-browser/version_list.h"

#include <QApplication>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

/// Typing goes on within that time.
constexpr int kTypingMilliseconds = 60;

} // namespace

BrowserWindow::BrowserWindow(engine::AgentSession &session, QWidget *parent)
    : QMainWindow(parent), session_(session), navigator_(session), results_(session)
{
    setWindowTitle(tr("Restore files"));
    auto *center = new QWidget(this);
    auto *layout = new QVBoxLayout(center);
    layout->addWidget(makeTop());
    layout->addWidget(makeMiddle(), 1);
    layout->addWidget(makeBottom());
    setCentralWidget(center);
    makeActions();
    resizeAtFirst(*this, 150, 40);

    // What was handed out goes after a time, however long this program runs.
    auto *daily = new QTimer(this);
    connect(daily, &QTimer::timeout, this, &clearHandedFolders);
    daily->start(std::chrono::days(1));
    clearHandedFolders();

    searchDelay_.setSingleShot(true);
    searchDelay_.setInterval(kTypingMilliseconds);
    connect(&searchDelay_, &QTimer::timeout, this, &BrowserWindow::search);
    connect(searchField_, &QLineEdit::textChanged, &searchDelay_, qOverload<>(&QTimer::start));
    connect(searchField_, &QLineEdit::returnPressed, this, &BrowserWindow::search);
    connect(&results_, &SearchResults::changed, this, &BrowserWindow::showSearch);
    connect(&navigator_, &Navigator::pointsChanged, this, &BrowserWindow::showPoints);
    connect(&navigator_, &Navigator::contentChanged, this, &BrowserWindow::showContent);
    connect(&navigator_, &Navigator::pathChanged, this, [this] {
        searchField_->clear();
        model_.show(nullptr, 0, false, times_);
        kept_.clear();
        keptSelection_.clear();
    });
    connect(places_, &PlaceList::placeWanted, this, [this](const QByteArray &path) { navigator_.goTo(path); });
    connect(&history_->slider(), &HistorySlider::pointChanged, &navigator_, &Navigator::showPoint);
    connect(&navigator_, &Navigator::pointChanged, this, [this] { history_->slider().setPoint(navigator_.point()); });
    connect(versions_, &VersionList::pointWanted, &navigator_, &Navigator::showPoint);
    // Where another row is the current one, its selection follows.
    lookDelay_.setSingleShot(true);
    connect(&lookDelay_, &QTimer::timeout, this, &BrowserWindow::showCurrentFile);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, &lookDelay_, qOverload<>(&QTimer::start));
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        lookDelay_.stop();
        showSelected();
        showCurrentFile();
    });
    connect(&model_, &QAbstractItemModel::modelAboutToBeReset, this, &BrowserWindow::keepSelection);
    connect(deleted_, &QCheckBox::toggled, this, &BrowserWindow::showContent);
    connect(message_, &MessagePage::actionWanted, this, &BrowserWindow::actOnMessage);
    connect(&session_, &engine::AgentSession::backedUp, this, [this] {
        if (isVisible()) // who shows it again refreshes it
            refresh();
    });
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, const QWidget *now) {
        if (now == searchField_)
            prepareSearch();
    });
    showContent();
}

BrowserWindow::~BrowserWindow()
{
    qApp->disconnect(this); // the focus moves on while a window goes
}

void BrowserWindow::refresh()
{
    session_.membership().then(this, [this](const Result<std::optional<engine::Membership>> &membership) {
        membershipError_.reset();
        if (!membership)
            membershipError_ = membership.error();
        isEnrolled_ = membership && *membership;
        if (*isEnrolled_)
            navigator_.reload();
        showContent();
    });
    session_.selection().then(this, [this](const Result<policy::Selection> &selection) {
        takeSelection(selection.value_or(policy::Selection{}));
    });
}

void BrowserWindow::showPath(const QByteArray &path)
{
    isPlaced_ = true;
    searchField_->clear();
    navigator_.goToEntry(path);
    list_->setFocus();
}

void BrowserWindow::takeSelection(const policy::Selection &selection)
{
    const auto places = placesFor(selection);
    places_->setPlaces(places);
    if (!std::exchange(isPlaced_, true))
        navigator_.goTo(places.front().path);
}

void BrowserWindow::showPoints()
{
    times_.clear();
    for (const auto &point : *navigator_.points())
        times_.push_back(dateTime(point.started));
    history_->setTimes(times_, navigator_.hasPoints() ? navigator_.point() : 0);
    prepareSearch();
    // What could not be searched, now can.
    if (!wanted().isEmpty() && !results_.isSearching() && results_.rowCount() == 0)
        search();
}

void BrowserWindow::showContent()
{
    if (wanted().isEmpty())
        showMessageFor();
    else if (!navigator_.points())
        showSearch(); // why there is nothing to search in may be new
    showSelected();
    showCurrentFile();
}

void BrowserWindow::showMessageFor()
{
    const auto say = [this](const QString &title, const QString &text, const QString &action = {}) {
        message_->setMessage(title, text, action);
        pages_->setCurrentWidget(message_);
    };
    if (membershipError_ && session_.isManaged()) // the system's agent is away
        return say(tr("The backups cannot be shown now"), membershipError_->text(), tr("Try again"));
    if (membershipError_)
        return say(tr("Backspool cannot read its own settings"), membershipError_->text(), tr("Try again"));
    if (isEnrolled_ && !*isEnrolled_)
        return say(tr("This computer is not backed up yet"),
                   tr("Connect it to your backup service, and choose what is to be protected."), tr("Set up\u2026"));
    if (navigator_.error() && !navigator_.isReady() && navigator_.points() && session_.isManaged() &&
        navigator_.error()->kind() == ErrorKind::Denied)
        return say(tr("You may not read this folder"), navigator_.error()->text());
    if (navigator_.error() && !navigator_.isReady())
        return say(tr("The backups cannot be shown now"), navigator_.error()->text(), tr("Try again"));
    if (!navigator_.points())
        return say({}, tr("Asking the backup service\u2026"));
    if (!navigator_.hasPoints())
        return say(tr("There is no backup yet"),
                   tr("As soon as the first one is made, your files show here as they were then."), tr("Back up now"));
    if (navigator_.isReady()) {
        showRows();
        if (model_.rowCount() > 0) {
            pages_->setCurrentWidget(list_);
            // The keyboard begins with the files, not with the field that is the first of the window.
            if (!std::exchange(isBegun_, true) && searchField_->text().isEmpty())
                list_->setFocus();
            return;
        }
        const QString time = timeText(times_[navigator_.point()], QDateTime::currentDateTime());
        if (!navigator_.timeline()->isPresentAt(navigator_.point()))
            return say(tr("This folder was not there"),
                       tr("It is not in the backup of %1. Move the slider below to look at another time.").arg(time));
        return say(
            tr("This folder was empty"),
            tr("Nothing was in it in the backup of %1. Move the slider below, or show deleted files.").arg(time));
    }
    if (!navigator_.timeline())
        model_.show(nullptr, 0, false, times_);
}

void BrowserWindow::openRow(const QModelIndex &index)
{
    const QByteArray name = index.data(FolderModel::NameRole).toByteArray();
    if (index.data(FolderModel::IsFolderRole).toBool())
        navigator_.goTo(engine::pathIn(navigator_.path(), name));
    else
        preview_->currentWidget()->setFocus();
}

void BrowserWindow::actOnMessage()
{
    if (isEnrolled_ && !*isEnrolled_ && !membershipError_)
        Q_EMIT setupWanted();
    else if (navigator_.points() && !navigator_.hasPoints() && !navigator_.error())
        session_.backUpNow();
    else
        refresh();
}

} // namespace backspool::browser
