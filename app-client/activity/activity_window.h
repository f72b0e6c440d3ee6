#pragma once
/// What was backed up when, how much that was, and which files somebody should look at.
#include "activity/activity_model.h"
#include "activity/amount_chart.h"
#include "restore-browser/message_page.h"

#include <QFutureWatcher>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QTreeWidget>

namespace backspool::activity {

class ActivityWindow : public QWidget
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit ActivityWindow(engine::AgentSession &session, QWidget *parent = nullptr);

    /// Reads anew what there is.
    void refresh();
    ActivityModel &model() { return *model_; }
    QTreeView &list() { return *list_; }
    QTreeWidget &problems() { return *problems_; }
    QString detailText() const { return title_->text(); }

private:
    void showAll(const Result<engine::PointsSnapshot> &points, const Result<std::vector<engine::Activity>> &activities);
    void takePoints();
    void fill(const engine::PointsSnapshot &points, const Result<std::vector<engine::Activity>> &activities);
    void showCurrent();
    void showProblem();
    void follow();
    QWidget *makeDetails();

    engine::AgentSession &session_;
    ActivityModel *model_;
    QStackedWidget *pages_;
    browser::MessagePage *empty_;
    QLabel *note_; ///< why not all is shown
    AmountChart *chart_;
    QTreeView *list_;
    QLabel *title_;
    QTreeWidget *problems_;
    QLabel *explanation_;                                             ///< of the current one: whole sentences
    std::optional<engine::Decision::State> state_;                    ///< of the agent, when it was read last
    std::optional<Result<std::vector<engine::Activity>>> activities_; ///< while the points are asked for
    QFutureWatcher<Result<engine::PointsSnapshot>> points_;
    bool isReading_ = false;
    bool isAskedAgain_ = false;
};

} // namespace backspool::activity
