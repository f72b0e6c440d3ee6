#pragma once
/// A look at a file as it was: its text or picture, as much of it as is quick to have.
#include "session/agent_session.h"

#include <QImage>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>

namespace backspool::browser {

/// What a preview shows: one of text and picture, or neither.
struct Preview
{
    QString text;
    QImage picture;
    bool isCut = false; ///< there is more of the text
    bool isEmpty = false;
};

/// Of the beginning of a file's content. Thread-safe; a large picture takes its time.
Preview previewOf(const engine::ContentStart &content);

class PreviewPane : public QStackedWidget
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit PreviewPane(engine::AgentSession &session, QWidget *parent = nullptr);
    ~PreviewPane() override;

    /// The file @p entry at @p path of @p point.
    void show(PointId point, const QByteArray &path, const format::DirectoryEntry &entry);
    /// Says @p text.
    void showMessage(const QString &text);
    QString shownText() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// @p content: what was asked for.
    void take(const ObjectName &content, const Result<Preview> &preview);
    void fitPicture();

    engine::AgentSession &session_;
    QPlainTextEdit *text_;
    QLabel *picture_;
    QLabel *message_;
    QImage image_;
    ObjectName shown_;                              ///< content that is shown, or on its way
    QFuture<Result<engine::ContentStart>> loading_; ///< cancelling it cancels what comes after it
};

} // namespace backspool::browser
