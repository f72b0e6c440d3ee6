#include "restore-browser/archive_dialog.h"

#include "restore-browser/texts.h"

#include <QVBoxLayout>

namespace backspool::browser {

engine::ArchiveFormat archiveFormatOf(const QString &file)
{
    return file.endsWith(QLatin1StringView(".tar.zst"), Qt::CaseInsensitive) ? engine::ArchiveFormat::TarZstd
                                                                             : engine::ArchiveFormat::Zip;
}

ArchiveDialog::ArchiveDialog(engine::AgentSession &session, const engine::ArchiveRequest &request, QWidget *parent)
    : QDialog(parent), file_(request.file), job_(session.archive(request)), text_(new QLabel(this)),
      bar_(new QProgressBar(this)), problems_(new QPlainTextEdit(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Save as archive"));
    setAttribute(Qt::WA_DeleteOnClose);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setText(tr("Saving %1\u2026").arg(file_));
    bar_->setRange(0, 0);
    bar_->setAccessibleName(tr("Progress"));
    problems_->setReadOnly(true);
    problems_->setAccessibleName(tr("What is not in the archive as it was"));
    problems_->hide();
    auto *layout = new QVBoxLayout(this);
    for (auto *part : std::initializer_list<QWidget *>{text_, bar_, problems_, buttons_})
        layout->addWidget(part);
    resize(fontMetrics().averageCharWidth() * 70, sizeHint().height());
    connect(buttons_, &QDialogButtonBox::rejected, this, &ArchiveDialog::reject);
    connect(job_.get(), qOverload<>(&engine::SessionJob::progressed), this, &ArchiveDialog::showProgress);
    connect(job_.get(), &engine::SessionJob::finished, this, &ArchiveDialog::showResult);
    job_->start();
}

ArchiveDialog::~ArchiveDialog() = default;

void ArchiveDialog::showProgress()
{
    if (job_->isCancelled())
        return;
    const auto progress = job_->progress();
    text_->setText(tr("Saving %1\u2026 %Ln file(s), %2", nullptr, int(std::min<uint64_t>(progress.itemsDone, INT_MAX)))
                       .arg(file_, sizeText(progress.bytesDone)));
}

void ArchiveDialog::showResult()
{
    isDone_ = true;
    bar_->hide();
    if (!job_->result()) {
        const auto &error = job_->result().error();
        text_->setText(error.kind() == ErrorKind::Cancelled ? tr("Stopped. No archive was saved.")
                                                            : tr("No archive was saved: %1").arg(error.text()));
    } else {
        const auto &report = *job_->result();
        QString text =
            tr("%Ln file(s) saved in %1.", nullptr, int(std::min<uint64_t>(report.files, INT_MAX))).arg(file_);
        if (report.problemCount > 0)
            text += QLatin1Char('\n') + tr("%Ln file(s) are not in it as they were:", nullptr,
                                           int(std::min<uint64_t>(report.problemCount, INT_MAX)));
        text_->setText(text);
        for (const auto &problem : report.problems)
            problems_->appendPlainText(pathText(problem.path) + QStringLiteral(": ") + problem.reason);
        problems_->setVisible(report.problemCount > 0);
    }
    buttons_->setStandardButtons(QDialogButtonBox::Close);
}

void ArchiveDialog::reject()
{
    if (!isDone_) {
        job_->cancel(); // it says so when it has ended
        text_->setText(tr("Stopping\u2026"));
        return;
    }
    QDialog::reject();
}

} // namespace backspool::browser
