#include "activity/activity_window.h"

#include "restore-browser/first_size.h"
#include "restore-browser/text_label.h"
#include "restore-browser/texts.h"

#include <QHeaderView>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>

namespace backspool::activity {

using Kind = engine::Activity::Kind;

ActivityWindow::ActivityWindow(engine::AgentSession &session, QWidget *parent)
    : QWidget(parent), session_(session), model_(new ActivityModel(this)), pages_(new QStackedWidget(this)),
      empty_(new browser::MessagePage(this)), note_(browser::textLabel(this)), chart_(new AmountChart(this)),
      list_(new QTreeView(this)), title_(browser::textLabel(this)), problems_(new QTreeWidget(this)),
      explanation_(browser::textLabel(this))
{
    setWindowTitle(tr("Activity"));
    note_->setObjectName(QStringLiteral("note"));
    note_->hide();
    list_->setModel(model_);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAlternatingRowColors(true);
    list_->setAccessibleName(tr("Past backups"));
    list_->setObjectName(QStringLiteral("past"));
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(ActivityModel::Result, QHeaderView::Stretch);
    const int character = fontMetrics().averageCharWidth();
    list_->header()->resizeSection(ActivityModel::When, character * 20);
    for (int column = ActivityModel::Took; column < ActivityModel::ColumnCount; ++column)
        list_->header()->resizeSection(column, character * 12);
    auto *past = new QWidget(this);
    auto *pastLines = new QVBoxLayout(past);
    pastLines->setContentsMargins({});
    pastLines->addWidget(note_);
    pastLines->addWidget(chart_);
    pastLines->addWidget(list_, 1);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(past);
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    pages_->addWidget(empty_);
    pages_->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pages_);
    browser::resizeAtFirst(*this, 136, 38);
    empty_->setMessage(tr("Reading\u2026"), {});
    connect(empty_, &browser::MessagePage::actionWanted, &session_, &engine::AgentSession::backUpNow);
    connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ActivityWindow::showCurrent);
    connect(chart_, &AmountChart::chosen, this, [this](int row) { list_->setCurrentIndex(model_->index(row, 0)); });
    connect(&points_, &QFutureWatcherBase::finished, this, &ActivityWindow::takePoints);
    connect(&session_, &engine::AgentSession::backedUp, this, &ActivityWindow::refresh);
    connect(&session_, &engine::AgentSession::reported, this, &ActivityWindow::follow);
    connect(new QShortcut(QKeySequence::Refresh, this), &QShortcut::activated, this, &ActivityWindow::refresh);
    for (const QKeySequence &key : {QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Close)})
        connect(new QShortcut(key, this), &QShortcut::activated, this, &QWidget::close);
    refresh();
}

QWidget *ActivityWindow::makeDetails()
{
    auto *details = new QWidget(this);
    title_->setObjectName(QStringLiteral("details"));
    problems_->setHeaderLabels({tr("File"), tr("Why"), tr("What you can do")});
    problems_->setRootIsDecorated(false);
    problems_->setAccessibleName(tr("Files to look at"));
    problems_->setObjectName(QStringLiteral("problems"));
    problems_->setTextElideMode(Qt::ElideMiddle);
    for (int column = 0; column < 3; ++column)
        problems_->header()->setSectionResizeMode(column, QHeaderView::Stretch);
    explanation_->setObjectName(QStringLiteral("explanation"));
    connect(problems_, &QTreeWidget::currentItemChanged, this, &ActivityWindow::showProblem);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins({});
    layout->addWidget(title_);
    layout->addWidget(problems_, 1);
    layout->addWidget(explanation_);
    layout->addStretch(0);
    return details;
}

/// A failure or a wait is a new line, too.
void ActivityWindow::follow()
{
    const auto now = session_.report() ? std::optional(session_.report()->decision.state) : std::nullopt;
    if (std::exchange(state_, now) != now && now != engine::Decision::State::Running)
        refresh();
}

void ActivityWindow::refresh()
{
    if (std::exchange(isReading_, true)) {
        isAskedAgain_ = true;
        return;
    }
    // What this computer knows shows at once; what the service has comes when it answers.
    session_.activities().then(this, [this](const Result<std::vector<engine::Activity>> &activities) {
        if (model_->rows().empty() && activities && !activities->empty())
            fill(nullptr, activities);
        activities_ = activities;
        points_.setFuture(session_.points());
    });
}

void ActivityWindow::takePoints()
{
    const auto future = points_.future();
    const bool isAnswered = future.resultCount() > 0;
    isReading_ = false;
    // The session does not ask that service any more, since this computer was enrolled anew.
    if (!isAnswered || (!future.result() && future.result().error().kind() == ErrorKind::Cancelled)) {
        refresh();
        return;
    }
    showAll(future.result(), *activities_);
    if (std::exchange(isAskedAgain_, false))
        refresh();
}

void ActivityWindow::showAll(const Result<engine::PointsSnapshot> &points,
                             const Result<std::vector<engine::Activity>> &activities)
{
    fill(points ? *points : nullptr, activities);
    QStringList notes;
    if (!points)
        notes += tr("Older backups are not shown: %1").arg(points.error().text());
    if (!activities)
        notes += activities.error().text();
    note_->setText(notes.join(QLatin1Char('\n')));
    note_->setVisible(!notes.isEmpty());
    if (model_->rows().empty())
        empty_->setMessage(tr("No backup yet"),
                           notes.isEmpty() ? tr("The first one is made by itself, or now if you want.")
                                           : notes.join(QLatin1Char('\n')),
                           tr("&Back up now"));
}

void ActivityWindow::fill(const engine::PointsSnapshot &points, const Result<std::vector<engine::Activity>> &activities)
{
    const auto *before = model_->row(list_->currentIndex());
    const bool isPlaceKept = before && list_->currentIndex().row() > 0; // the first stays the first
    const auto time = before ? before->activity.time : WallTime{};
    model_->setRows(activityRows(points, activities.value_or(std::vector<engine::Activity>{})));
    chart_->setRows(model_->rows());
    pages_->setCurrentIndex(model_->rows().empty() ? 0 : 1);
    int row = 0;
    if (isPlaceKept) {
        const auto same =
            std::ranges::find(model_->rows(), time, [](const ActivityRow &at) { return at.activity.time; });
        if (same != model_->rows().end())
            row = int(same - model_->rows().begin());
    }
    list_->setCurrentIndex(model_->index(row, 0));
    showCurrent();
}

void ActivityWindow::showCurrent()
{
    problems_->clear();
    const auto *row = model_->row(list_->currentIndex());
    problems_->setVisible(row && !row->activity.problems.empty());
    chart_->setCurrent(list_->currentIndex().row());
    if (!row) {
        title_->clear();
        return;
    }
    const auto &activity = row->activity;
    QStringList lines{browser::exactTimeText(browser::dateTime(activity.time))};
    if (activity.kind != Kind::Backup) {
        lines += resultText(*row);
    } else {
        const auto count = [](uint64_t number) { return int(std::min<uint64_t>(number, INT_MAX)); };
        lines.front() += QStringLiteral(": ") + tr("%Ln file(s), %1 in all", nullptr, count(activity.statistics.files))
                                                    .arg(browser::sizeText(activity.statistics.bytes));
        if (!row->hasPoint)
            lines += tr("The backup service does not keep it by itself any more.");
        if (activity.problemCount > activity.problems.size())
            lines += tr("%Ln file(s) to look at, of which these are kept here:", nullptr, count(activity.problemCount));
        else if (activity.problemCount > 0)
            lines += tr("%Ln file(s) to look at:", nullptr, count(activity.problemCount));
        else if (activity.statistics.filesSkipped > 0)
            lines +=
                tr("%Ln file(s) could not be backed up as they were; which ones is kept for this computer's latest "
                   "backups only.",
                   nullptr, count(activity.statistics.filesSkipped));
        else
            lines += tr("Every file is in it as it was.");
    }
    title_->setText(lines.join(QLatin1Char('\n')));
    for (const auto &problem : activity.problems) {
        const QString file = problem.path.isEmpty() ? tr("(a command)") : browser::pathText(problem.path);
        const QString remedy = remedyText(problem);
        auto *item = new QTreeWidgetItem(problems_, {file, problem.reason, remedy});
        item->setToolTip(0, file);
        item->setToolTip(1, problem.reason);
        item->setToolTip(2, remedy);
    }
    problems_->setCurrentItem(problems_->topLevelItem(0));
    showProblem();
}

void ActivityWindow::showProblem()
{
    const auto *item = problems_->currentItem();
    QStringList sentences;
    for (int column = 1; item && column <= 2; ++column) {
        QString sentence = item->text(column);
        if (sentence.isEmpty())
            continue;
        sentence[0] = sentence[0].toUpper();
        sentences += sentence.endsWith(QLatin1Char('.')) ? sentence : sentence + QLatin1Char('.');
    }
    explanation_->setText(sentences.join(QLatin1Char(' ')));
    explanation_->setVisible(!sentences.isEmpty());
}

} // namespace backspool::activity
