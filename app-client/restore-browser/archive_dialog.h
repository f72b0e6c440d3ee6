#pragma once
/// An archive that is being saved: progress, a way to stop, and what came of it.
#include "session/agent_session.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>

namespace backspool::browser {

/// By the end of @p file: tar.zst, else zip.
engine::ArchiveFormat archiveFormatOf(const QString &file);

class ArchiveDialog : public QDialog
{
    Q_OBJECT

public:
    /// Begins at once. The session outlives it.
    ArchiveDialog(engine::AgentSession &session, const engine::ArchiveRequest &request, QWidget *parent = nullptr);
    ~ArchiveDialog() override;

    bool isDone() const { return isDone_; }
    QString resultText() const { return text_->text(); }
    void reject() override;

private:
    void showProgress();
    void showResult();

    const QString file_;
    const std::unique_ptr<engine::ArchiveJob> job_;
    QLabel *text_;
    QProgressBar *bar_;
    QPlainTextEdit *problems_;
    QDialogButtonBox *buttons_;
    bool isDone_ = false;
};

} // namespace backspool::browser
