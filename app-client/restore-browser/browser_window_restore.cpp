/// What the browser does with what is selected: restore it, save it, give it away.
#include "restore-browser/archive_dialog.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/restore_dialog.h"
#include "restore-browser/texts.h"

#include <QFile>
#include <QFileDialog>
#include <QStatusBar>

#include <map>

namespace backspool::browser {

namespace {

constexpr int kMessageMilliseconds = 8'000;

} // namespace

std::vector<engine::RestoreRequest> BrowserWindow::chosen() const
{
    std::map<size_t, engine::RestoreRequest> byPoint;
    const auto &points = *navigator_.points();
    const auto rows = list_->selectionModel()->selectedRows();
    for (const auto &index : rows) {
        const auto &row = model_.row(index.row());
        auto &request = byPoint[row.point];
        request.point = points[row.point].id;
        request.paths.push_back(engine::pathIn(navigator_.path(), row.item->name));
    }
    if (rows.isEmpty()) {
        const size_t point = lastWithFolder();
        byPoint[point] = {.point = points[point].id, .paths = {navigator_.path()}};
    }
    std::vector<engine::RestoreRequest> requests;
    for (auto &[point, request] : byPoint)
        requests.push_back(std::move(request));
    return requests;
}

/// The shown point; or, as a row that is deleted there, the last one before it that has the folder.
size_t BrowserWindow::lastWithFolder() const
{
    const auto &timeline = navigator_.timeline();
    for (size_t point = navigator_.point(); timeline && point < navigator_.points()->size(); ++point) {
        if (timeline->isPresentAt(point))
            return point;
    }
    return navigator_.point();
}

/// One after the other: each may have a question, and has a result.
void BrowserWindow::restore(std::vector<engine::RestoreRequest> requests, const QByteArray &to)
{
    auto request = std::move(requests.front());
    requests.erase(requests.begin());
    request.to = to;
    const auto point = std::ranges::find(*navigator_.points(), request.point, &protocol::PointSummary::id);
    const QString time = point == navigator_.points()->end()
                             ? tr("an earlier backup")
                             : timeText(dateTime(point->started), QDateTime::currentDateTime());
    const auto &path = request.paths.front();
    const QString what = request.paths.size() > 1
                             ? tr("%Ln item(s) as of %1", nullptr, int(request.paths.size())).arg(time)
                             : tr("%1 as of %2").arg(pathText(path.sliced(path.lastIndexOf('/') + 1)), time);
    auto *dialog = new RestoreDialog(session_, request, what, this);
    if (!requests.empty()) {
        dialog->setMore(tr("What was deleted at other times is restored next, from the backups that have it."));
        connect(dialog, &RestoreDialog::goneOn, this, [this, requests, to] { restore(requests, to); });
    }
    dialog->open();
}

void BrowserWindow::restoreElsewhere()
{
    auto *dialog = new QFileDialog(this, tr("Restore into this folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, requests = chosen()](const QString &folder) { restore(requests, QFile::encodeName(folder)); });
    dialog->open();
}

void BrowserWindow::handOut(HandOutDialog::Purpose purpose)
{
    if (!isAnySelected() || !navigator_.isReady())
        return;
    auto *dialog = new HandOutDialog(session_, chosen(), purpose, this);
    if (purpose == HandOutDialog::Purpose::Drag)
        connect(list_, &FileList::dragGivenUp, dialog, &HandOutDialog::giveUp);
    connect(dialog, &HandOutDialog::handedOut, this, [this, purpose] {
        if (purpose == HandOutDialog::Purpose::Copy)
            statusBar()->showMessage(tr("Copied: paste them in a file manager"), kMessageMilliseconds);
    });
}

void BrowserWindow::saveAsArchive()
{
    std::vector<engine::ArchiveRequest::Part> parts;
    for (const auto &request : chosen())
        parts.push_back({request.point, request.paths});
    auto *dialog = new QFileDialog(this, tr("Save as archive"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Zip archive (*.zip)"), tr("Tar archive (*.tar.zst)")});
    const auto suffix = [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1StringView("zst")) ? QStringLiteral("tar.zst")
                                                                           : QStringLiteral("zip"));
    };
    suffix({});
    connect(dialog, &QFileDialog::filterSelected, dialog, suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, parts](const QString &file) {
        auto *saving =
            new ArchiveDialog(session_, {.parts = parts, .file = file, .format = archiveFormatOf(file)}, this);
        saving->open();
    });
    dialog->open();
}

} // namespace backspool::browser
