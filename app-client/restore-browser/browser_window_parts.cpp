/// What the browser's window is made of: its widgets, and its keys.
#include "restore-browser/browser_window.h"
#include "restore-browser/comparing.h"
#include "restore-browser/history_pane.h"
#include "restore-browser/message_page.h"
#include "restore-browser/path_bar.h"
#include "restore-browser/place_list.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/texts.h"
#include "restore-browser/version_list.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequence>
#include <QSplitter>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

/// What "Yesterday 14:02" takes in the user's language.
int timeWidth(const QFontMetrics &metrics)
{
    const auto now = QDateTime::currentDateTime();
    const int widest = std::max(metrics.horizontalAdvance(timeText(now, now)),
                                metrics.horizontalAdvance(timeText(now.addDays(-1), now)));
    return std::max(widest, metrics.horizontalAdvance(SearchResults::tr("newest backup"))) + metrics.height();
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
    list_ = table(new FileList(pages_), &model_, tr("Files"));
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
    found_->header()->resizeSection(SearchResults::Size, digit * 12);
    found_->header()->resizeSection(SearchResults::LastSeen, timeWidth(fontMetrics()));
    found_->setTextElideMode(Qt::ElideMiddle); // names differ at both ends
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
    for (auto *button : {restore_, restoreTo_, save_})
        button->setAutoDefault(true); // Enter presses the one that has the focus
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
        return action;
    };
    action(QKeySequence::Find, [this] {
        isBegun_ = true; // the keyboard is where it is wanted
        searchField_->setFocus(Qt::ShortcutFocusReason);
        searchField_->selectAll();
    });
    auto *leave = action(QKeySequence(Qt::Key_Escape), [this] {
        leaveSearch();
        list_->setFocus();
    });
    leave->setEnabled(false); // until there is a search
    connect(searchField_, &QLineEdit::textChanged, leave,
            [leave](const QString &text) { leave->setEnabled(!text.isEmpty()); });
    auto *down = new QAction(searchField_);
    down->setShortcut(Qt::Key_Down);
    down->setShortcutContext(Qt::WidgetShortcut);
    connect(down, &QAction::triggered, this, &BrowserWindow::goToRows);
    searchField_->addAction(down);
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

} // namespace backspool::browser
