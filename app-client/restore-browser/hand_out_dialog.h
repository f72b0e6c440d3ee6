#pragma once
/// Files on their way out of the browser, to a file manager or the clipboard: brought into a folder of their own first
/// (handed_files.h), with progress and cancel. What is dragged goes on being dragged when the files are there in time;
/// else this dialog keeps them, to be dragged from here.
#include "session/agent_session.h"

#include <QByteArrayList>
#include <QDialog>
#include <QTimer>

#include <functional>

class QDialogButtonBox;
class QLabel;
class QMimeData;
class QProgressBar;
class QPushButton;

namespace backspool::browser {

class HandOutDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Purpose : uint8_t { Drag, Copy };
    /// Carries what is dragged, until it is dropped; takes the data. IgnoreAction: nobody took it.
    using Drag = std::function<Qt::DropAction(std::unique_ptr<QMimeData> data)>;

    /// Begins at once, and shows itself when it takes a while. The session outlives it. @p drag: by QDrag from @p
    /// parent where it is empty.
    HandOutDialog(engine::AgentSession &session, std::vector<engine::RestoreRequest> requests, Purpose purpose,
                  QWidget *parent, Drag drag = {});
    ~HandOutDialog() override;

    bool isDone() const { return isDone_; }
    QString text() const;
    /// Where the files are.
    const QString &folder() const { return folder_; }

    void reject() override;
    /// What is not there yet is not wanted any more.
    void giveUp();

Q_SIGNALS:
    /// What is selected was given away.
    void handedOut();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void startNext();
    void showProgress();
    void jobFinished();
    void list();
    void ready();
    void stopped(const QString &why);
    bool isToDrag() const { return isDone_ && !folder_.isEmpty() && purpose_ == Purpose::Drag; }
    void drag();
    void copy();
    void offer();
    QString lostText() const;
    void finish(const QString &text);

    engine::AgentSession &session_;
    std::vector<engine::RestoreRequest> requests_;
    const Purpose purpose_;
    const Drag drag_;
    QString folder_;
    size_t next_ = 0;
    std::unique_ptr<engine::RestoreJob> job_;
    uint64_t problems_ = 0;
    QString problem_; ///< the first
    QByteArrayList paths_;
    QPoint pressed_; ///< where the button went down
    bool isDone_ = false;
    QTimer showSoon_;
    QLabel *text_;
    QProgressBar *bar_;
    QDialogButtonBox *buttons_;
    QPushButton *copy_ = nullptr;
};

} // namespace backspool::browser
