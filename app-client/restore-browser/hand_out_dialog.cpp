#include "restore-browser/hand_out_dialog.h"

#include "restore-browser/handed_files.h"
#include "restore-browser/texts.h"
#include "session/background_work.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDrag>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

using namespace std::chrono_literals;

/// What is done by then needs no window.
constexpr auto kUnnoticed = 400ms;

/// Only copies: a file manager that moved them would do no harm, but leave others nothing.
Qt::DropAction dragFrom(QWidget *widget, std::unique_ptr<QMimeData> data)
{
    auto *carried = new QDrag(widget);
    carried->setMimeData(data.release());
    return carried->exec(Qt::CopyAction, Qt::CopyAction);
}

} // namespace

HandOutDialog::HandOutDialog(engine::AgentSession &session, std::vector<engine::RestoreRequest> requests,
                             Purpose purpose, QWidget *parent, Drag drag)
    : QDialog(parent), session_(session), requests_(std::move(requests)), purpose_(purpose),
      drag_(drag ? std::move(drag)
                 : [this](std::unique_ptr<QMimeData> data) { return dragFrom(parentWidget(), std::move(data)); }),
      text_(new QLabel(this)), bar_(new QProgressBar(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setWindowTitle(purpose == Purpose::Drag ? tr("Drag files") : tr("Copy files"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_ShowWithoutActivating); // the button that drags may still be down
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setText(tr("Getting the files from the backup\u2026"));
    bar_->setRange(0, 0);
    bar_->setAccessibleName(tr("Progress"));
    copy_ = buttons_->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy_->setToolTip(tr("Puts the files on the clipboard, to be pasted in a file manager"));
    copy_->hide();
    connect(copy_, &QPushButton::clicked, this, [this] {
        copy();
        accept();
    });
    connect(buttons_, &QDialogButtonBox::rejected, this, &HandOutDialog::reject);
    auto *layout = new QVBoxLayout(this);
    for (auto *part : std::initializer_list<QWidget *>{text_, bar_, buttons_})
        layout->addWidget(part);
    resize(fontMetrics().averageCharWidth() * 60, sizeHint().height());
    showSoon_.setSingleShot(true);
    connect(&showSoon_, &QTimer::timeout, this, &QWidget::show);
    showSoon_.start(kUnnoticed);
    clearHandedFolders();
    const auto folder = makeHandedFolder(handedFilesFolder());
    if (folder) {
        folder_ = *folder;
        startNext();
    } else {
        stopped(folder.error().text());
    }
}

HandOutDialog::~HandOutDialog()
{
    job_.reset(); // stops
    if (!isDone_ && !folder_.isEmpty())
        removeHandedFolderLater(folder_);
}

QString HandOutDialog::text() const
{
    return text_->text();
}

void HandOutDialog::startNext()
{
    if (next_ == requests_.size())
        return list();
    auto &request = requests_[next_++];
    request.to = QFile::encodeName(folder_);
    request.onConflict = engine::OnConflict::KeepBoth;
    request.isToUndo = false;
    job_ = session_.restore(request);
    connect(job_.get(), &engine::SessionJob::finished, this, &HandOutDialog::jobFinished);
    connect(job_.get(), qOverload<>(&engine::SessionJob::progressed), this, &HandOutDialog::showProgress);
    job_->start();
}

void HandOutDialog::showProgress()
{
    const auto progress = job_->progress();
    if (job_->isCancelled() || progress.itemsDone == 0)
        return;
    text_->setText(tr("Getting the files from the backup\u2026 %Ln file(s), %1", nullptr,
                      int(std::min<uint64_t>(progress.itemsDone, INT_MAX)))
                       .arg(sizeText(progress.bytesDone)));
}

void HandOutDialog::jobFinished()
{
    if (!job_->result()) {
        const auto &error = job_->result().error();
        return stopped(error.kind() == ErrorKind::Cancelled ? QString() : error.text());
    }
    const auto &report = *job_->result();
    // Whose they are does not matter for a copy.
    problems_ += report.filesSkipped + report.filesFailed;
    for (const auto &problem : job_->problems()) {
        if (problem_.isEmpty() && problem.kind != engine::RestoreProblem::Incomplete)
            problem_ = pathText(problem.path) + QStringLiteral(": ") + problem.reason;
    }
    startNext();
}

void HandOutDialog::stopped(const QString &why)
{
    showSoon_.stop();
    bar_->hide();
    if (!folder_.isEmpty())
        removeHandedFolderLater(folder_);
    folder_.clear();
    isDone_ = true;
    if (why.isEmpty())
        return QDialog::reject();
    finish(tr("The files could not be had from the backup: %1").arg(why));
}

/// Of a folder with many files that takes a while.
void HandOutDialog::list()
{
    job_.reset();
    engine::inBackground<QByteArrayList>([folder = folder_] {
        return handedPaths(folder);
    }).then(this, [this](const QByteArrayList &paths) {
        paths_ = paths;
        ready();
    });
}

void HandOutDialog::ready()
{
    if (paths_.isEmpty())
        return stopped(problem_.isEmpty() ? tr("there is none") : problem_);
    showSoon_.stop();
    isDone_ = true;
    bar_->hide();
    if (purpose_ == Purpose::Copy) {
        copy();
        return problems_ == 0 ? accept() : finish(tr("The files are on the clipboard.") + lostText());
    }
    if (problems_ == 0 && (QGuiApplication::mouseButtons() & Qt::LeftButton))
        return drag();
    offer();
}

QString HandOutDialog::lostText() const
{
    if (problems_ == 0)
        return {};
    return QLatin1Char('\n') +
           tr("%Ln file(s) could not be had, the first is %1", nullptr, int(std::min<uint64_t>(problems_, INT_MAX)))
               .arg(problem_);
}

void HandOutDialog::offer()
{
    copy_->show();
    setCursor(Qt::OpenHandCursor);
    finish(tr("The files are ready: drag them from here to where you want them, or copy them and paste them there.") +
           lostText());
}

void HandOutDialog::finish(const QString &text)
{
    text_->setText(text);
    buttons_->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    show();
}

void HandOutDialog::drag()
{
    hide();
    const QPointer<HandOutDialog> self(this);
    const auto action = drag_(mimeDataOf(paths_));
    if (!self)
        return; // the window was closed meanwhile
    if (action == Qt::IgnoreAction)
        return offer(); // dropped on nothing
    Q_EMIT handedOut();
    accept();
}

void HandOutDialog::copy()
{
    QApplication::clipboard()->setMimeData(mimeDataOf(paths_).release());
    Q_EMIT handedOut();
}

void HandOutDialog::mousePressEvent(QMouseEvent *event)
{
    pressed_ = event->position().toPoint();
    QDialog::mousePressEvent(event);
}

void HandOutDialog::mouseMoveEvent(QMouseEvent *event)
{
    const bool isFar = (event->position().toPoint() - pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (isToDrag() && (event->buttons() & Qt::LeftButton) && isFar)
        return drag();
    QDialog::mouseMoveEvent(event);
}

void HandOutDialog::giveUp()
{
    if (!isDone_)
        reject();
}

void HandOutDialog::reject()
{
    if (!isDone_ && job_) {
        job_->cancel(); // it closes when that has ended
        text_->setText(tr("Stopping\u2026"));
        return;
    }
    QDialog::reject();
}

} // namespace backspool::browser
