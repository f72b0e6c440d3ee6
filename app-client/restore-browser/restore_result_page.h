#pragma once
/// What came of a restore: what is back, what is not and why, the folder, and the way back.
#include "session/restore_job.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>

namespace backspool::browser {

class RestoreResultPage : public QWidget
{
    Q_OBJECT

public:
    explicit RestoreResultPage(QWidget *parent = nullptr);

    /// The job has finished, and outlives the page.
    void show(const engine::RestoreJob &job, const engine::RestoreRequest &request);
    QString text() const { return result_->text(); }
    bool isUndoing() const { return isUndoing_; }
    /// The undoing has come to its end, if not to that of all of it.
    bool isUndone() const { return isUndone_; }

private:
    void showProblems();
    void openFolder() const;
    /// Begins to undo, stops that, or goes on.
    void undoOrStop();
    void showProgress();
    void undoEnded();
    /// What was done until now; also where it @p canGoOn.
    void showUndone(bool canGoOn);
    QString undoneText(bool canGoOn) const;
    void add(const QByteArray &path, const QString &what, const QString &why);

    const engine::RestoreJob *job_ = nullptr;
    QByteArray folder_;
    bool isUndoing_ = false, isUndone_ = false;
    std::unique_ptr<engine::UndoJob> undoing_;
    QLabel *result_;
    QProgressBar *bar_; ///< of the undoing
    QTreeWidget *problems_;
    QPushButton *showFolder_, *undo_;
};

} // namespace backspool::browser
