#include "restore-browser/restore_dialog.h"

#include "restore-browser/texts.h"

#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

using engine::OnConflict;
using engine::RestoreProblem;

QLabel *label(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QTreeWidget *list(QWidget *parent, const QStringList &headings, const QString &name)
{
    auto *list = new QTreeWidget(parent);
    list->setHeaderLabels(headings);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAccessibleName(name);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return list;
}

QString problemText(RestoreProblem::Kind kind)
{
    switch (kind) {
    case RestoreProblem::Skipped:
        return RestoreDialog::tr("left as it is");
    case RestoreProblem::Failed:
        return RestoreDialog::tr("not restored");
    case RestoreProblem::Incomplete:
        return RestoreDialog::tr("restored, but not all about it");
    }
    return {};
}

} // namespace

RestoreDialog::RestoreDialog(engine::AgentSession &session, const engine::RestoreRequest &request, const QString &what,
                             QWidget *parent)
    : QDialog(parent), session_(session), request_(request), what_(what), pages_(new QStackedWidget(this)),
      progressPage_(makeProgressPage()), conflictPage_(makeConflictPage()), resultPage_(makeResultPage()),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Restore"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pages_);
    layout->addWidget(buttons_);
    connect(buttons_, &QDialogButtonBox::rejected, this, &RestoreDialog::reject);
    connect(buttons_, &QDialogButtonBox::accepted, this, &RestoreDialog::accept);
    for (auto *page : {progressPage_, conflictPage_, resultPage_})
        pages_->addWidget(page);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 16);
    look();
}

RestoreDialog::~RestoreDialog() = default;

QWidget *RestoreDialog::makeProgressPage()
{
    auto *page = new QWidget(pages_);
    doing_ = label(page);
    bar_ = new QProgressBar(page);
    bar_->setAccessibleName(tr("Progress"));
    amount_ = label(page);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(1);
    for (auto *part : std::initializer_list<QWidget *>{doing_, bar_, amount_})
        layout->addWidget(part);
    layout->addStretch(2);
    return page;
}

QWidget *RestoreDialog::makeConflictPage()
{
    auto *page = new QWidget(pages_);
    conflicts_ = label(page);
    inTheWay_ = list(page, {tr("Already there"), tr("Size"), tr("Changed")}, tr("Files that are in the way"));
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(conflicts_);
    layout->addWidget(inTheWay_);
    auto *choices = new QHBoxLayout;
    const auto choice = [&](const QString &text, const QString &tip, OnConflict onConflict) {
        auto *button = new QPushButton(text, page);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, [this, onConflict] { choose(onConflict); });
        choices->addWidget(button);
        return button;
    };
    choice(tr("&Keep both"), tr("The restored file gets a name of its own beside the other."), OnConflict::KeepBoth)
        ->setObjectName(QStringLiteral("keepBoth"));
    choice(tr("&Replace"), tr("What is there now is replaced."), OnConflict::Overwrite)
        ->setObjectName(QStringLiteral("replace"));
    choice(tr("&Leave them"), tr("Only what is missing is restored."), OnConflict::Skip)
        ->setObjectName(QStringLiteral("skip"));
    choices->addStretch(1);
    layout->addLayout(choices);
    return page;
}

QWidget *RestoreDialog::makeResultPage()
{
    auto *page = new QWidget(pages_);
    result_ = label(page);
    problems_ = list(page, {tr("File"), tr("What happened"), tr("Why")}, tr("What was not restored"));
    showFolder_ = new QPushButton(tr("&Show folder"), page);
    connect(showFolder_, &QPushButton::clicked, this, &RestoreDialog::openFolder);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(result_);
    layout->addWidget(problems_, 1);
    layout->addWidget(showFolder_, 0, Qt::AlignLeft);
    layout->addStretch(0);
    return page;
}

/// What would be overwritten is what is in the way.
void RestoreDialog::look()
{
    request_.onConflict = OnConflict::Overwrite;
    start(true);
}

void RestoreDialog::start(bool isDryRun)
{
    request_.dryRun = isDryRun;
    job_ = session_.restore(request_);
    connect(job_.get(), &engine::RestoreJob::finished, this, &RestoreDialog::finished);
    connect(job_.get(), qOverload<>(&engine::SessionJob::progressed), this, &RestoreDialog::showProgress);
    doing_->setText(isDryRun ? tr("Looking at what is there already\u2026") : tr("Restoring %1\u2026").arg(what_));
    amount_->clear();
    bar_->setRange(0, 0);
    pages_->setCurrentWidget(progressPage_);
    job_->start();
}

void RestoreDialog::showProgress()
{
    const auto progress = job_->progress();
    if (!request_.dryRun && progress.itemsTotal > 0) {
        bar_->setRange(0, 1'000);
        bar_->setValue(int(1'000 * std::min(progress.itemsDone, progress.itemsTotal) / progress.itemsTotal));
    }
    if (progress.itemsDone == 0)
        return;
    QStringList parts = {tr("%n file(s)", nullptr, int(std::min<uint64_t>(progress.itemsDone, INT_MAX)))};
    if (progress.bytesDone > 0)
        parts += sizeText(progress.bytesDone);
    if (const auto left = job_->timeLeft(); left && !request_.dryRun)
        parts += tr("%1 left", "a time").arg(durationText(*left));
    amount_->setText(parts.join(QStringLiteral(", ")));
}

void RestoreDialog::finished()
{
    // Cancel may come when the look at what is there has ended.
    if (job_->result() && request_.dryRun && !job_->isCancelled()) {
        request_.files = job_->filesToWrite();
        if (job_->inTheWay().empty())
            choose(OnConflict::Skip);
        else
            ask();
        return;
    }
    showResult();
}

void RestoreDialog::ask()
{
    const auto &paths = job_->inTheWay();
    conflicts_->setText(tr("%n file(s) that would be restored exist already and are different. What shall become of "
                           "what is there now?",
                           nullptr, int(std::min<uint64_t>(job_->inTheWayCount(), INT_MAX))));
    const auto now = QDateTime::currentDateTime();
    inTheWay_->clear();
    for (const auto &path : paths) {
        const QFileInfo info(QFile::decodeName(path));
        auto *row = new QTreeWidgetItem(inTheWay_);
        row->setText(0, pathText(path));
        row->setText(1, sizeText(uint64_t(info.size())));
        row->setText(2, timeText(info.lastModified(), now));
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    pages_->setCurrentWidget(conflictPage_);
}

void RestoreDialog::choose(OnConflict onConflict)
{
    request_.onConflict = onConflict;
    start(false);
}

void RestoreDialog::showResult()
{
    if (request_.dryRun && job_->isCancelled()) {
        result_->setText(tr("The restore was stopped. What was restored until then is whole and stays."));
    } else if (!job_->result()) {
        const auto &error = job_->result().error();
        result_->setText(error.kind() == ErrorKind::Cancelled
                             ? tr("The restore was stopped. What was restored until then is whole and stays.")
                             : tr("The restore ended before it was done: %1\n\nWhat was restored until then is whole. "
                                  "Start it again, and it goes on where it was.")
                                   .arg(error.text()));
    } else {
        const auto &report = *job_->result();
        QStringList lines = {report.filesRestored == 0 && !report.hasProblems()
                                 ? tr("Everything was there already, as it was then.")
                                 : tr("%n file(s) restored.", nullptr, int(report.filesRestored))};
        if (report.filesUnchanged > 0 && report.filesRestored > 0)
            lines += tr("%n file(s) were right already.", nullptr, int(report.filesUnchanged));
        if (report.hasProblems())
            lines += tr("%n file(s) are not as they were then:", nullptr,
                        int(report.filesSkipped + report.filesFailed + report.filesIncomplete));
        result_->setText(lines.join(QLatin1Char('\n')));
    }
    showProblems();
    buttons_->setStandardButtons(QDialogButtonBox::Close);
    pages_->setCurrentWidget(resultPage_);
    buttons_->button(QDialogButtonBox::Close)->setFocus();
}

void RestoreDialog::showProblems()
{
    problems_->clear();
    const auto add = [this](const QByteArray &path, const QString &what, const QString &why) {
        auto *row = new QTreeWidgetItem(problems_, {pathText(path), what, why});
        row->setToolTip(2, why);
    };
    for (const auto &problem : job_->problems())
        add(problem.path, problemText(problem.kind), problem.reason);
    for (const auto &[path, name] : job_->renamed())
        add(path, tr("what was there is kept"), tr("as %1").arg(pathText(name)));
    problems_->setVisible(problems_->topLevelItemCount() > 0);
}

void RestoreDialog::openFolder() const
{
    QByteArray folder = request_.to;
    if (folder.isEmpty()) {
        const auto &path = request_.paths.front();
        folder = path.first(std::max<qsizetype>(path.lastIndexOf('/'), 1));
    }
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFile::decodeName(folder)));
}

void RestoreDialog::reject()
{
    if (pages_->currentWidget() == progressPage_ && !job_->isCancelled()) {
        job_->cancel(); // it says so when it has ended
        doing_->setText(tr("Stopping\u2026"));
        return;
    }
    QDialog::reject();
}

} // namespace backspool::browser
