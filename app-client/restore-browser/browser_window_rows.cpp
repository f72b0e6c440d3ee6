/// The rows of the folder that is shown, as the time changes under them: what was selected stays so; and what is shown
/// of the current one.
#include "read/withheld_entry.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/comparing.h"
#include "restore-browser/history_pane.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/version_list.h"

#include <QScrollBar>

namespace backspool::browser {

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
    const auto isKept = [&](int row) { return names.contains(model_.row(row).item->name); };
    QItemSelection selection;
    for (int row = 0; row < model_.rowCount(); ++row) {
        if (!isKept(row))
            continue;
        const int first = row;
        while (row + 1 < model_.rowCount() && isKept(row + 1))
            ++row;
        selection.select(model_.index(first, 0), model_.index(row, model_.columnCount() - 1));
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
    const bool isWhole = navigator_.timeline()->isWhole();
    history_->slider().setChangeCounts(isWhole ? navigator_.timeline()->changeCounts() : std::vector<uint32_t>());
    prepareSearch();
    const int row = current.isEmpty() ? -1 : model_.rowOf(current);
    if (row >= 0 && list_->currentIndex().data(FolderModel::NameRole).toByteArray() != current) {
        const auto index = model_.index(row, 0);
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

/// A row that was selected may be withheld at another time, and counts no more.
bool BrowserWindow::isAnySelected() const
{
    return !list_->selectionModel()->selectedRows().isEmpty();
}

void BrowserWindow::showSelected()
{
    const bool canRestore = pages_->currentWidget() == list_ && navigator_.isReady();
    const bool isAny = isAnySelected();
    restore_->setText(isAny ? tr("&Restore") : tr("&Restore this folder"));
    restore_->setToolTip(isAny ? tr("Brings what is selected back to its place (Ctrl+R)")
                               : tr("Brings all of this folder back to its place (Ctrl+R)"));
    restore_->setEnabled(canRestore);
    restoreTo_->setEnabled(canRestore);
    save_->setEnabled(canRestore);
}

/// The keyboard is at a row also where none is selected: in a list that comes new, and where the selected row went.
/// What is said beside the list is about what the buttons are about.
bool BrowserWindow::isCurrentMeant() const
{
    const auto index = list_->currentIndex();
    return index.isValid() && (list_->selectionModel()->isRowSelected(index.row(), {}) ||
                               engine::isWithheld(model_.row(index.row()).version->entry));
}

void BrowserWindow::showCurrentFile()
{
    const auto index = list_->currentIndex();
    if (!isCurrentMeant() || pages_->currentWidget() != list_ || !navigator_.timeline()) {
        history_->slider().setMarks({});
        versions_->show(nullptr, times_, 0);
        comparing_->setFile(nullptr, 0);
        const bool isSearch = !wanted().isEmpty();
        preview_->showMessage(pages_->currentWidget() == found_
                                  ? tr("Press Enter on what you look for to go to it, and to see its versions.")
                              : isSearch ? QString()
                                         : tr("Select a file to see its versions and what is in it."));
        return;
    }
    const auto &row = model_.row(index.row());
    const auto &timeline = *navigator_.timeline();
    history_->slider().setMarks(timeline.isWhole() ? timeline.changesOf(*row.item) : std::vector<size_t>());
    if (engine::isWithheld(row.version->entry)) {
        versions_->show(nullptr, times_, 0);
        comparing_->setFile(nullptr, 0);
        preview_->showMessage(tr("You may not read this: its owner has not let you."));
        return;
    }
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

} // namespace backspool::browser
