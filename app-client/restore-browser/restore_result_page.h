#pragma once
/// What came of a restore: what is back, what is not and why, the folder, and the way back.
#include "session/restore_job.h"

#include <QLabel>
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
    bool isUndone() const { return isUndone_; }

private:
    void showProblems();
    void openFolder() const;
    void undo();
    void showUndone(const Result<engine::UndoReport> &undone);
    void add(const QByteArray &path, const QString &what, const QString &why);

    const engine::RestoreJob *job_ = nullptr;
    QByteArray folder_;
    bool isUndoing_ = false, isUndone_ = false;
    QLabel *result_;
    QTreeWidget *problems_;
    QPushButton *showFolder_, *undo_;
};

} // namespace backspool::browser
