#pragma once
/// A restore from the question to its result: looks first whether anything is in the way, asks only then, restores, and
/// says what came of it.
#include "restore-browser/restore_result_page.h"
#include "session/agent_session.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTreeWidget>

namespace backspool::browser {

class RestoreDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p what: what is restored, in words: "letter.odt as of Tue 14:03". Begins at once. The session outlives it.
    RestoreDialog(engine::AgentSession &session, const engine::RestoreRequest &request, const QString &what,
                  QWidget *parent = nullptr);
    ~RestoreDialog() override;

    /// Another restore follows when the result of this one was seen; @p text says what.
    void setMore(const QString &text);
    /// It is at work; closing it would stop that.
    bool isRunning() const;
    bool isAsking() const { return pages_->currentWidget() == conflictPage_; }
    bool isDone() const { return pages_->currentWidget() == resultPage_; }
    QString resultText() const { return resultPage_->text(); }

    void reject() override;

Q_SIGNALS:
    /// Its result was seen, and it was not stopped.
    void goneOn();

private:
    QWidget *makeProgressPage();
    QWidget *makeConflictPage();
    void look();
    void start(bool isDryRun);
    void showProgress();
    void finished();
    void ask();
    void choose(engine::OnConflict onConflict);
    void showResult();

    engine::AgentSession &session_;
    engine::RestoreRequest request_;
    const QString what_;
    std::unique_ptr<engine::RestoreJob> job_;
    QStackedWidget *pages_;
    QWidget *progressPage_, *conflictPage_;
    RestoreResultPage *resultPage_;
    QLabel *doing_, *amount_, *conflicts_;
    QProgressBar *bar_;
    QTreeWidget *inTheWay_;
    QDialogButtonBox *buttons_;
    QLabel *more_ = nullptr; ///< null: nothing follows
};

} // namespace backspool::browser
