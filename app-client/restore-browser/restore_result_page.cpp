#include "restore-browser/restore_result_page.h"

#include "restore-browser/text_label.h"
#include "restore-browser/texts.h"

#include <QDesktopServices>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QUrl>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

using engine::RestoreProblem;

QString problemText(RestoreProblem::Kind kind)
{
    switch (kind) {
    case RestoreProblem::Skipped:
        return RestoreResultPage::tr("left as it is");
    case RestoreProblem::Failed:
        return RestoreResultPage::tr("not restored");
    case RestoreProblem::Incomplete:
        return RestoreResultPage::tr("restored, but not all about it");
    }
    return {};
}

QString obstacleText(const engine::UndoReport::Problem &problem)
{
    using enum engine::UndoObstacle;
    switch (problem.why) {
    case Changed:
        return RestoreResultPage::tr("it was changed after the restore, and stays");
    case DatabaseChanged:
        return RestoreResultPage::tr("it belongs to a database that was changed after the restore");
    case HoldsOthers:
        return RestoreResultPage::tr("something is in the folder that the restore did not bring; it stays");
    case NotKept:
        return RestoreResultPage::tr("what was there before is not kept any more");
    case KeptChanged:
        return RestoreResultPage::tr("what was kept is something else by now");
    case Failed:
        return problem.error;
    }
    return {};
}

/// Why it is not undone, and where what was there before is.
QString reasonText(const engine::UndoReport::Problem &problem)
{
    const auto reason = obstacleText(problem);
    if (problem.keptAs.isEmpty())
        return reason;
    return RestoreResultPage::tr("%1; what was there before is beside it, as %2").arg(reason, pathText(problem.keptAs));
}

/// For tr() with a number.
int countOf(uint64_t number)
{
    return int(std::min<uint64_t>(number, INT_MAX));
}

} // namespace

RestoreResultPage::RestoreResultPage(QWidget *parent)
    : QWidget(parent), result_(textLabel(this)), bar_(new QProgressBar(this)), problems_(new QTreeWidget(this)),
      showFolder_(new QPushButton(tr("&Show folder"), this)), undo_(new QPushButton(tr("&Undo"), this))
{
    problems_->setHeaderLabels({tr("File"), tr("What happened"), tr("Why")});
    problems_->setRootIsDecorated(false);
    problems_->setUniformRowHeights(true);
    problems_->setAccessibleName(tr("What was not restored"));
    problems_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    problems_->header()->setSectionResizeMode(0, QHeaderView::Interactive);
    problems_->header()->resizeSection(0, fontMetrics().averageCharWidth() * 24);
    problems_->setTextElideMode(Qt::ElideRight);
    undo_->setObjectName(QStringLiteral("undo"));
    undo_->setToolTip(tr("Takes away what was restored, and brings back what was replaced. What you changed after the "
                         "restore stays."));
    connect(showFolder_, &QPushButton::clicked, this, &RestoreResultPage::openFolder);
    bar_->setAccessibleName(tr("Progress"));
    bar_->hide();
    connect(undo_, &QPushButton::clicked, this, &RestoreResultPage::undoOrStop);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(showFolder_);
    buttons->addWidget(undo_);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(result_);
    layout->addWidget(bar_);
    layout->addWidget(problems_, 1);
    layout->addLayout(buttons);
    layout->addStretch(0);
}

void RestoreResultPage::show(const engine::RestoreJob &job, const engine::RestoreRequest &request)
{
    job_ = &job;
    folder_ = request.to;
    if (folder_.isEmpty()) {
        const auto &path = request.paths.front();
        folder_ = path.first(std::max<qsizetype>(path.lastIndexOf('/'), 1));
    }
    if (request.dryRun && job.isCancelled()) {
        result_->setText(tr("The restore was stopped. What was restored until then is whole and stays."));
    } else if (!job.result()) {
        const auto &error = job.result().error();
        result_->setText(error.kind() == ErrorKind::Cancelled
                             ? tr("The restore was stopped. What was restored until then is whole and stays.")
                             : tr("The restore ended before it was done: %1\n\nWhat was restored until then is whole. "
                                  "Start it again, and it goes on where it was.")
                                   .arg(error.text()));
    } else {
        const auto &report = *job.result();
        const bool isNoFile = report.filesRestored == 0 && !report.hasProblems();
        QStringList lines = {isNoFile && report.folders > 0
                                 ? tr("%Ln folder(s) restored.", nullptr, countOf(report.folders))
                             : isNoFile ? tr("Everything was there already, as it was then.")
                                        : tr("%Ln file(s) restored.", nullptr, countOf(report.filesRestored))};
        if (report.filesRestored > 0)
            lines += tr("The folder is %1").arg(pathText(folder_));
        if (report.filesUnchanged > 0 && report.filesRestored > 0)
            lines += tr("%Ln file(s) were right already.", nullptr, countOf(report.filesUnchanged));
        if (report.hasProblems())
            lines += tr("%Ln file(s) are not as they were then:", nullptr,
                        countOf(report.filesSkipped + report.filesFailed + report.filesIncomplete));
        result_->setText(lines.join(QLatin1Char('\n')));
    }
    undo_->setVisible(job.canUndo());
    showProblems();
}

void RestoreResultPage::add(const QByteArray &path, const QString &what, const QString &why)
{
    const QByteArray within = folder_.endsWith('/') ? folder_ : folder_ + '/';
    const auto shown = path.startsWith(within) ? path.sliced(within.size()) : path;
    auto *row = new QTreeWidgetItem(problems_, {pathText(shown), what, why});
    row->setToolTip(0, pathText(path));
    row->setToolTip(2, why);
}

void RestoreResultPage::showProblems()
{
    problems_->clear();
    for (const auto &problem : job_->problems())
        add(problem.path, problemText(problem.kind), problem.reason);
    for (const auto &[path, name] : job_->renamed())
        add(path, tr("what was there is kept"), tr("as %1").arg(pathText(name)));
    problems_->setVisible(problems_->topLevelItemCount() > 0);
}

void RestoreResultPage::undoOrStop()
{
    if (isUndoing_) {
        undo_->setEnabled(false);
        undoing_->cancel(); // it says so when it has ended
        return;
    }
    if (!undoing_) {
        undoing_ = job_->undo();
        connect(undoing_.get(), qOverload<>(&engine::UndoJob::progressed), this, &RestoreResultPage::showProgress);
        connect(undoing_.get(), &engine::UndoJob::finished, this, &RestoreResultPage::undoEnded);
    }
    isUndoing_ = true;
    undo_->setText(tr("&Stop"));
    problems_->hide();
    bar_->setRange(0, 0);
    bar_->show();
    undoing_->start();
    showProgress();
}

void RestoreResultPage::showProgress()
{
    const auto progress = undoing_->progress();
    if (progress.itemsTotal > 0) {
        bar_->setRange(0, 1'000);
        bar_->setValue(int(1'000 * progress.itemsDone / progress.itemsTotal));
    }
    QStringList lines = {tr("Undoing the restore\u2026")};
    if (const auto left = undoing_->timeLeft())
        lines += tr("%1 left", "a time").arg(durationText(*left));
    result_->setText(lines.join(QLatin1Char('\n')));
}

void RestoreResultPage::undoEnded()
{
    const auto &ended = undoing_->result();
    // What ended it in the middle, a disk that is gone say, may pass as well as a wish to stop.
    const bool canGoOn = !ended && (ended.error().kind() == ErrorKind::Cancelled || undoing_->progress().itemsDone > 0);
    isUndoing_ = false;
    isUndone_ = !canGoOn;
    bar_->hide();
    undo_->setEnabled(canGoOn);
    undo_->setText(canGoOn ? tr("&Go on undoing") : tr("&Undo"));
    showUndone(canGoOn);
}

QString RestoreResultPage::undoneText(bool canGoOn) const
{
    const auto &ended = undoing_->result();
    if (ended)
        return undoing_->report().problemCount == 0 ? tr("The restore is undone.")
                                                    : tr("The restore is undone, but not all of it.");
    if (!canGoOn)
        return tr("The restore cannot be undone: %1").arg(ended.error().text());
    if (ended.error().kind() == ErrorKind::Cancelled)
        return tr("The undoing was stopped. Some of the restore is undone, and the rest is as it was restored.");
    return tr("The undoing ended before it was done: %1\n\nSome of the restore is undone, and the rest is as it was "
              "restored.")
        .arg(ended.error().text());
}

void RestoreResultPage::showUndone(bool canGoOn)
{
    const auto &undone = undoing_->report();
    QStringList lines = {undoneText(canGoOn)};
    if (undone.broughtBack > 0)
        lines += tr("%Ln file(s) that were replaced are back.", nullptr, countOf(undone.broughtBack));
    if (undone.removed > 0)
        lines += tr("%Ln restored file(s) are gone again.", nullptr, countOf(undone.removed));
    if (undone.resets > 0)
        lines +=
            tr("Permissions and times of %Ln file(s) or folder(s) are as before.", nullptr, countOf(undone.resets));
    result_->setText(lines.join(QLatin1Char('\n')));
    problems_->clear();
    for (const auto &problem : undone.problems)
        add(problem.path, tr("not undone"), reasonText(problem));
    problems_->setVisible(problems_->topLevelItemCount() > 0);
}

void RestoreResultPage::openFolder() const
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFile::decodeName(folder_)));
}

} // namespace backspool::browser
