#include "restore-browser/browser_window.h"

#include "restore-browser/comparing.h"
#include "restore-browser/handed_files.h"
#include "restore-browser/history_pane.h"
#include "restore-browser/message_page.h"
#include "restore-browser/path_bar.h"
#include "restore-browser/place_list.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/texts.h"
#include "restore-browser/version_list.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequence>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

/// Typing goes on within that time.
constexpr int kTypingMilliseconds = 60;

/// What "Yesterday 14:02" takes in the user's language.
int timeWidth(const QFontMetrics &metrics)
{
    const auto now = QDateTime::currentDateTime();
    const int widest = std::max(metrics.horizontalAdvance(timeText(now, now)),
                                metrics.horizontalAdvance(timeText(now.addDays(-1), now)));
    return widest + metrics.height();
}

/// Makes @p view a table of @p model.
template <class View> View *table(View *view, QAbstractItemModel *model, const QString &name)
{
    view->setModel(model);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true); // nothing is measured but the rows that show
    view->setAllColumnsShowFocus(true);
    view->setAccessibleName(name);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    return view;
}

} // namespace

BrowserWindow::BrowserWindow(engine::AgentSession &session, QWidget *parent)
    : QMainWindow(parent), session_(session), navigator_(session), order_(model_), results_(session)
{
    setWindowTitle(tr("Restore files"));
    auto *center = new QWidget(this);
    auto *layout = new QVBoxLayout(center);
    layout->addWidget(makeTop());
    layout->addWidget(makeMiddle(), 1);
    layout->addWidget(makeBottom());
    setCentralWidget(center);
    makeActions();
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 40);

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
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BrowserWindow::showSelected);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &BrowserWindow::showCurrentFile);
    connect(&order_, &QAbstractItemModel::modelAboutToBeReset, this, &BrowserWindow::keepSelection);
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

QWidget *BrowserWindow::makeTop()
{
    auto *top = new QWidget(this);
    searchField_ = new QLineEdit(top);
    searchField_->setPlaceholderText(tr("Search all backups"));
    searchField_->setAccessibleName(tr("Search all backups by name"));
    searchField_->setClearButtonEnabled(true);
    searchField_->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new PathBar(navigator_, top), 1);
    layout->addWidget(searchField_);
    return top;
}

QWidget *BrowserWindow::makeMiddle()
{
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    places_ = new PlaceList(splitter);

    pages_ = new QStackedWidget(splitter);
    list_ = table(new FileList(pages_), &order_, tr("Files"));
    list_->setObjectName(QStringLiteral("files"));
    list_->setSortingEnabled(true);
    list_->sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    const int digit = fontMetrics().averageCharWidth();
    list_->header()->resizeSection(FolderModel::Size, digit * 12);
    list_->header()->resizeSection(FolderModel::Changed, std::max(digit * 18, timeWidth(fontMetrics())));
    list_->header()->resizeSection(FolderModel::Versions, digit * 10);
    connect(list_, &QTreeView::activated, this, &BrowserWindow::openRow);
    connect(list_, &FileList::dragWanted, this, [this] { handOut(HandOutDialog::Purpose::Drag); });
    found_ = table(new QTreeView(pages_), &results_, tr("Files found"));
    found_->header()->setSectionResizeMode(SearchResults::Folder, QHeaderView::Stretch);
    found_->header()->resizeSection(SearchResults::LastSeen, digit * 28);
    connect(found_, &QTreeView::activated, this, &BrowserWindow::openHit);
    message_ = new MessagePage(pages_);
    for (auto *page : std::initializer_list<QWidget *>{list_, found_, message_})
        pages_->addWidget(page);

    auto *side = new QSplitter(Qt::Vertical, splitter);
    side->setChildrenCollapsible(false);
    versions_ = new VersionList(side);
    preview_ = new PreviewPane(session_, side);
    comparing_ = new Comparing(session_, navigator_, *versions_, this);
    auto *look = new QWidget(side);
    auto *lookLayout = new QVBoxLayout(look);
    lookLayout->setContentsMargins(0, 0, 0, 0);
    lookLayout->addWidget(preview_, 1);
    lookLayout->addWidget(&comparing_->button());
    side->addWidget(versions_);
    side->addWidget(look);
    side->setSizes({digit * 20, digit * 30});
    side_ = side;

    for (auto *part : std::initializer_list<QWidget *>{places_, pages_, side_})
        splitter->addWidget(part);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({digit * 22, digit * 78, digit * 54});
    return splitter;
}

QWidget *BrowserWindow::makeBottom()
{
    auto *bottom = new QWidget(this);
    history_ = new HistoryPane(bottom);
    deleted_ = new QCheckBox(tr("Show &deleted files"), bottom);
    deleted_->setToolTip(tr("Also what was in this folder earlier and is gone at this time"));
    restore_ = new QPushButton(bottom);
    restore_->setObjectName(QStringLiteral("restore"));
    restore_->setDefault(true);
    restoreTo_ = new QPushButton(tr("Restore &to\u2026"), bottom);
    restoreTo_->setToolTip(
        tr("Restores into a folder that you choose; your own files stay as they are (Ctrl+Shift+R)"));
    connect(restore_, &QPushButton::clicked, this, [this] { restore(chosen(), {}); });
    connect(restoreTo_, &QPushButton::clicked, this, &BrowserWindow::restoreElsewhere);
    save_ = new QPushButton(tr("&Save as archive\u2026"), bottom);
    save_->setObjectName(QStringLiteral("save"));
    save_->setToolTip(tr("Puts what is selected into a zip or tar file, to give away or to keep"));
    connect(save_, &QPushButton::clicked, this, &BrowserWindow::saveAsArchive);
    auto *row = new QHBoxLayout;
    row->addWidget(deleted_);
    row->addStretch(1);
    row->addWidget(restore_);
    row->addWidget(restoreTo_);
    row->addWidget(save_);
    auto *layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(history_);
    layout->addLayout(row);
    return bottom;
}

void BrowserWindow::makeActions()
{
    const auto action = [this](const QKeySequence &key, const auto &act) {
        auto *action = new QAction(this);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    action(QKeySequence::Find, [this] {
        isBegun_ = true; // the keyboard is where it is wanted
        searchField_->setFocus(Qt::ShortcutFocusReason);
        searchField_->selectAll();
    });
    action(QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
        if (restore_->isEnabled())
            restore(chosen(), {});
    });
    action(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this] {
        if (restoreTo_->isEnabled())
            restoreElsewhere();
    });
    // Of the list only: a text that is selected elsewhere is copied there.
    auto *copy = new QAction(list_);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] { handOut(HandOutDialog::Purpose::Copy); });
    list_->addAction(copy);
    action(QKeySequence(Qt::CTRL | Qt::Key_D), [this] { comparing_->button().click(); });
    action(QKeySequence::Refresh, [this] { refresh(); });
    action(QKeySequence::Close, [this] { close(); });
    action(QKeySequence(Qt::SHIFT | Qt::ALT | Qt::Key_Left), [this] { history_->slider().stepToMark(false); });
    action(QKeySequence(Qt::SHIFT | Qt::ALT | Qt::Key_Right), [this] { history_->slider().stepToMark(true); });
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

void BrowserWindow::keepSelection()
{
    if (const auto current = list_->currentIndex(); current.isValid())
        kept_ = current.data(FolderModel::NameRole).toByteArray();
    const auto rows = list_->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return; // the rows went already
    keptSelection_.clear();
    for (const auto &row : rows)
        keptSelection_.insert(row.data(FolderModel::NameRole).toByteArray());
}

/// In one go, those that follow one another as one range: there may be ten thousand.
void BrowserWindow::selectKept(const QSet<QByteArray> &names)
{
    if (names.isEmpty())
        return;
    const auto isKept = [&](int row) {
        return names.contains(model_.row(order_.mapToSource(order_.index(row, 0)).row()).item->name);
    };
    QItemSelection selection;
    for (int row = 0; row < order_.rowCount(); ++row) {
        if (!isKept(row))
            continue;
        const int first = row;
        while (row + 1 < order_.rowCount() && isKept(row + 1))
            ++row;
        selection.select(order_.index(first, 0), order_.index(row, order_.columnCount() - 1));
    }
    list_->selectionModel()->select(selection, QItemSelectionModel::Select);
}

void BrowserWindow::showRows()
{
    QByteArray current = list_->currentIndex().data(FolderModel::NameRole).toByteArray();
    const bool hadRows = model_.rowCount() > 0;
    const int scroll = list_->verticalScrollBar()->value();
    model_.setNow(QDateTime::currentDateTime());
    model_.show(navigator_.timeline(), navigator_.point(), deleted_->isChecked(), times_);
    // Of rows that went before, or just now, to come again all at once.
    const QByteArray kept = std::exchange(kept_, {});
    const auto keptSelection = std::exchange(keptSelection_, {});
    const auto goTo = navigator_.takeWantedName();
    if (!goTo.isEmpty())
        current = goTo;
    else if (current.isEmpty())
        current = kept;
    if (navigator_.timeline()->isWhole())
        history_->slider().setChangeCounts(navigator_.timeline()->changeCounts());
    else
        history_->slider().setChangeCounts({});
    const int row = current.isEmpty() ? -1 : model_.rowOf(current);
    if (row >= 0 && list_->currentIndex().data(FolderModel::NameRole).toByteArray() != current) {
        const auto index = order_.mapFromSource(model_.index(row, 0));
        const auto update = goTo.isEmpty() ? QItemSelectionModel::NoUpdate
                                           : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
        list_->selectionModel()->setCurrentIndex(index, update);
        list_->scrollTo(index);
    }
    if (!goTo.isEmpty())
        return;
    if (hadRows)
        list_->verticalScrollBar()->setValue(scroll);
    selectKept(keptSelection);
}

void BrowserWindow::showSelected()
{
    const bool canRestore = pages_->currentWidget() == list_ && navigator_.isReady();
    const bool isAny = list_->selectionModel()->hasSelection();
    restore_->setText(isAny ? tr("&Restore") : tr("&Restore this folder"));
    restore_->setToolTip(isAny ? tr("Brings what is selected back to its place (Ctrl+R)")
                               : tr("Brings all of this folder back to its place (Ctrl+R)"));
    restore_->setEnabled(canRestore);
    restoreTo_->setEnabled(canRestore);
    save_->setEnabled(canRestore);
}

void BrowserWindow::showCurrentFile()
{
    const auto index = order_.mapToSource(list_->currentIndex());
    if (!index.isValid() || pages_->currentWidget() != list_ || !navigator_.timeline()) {
        history_->slider().setMarks({});
        versions_->show(nullptr, times_, 0);
        comparing_->setFile(nullptr, 0);
        preview_->showMessage(tr("Select a file to see its versions and what is in it."));
        return;
    }
    const auto &row = model_.row(index.row());
    const auto &timeline = *navigator_.timeline();
    history_->slider().setMarks(timeline.isWhole() ? timeline.changesOf(*row.item) : std::vector<size_t>());
    if (row.version->entry.isDirectory()) {
        versions_->show(nullptr, times_, 0);
        comparing_->setFile(nullptr, 0);
        preview_->showMessage(tr("Press Enter to open this folder."));
        return;
    }
    versions_->show(timeline.isWhole() ? row.item : nullptr, times_, row.point);
    comparing_->setFile(row.version->entry.type == format::FileType::File ? row.item : nullptr, row.point);
    preview_->show((*navigator_.points())[row.point].id, engine::pathIn(navigator_.path(), row.item->name),
                   row.version->entry);
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
