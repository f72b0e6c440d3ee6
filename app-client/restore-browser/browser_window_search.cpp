/// The search over all backups in the browser's window.
#include "restore-browser/browser_window.h"
#include "restore-browser/message_page.h"

#include <QHideEvent>
#include <QStatusBar>

namespace backspool::browser {

namespace {

/// What is looked for is a name. Of a path that is what comes last: "letters/" is the folder.
QString lastName(QStringView path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path.sliced(path.lastIndexOf(u'/') + 1).trimmed().toString();
}

} // namespace

/// Who goes to the field types faster than a million names are read (at first it has the focus by itself). So once,
/// when what shows is read and a connection costs nothing, before anybody does; not again for each backup meanwhile.
void BrowserWindow::prepareSearch()
{
    if (!navigator_.hasPoints())
        return;
    const bool isAsked = isBegun_ && searchField_->hasFocus();
    const bool isIdle = navigator_.timeline() && navigator_.timeline()->isWhole();
    if (isAsked || (isIdle && !areNamesRead_ && !session_.isMetered())) {
        areNamesRead_ = true;
        session_.prepareSearch(navigator_.points());
    }
}

/// Nobody looks: what only a search needs is given back.
void BrowserWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    if (event->spontaneous())
        return; // minimised
    if (!wanted().isEmpty())
        leaveSearch();
    session_.endSearch();
    areNamesRead_ = false;
}

void BrowserWindow::leaveSearch()
{
    searchField_->clear();
    searchDelay_.stop();
    results_.search(navigator_.points(), {});
}

void BrowserWindow::search()
{
    searchDelay_.stop();
    results_.search(navigator_.points(), lastName(wanted()));
}

void BrowserWindow::goToRows()
{
    QTreeView *rows = wanted().isEmpty() ? list_ : found_;
    if (pages_->currentWidget() != rows)
        return;
    rows->setFocus();
    if (!rows->currentIndex().isValid())
        rows->setCurrentIndex(rows->model()->index(0, 0));
}

void BrowserWindow::showSearch()
{
    if (wanted().isEmpty()) {
        statusBar()->clearMessage();
        showContent();
        return;
    }
    const auto &error = navigator_.points() ? results_.error() : navigator_.error();
    if (!navigator_.points())
        statusBar()->clearMessage();
    else if (results_.error())
        statusBar()->showMessage(tr("The search ended: %1").arg(results_.error()->text()));
    else if (results_.isSearching())
        statusBar()->showMessage(tr("Searching all backups: %Ln found so far\u2026", nullptr, results_.rowCount()));
    else if (results_.isCut())
        statusBar()->showMessage(tr("The first %Ln found; more of the name shows less.", nullptr, results_.rowCount()));
    else
        statusBar()->showMessage(tr("%Ln found", nullptr, results_.rowCount()));
    if (results_.rowCount() == 0 && error) {
        message_->setMessage(tr("The backups cannot be searched now"), error->text(), tr("Try again"));
        pages_->setCurrentWidget(message_);
    } else if (!navigator_.points()) {
        message_->setMessage({}, tr("Asking the backup service\u2026"), {});
        pages_->setCurrentWidget(message_);
    } else if (results_.rowCount() == 0 && !results_.isSearching()) {
        message_->setMessage(
            tr("Nothing of that name in any backup"),
            tr("A part of the name is enough. With * and ? it is a pattern for the whole name: *.odt"));
        pages_->setCurrentWidget(message_);
    } else {
        pages_->setCurrentWidget(found_);
    }
    showSelected();
    showCurrentFile();
}

void BrowserWindow::openHit(const QModelIndex &index)
{
    const auto hit = results_.hit(index.row());
    // Since it was searched there may be points before it.
    const auto point =
        std::ranges::find(*navigator_.points(), results_.newestPoint(index.row()), &protocol::PointSummary::id);
    if (point != navigator_.points()->end())
        navigator_.showPoint(size_t(point - navigator_.points()->begin()));
    leaveSearch();
    navigator_.goToEntry(hit.path);
    list_->setFocus();
}

} // namespace backspool::browser
