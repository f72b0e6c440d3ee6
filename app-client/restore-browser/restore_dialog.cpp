#include "restore-browser/restore_dialog.h"

#include "restore-browser/text_label.h"
#include "restore-browser/texts.h"

#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

using engine::OnConflict;

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

} // namespace

RestoreDialog::RestoreDialog(engine::AgentSession &session, const engine::RestoreRequest &request, const QString &what,
                             QWidget *parent)
    : QDialog(parent), session_(session), request_(request), what_(what), pages_(new QStackedWidget(this)),
      progressPage_(makeProgressPage()), conflictPage_(makeConflictPage()), resultPage_(new RestoreResultPage(pages_)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Restore"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pages_);
    layout->addWidget(buttons_);
    connect(buttons_, &QDialogButtonBox::rejected, this, &RestoreDialog::reject);
    connect(buttons_, &QDialogButtonBox::accepted, this, &RestoreDialog::accept);
    for (auto *page : std::initializer_list<QWidget *>{progressPage_, conflictPage_, resultPage_})
        pages_->addWidget(page);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 16);
    look();
}

RestoreDialog::~RestoreDialog() = default;

void RestoreDialog::setMore(const QString &text)
{
    more_ = textLabel(this);
    more_->setText(text);
    static_cast<QVBoxLayout *>(layout())->insertWidget(1, more_);
}

bool RestoreDialog::isRunning() const
{
    return pages_->currentWidget() == progressPage_ || resultPage_->isUndoing();
}

QWidget *RestoreDialog::makeProgressPage()
{
    auto *page = new QWidget(pages_);
    doing_ = textLabel(page);
    bar_ = new QProgressBar(page);
    bar_->setAccessibleName(tr("Progress"));
    amount_ = textLabel(page);
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
    conflicts_ = textLabel(page);
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
    QStringList parts = {tr("%Ln file(s)", nullptr, int(std::min<uint64_t>(progress.itemsDone, INT_MAX)))};
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
    conflicts_->setText(tr("%Ln file(s) that would be restored exist already and are different. What shall become of "
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
    resultPage_->show(*job_, request_);
    const bool isMore = more_ && !job_->isCancelled();
    if (more_)
        more_->setVisible(isMore);
    buttons_->setStandardButtons(QDialogButtonBox::Close);
    auto *close = buttons_->button(QDialogButtonBox::Close);
    if (isMore) {
        close->setText(tr("&Go on"));
        connect(this, &QDialog::finished, this, &RestoreDialog::goneOn);
    }
    pages_->setCurrentWidget(resultPage_);
    close->setFocus();
}

void RestoreDialog::reject()
{
    if (pages_->currentWidget() == progressPage_ && !job_->isCancelled()) {
        job_->cancel(); // it says so when it has ended
        doing_->setText(tr("Stopping\u2026"));
        return;
    }
    if (resultPage_->isUndoing())
        return; // what comes of that is to be seen
    QDialog::reject();
}

} // namespace backspool::browser
