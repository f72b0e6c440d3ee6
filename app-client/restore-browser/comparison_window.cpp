#include "restore-browser/comparison_window.h"

#include "restore-browser/first_size.h"
#include "restore-browser/picture_pair.h"
#include "restore-browser/text_comparison_view.h"
#include "restore-browser/text_label.h"
#include "restore-browser/texts.h"
#include "session/background_work.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

namespace backspool::browser {

ComparisonWindow::ComparisonWindow(engine::AgentSession &session, const ComparedVersion &earlier,
                                   const ComparedVersion &later, QWidget *parent)
    : QDialog(parent, Qt::Window), session_(session), versions_{earlier, later}
{
    const auto &path = later.path;
    setWindowTitle(tr("Compare %1").arg(pathText(path.sliced(path.lastIndexOf('/') + 1))));
    setAttribute(Qt::WA_DeleteOnClose);
    bar_ = new QProgressBar(this);
    bar_->setRange(0, 0);
    bar_->setAccessibleName(tr("Progress"));
    pages_ = new QStackedWidget(this);
    facts_ = textLabel(pages_);
    facts_->setAlignment(Qt::AlignCenter);
    text_ = new TextComparisonView(pages_);
    pictures_ = new PicturePair(pages_);
    for (auto *page : std::initializer_list<QWidget *>{facts_, text_, pictures_})
        pages_->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(makeHeadings());
    layout->addWidget(bar_);
    layout->addWidget(pages_, 1);
    layout->addWidget(makeBottom());
    makeActions();
    resizeAtFirst(*this, 140, 36);
    showPlace();
    readNext();
}

/// What is being read or compared ends soon, and nobody takes it.
ComparisonWindow::~ComparisonWindow()
{
    cancel_->cancel();
    reading_.cancel();
}

QWidget *ComparisonWindow::makeHeadings()
{
    auto *row = new QWidget(this);
    row->setLayoutDirection(Qt::LeftToRight); // as what is below
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (size_t side = 0; side < headings_.size(); ++side) {
        headings_[side] = textLabel(row);
        layout->addWidget(headings_[side], 1);
        read_[side].size = versions_[side].size;
        read_[side].modified = versions_[side].modified;
        showHeading(side);
    }
    return row;
}

QWidget *ComparisonWindow::makeBottom()
{
    auto *bottom = new QWidget(this);
    summary_ = textLabel(bottom);
    place_ = new QLabel(bottom);
    const auto button = [&](const QString &text, const QString &tip, const auto &act) {
        auto *button = new QPushButton(text, bottom);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        return button;
    };
    previous_ = button(tr("&Previous change"), tr("Shift+F3 or Alt+Up"), [this] { text_->goToPrevious(); });
    following_ = button(tr("&Next change"), tr("F3 or Alt+Down"), [this] { text_->goToNext(); });
    smaller_ = button(tr("S&maller"), tr("Ctrl+-"), [this] { pictures_->zoomOut(); });
    larger_ = button(tr("&Larger"), tr("Ctrl++"), [this] { pictures_->zoomIn(); });
    fit_ = button(tr("&Fit"), tr("Shows both pictures whole (Ctrl+0)"), [this] { pictures_->fit(); });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, bottom);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *row = new QHBoxLayout;
    for (auto *part : std::initializer_list<QWidget *>{previous_, following_, smaller_, larger_, fit_, place_})
        row->addWidget(part);
    row->addStretch(1);
    row->addWidget(buttons);
    auto *layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(summary_);
    layout->addLayout(row);
    return bottom;
}

void ComparisonWindow::makeActions()
{
    const auto action = [this](const QList<QKeySequence> &keys, const auto &act) {
        auto *action = new QAction(this);
        action->setShortcuts(keys);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    action({Qt::Key_F3, Qt::ALT | Qt::Key_Down}, [this] { text_->goToNext(); });
    action({Qt::SHIFT | Qt::Key_F3, Qt::ALT | Qt::Key_Up}, [this] { text_->goToPrevious(); });
    action({QKeySequence::ZoomIn, Qt::CTRL | Qt::Key_Equal}, [this] { pictures_->zoomIn(); });
    action({QKeySequence::ZoomOut}, [this] { pictures_->zoomOut(); });
    action({Qt::CTRL | Qt::Key_0}, [this] { pictures_->fit(); });
    connect(text_, &TextComparisonView::moved, this, &ComparisonWindow::showPlace);
    connect(pictures_, &PicturePair::zoomed, this, &ComparisonWindow::showPlace);
}

QString ComparisonWindow::summary() const
{
    return pages_->currentWidget() == facts_ ? facts_->text() : summary_->text();
}

void ComparisonWindow::showHeading(size_t side)
{
    const auto &version = versions_[side];
    const auto &read = read_[side];
    const auto now = QDateTime::currentDateTime();
    const QString what =
        version.point ? tr("As backed up %1").arg(timeText(version.backedUp, now)) : tr("As it is now");
    QStringList about;
    if (version.point || read.modified.isValid())
        about = {sizeText(read.size), tr("changed %1").arg(timeText(read.modified, now))};
    headings_[side]->setText((QStringList{what} + about).join(QStringLiteral(" \u00b7 ")));
}

void ComparisonWindow::say(const QString &text)
{
    facts_->setText(text);
    pages_->setCurrentWidget(facts_);
}

void ComparisonWindow::fail(const QString &text)
{
    bar_->hide();
    isDone_ = true;
    say(text);
}

QFuture<Result<ComparisonWindow::Read>> ComparisonWindow::read(const ComparedVersion &version)
{
    if (version.point) {
        return session_.contentStart(*version.point, version.path, kMostCompared + 1)
            .then([version](const Result<engine::ContentStart> &content) -> Result<Read> {
                return Read{TRY(content), version.size, version.modified};
            });
    }
    return engine::inBackground<Result<Read>>([path = version.path]() -> Result<Read> {
        const auto file = TRY(engine::readLocalStart(path, kMostCompared + 1));
        return Read{file.start, file.size, dateTime(file.modified)};
    });
}

/// One after the other: who sees where it hangs knows what to do.
void ComparisonWindow::readNext()
{
    if (next_ == versions_.size())
        return compareBoth();
    const auto &version = versions_[next_];
    say(version.point ? tr("Getting the version of %1 from the backup service\u2026")
                            .arg(timeText(version.backedUp, QDateTime::currentDateTime()))
                      : tr("Reading the file as it is now\u2026"));
    reading_ = read(version);
    reading_.then(this, [this](const Result<Read> &read) {
        const auto &version = versions_[next_];
        if (!read && !version.point && read.error().kind() == ErrorKind::NotFound)
            return fail(tr("There is no such file now: it was deleted or moved. Restore brings it back."));
        if (!read)
            return fail(tr("The two cannot be compared: %1").arg(read.error().text()));
        read_[next_] = *read;
        showHeading(next_++);
        readNext();
    });
}

void ComparisonWindow::compareBoth()
{
    say(tr("Comparing\u2026"));
    engine::inBackground<Result<Comparison>>([both = read_, cancel = cancel_] {
        return compare(both[0].content, both[1].content, *cancel);
    }).then(this, [this](const Result<Comparison> &comparison) { showResult(comparison); });
    for (auto &read : read_)
        read.content = {};
}

void ComparisonWindow::showResult(const Result<Comparison> &comparison)
{
    if (!comparison)
        return fail(tr("The two cannot be compared: %1").arg(comparison.error().text()));
    bar_->hide();
    isDone_ = true;
    QStringList lines;
    if (comparison->isCut)
        lines += tr("Only the first %1 of each were compared; they are larger.").arg(sizeText(kMostCompared));
    const bool isDifferentSize = read_[0].size != read_[1].size;
    if (comparison->isSame && comparison->isCut)
        lines +=
            isDifferentSize ? tr("They are the same so far, and differ in size.") : tr("They are the same so far.");
    else if (comparison->isSame)
        lines += tr("They are the same, byte for byte.");
    else if (comparison->onlyLineEnds && !comparison->isCut)
        lines += tr("The words are the same; only how the lines end differs.");
    else if (comparison->text)
        lines += tr("%Ln change(s)", nullptr, int(comparison->text->changes.size()));
    if (comparison->text && comparison->text->isRough)
        lines += tr("They differ so much that not all they have in common was found.");
    if (!comparison->left.isNull()) {
        pictures_->show(comparison->left, comparison->right);
        pages_->setCurrentWidget(pictures_);
        summary_->setText(lines.join(QLatin1Char('\n')));
    } else if (comparison->text) {
        text_->show(comparison->text);
        pages_->setCurrentWidget(text_);
        text_->setFocus();
        summary_->setText(lines.join(QLatin1Char('\n')));
    } else {
        if (comparison->firstDifference) {
            const QLocale locale;
            lines +=
                tr("What is in them cannot be shown side by side. The first difference is at byte %1 of %2 and %3.")
                    .arg(locale.toString(qulonglong(*comparison->firstDifference) + 1),
                         locale.toString(qulonglong(read_[0].size)), locale.toString(qulonglong(read_[1].size)));
        }
        say(lines.join(QLatin1Char('\n')));
    }
    summary_->setVisible(!summary_->text().isEmpty());
    showPlace();
}

void ComparisonWindow::showPlace()
{
    const bool isText = pages_->currentWidget() == text_;
    const bool isPicture = pages_->currentWidget() == pictures_;
    for (auto *button : {previous_, following_})
        button->setVisible(isText);
    for (auto *button : {smaller_, larger_, fit_})
        button->setVisible(isPicture);
    previous_->setEnabled(isText && text_->hasPrevious());
    following_->setEnabled(isText && text_->hasNext());
    if (isText && text_->changeCount() > 0)
        place_->setText(tr("Change %1 of %2")
                            .arg(QLocale().toString(text_->changeNumber()), QLocale().toString(text_->changeCount())));
    else if (isPicture)
        place_->setText(QLocale().toString(qRound(pictures_->zoom() * 100)) + QLatin1Char('%'));
    else
        place_->clear();
}

} // namespace backspool::browser
