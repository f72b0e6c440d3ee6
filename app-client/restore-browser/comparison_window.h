#pragma once
/// Two versions of one file next to each other: what changed between them?
#include "restore-browser/comparison.h"
#include "session/agent_session.h"

#include <QDialog>
#include <QFuture>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace backspool::browser {

class PicturePair;
class TextComparisonView;

/// One of the two: the file at @p path as a point has it, or as it is on this computer now.
struct ComparedVersion
{
    std::optional<PointId> point; ///< none: now
    QByteArray path;
    uint64_t size = 0;  ///< of a point's
    QDateTime modified; ///< of a point's
    QDateTime backedUp; ///< of a point's
};

class ComparisonWindow : public QDialog
{
    Q_OBJECT

public:
    /// Begins at once. The session outlives it.
    ComparisonWindow(engine::AgentSession &session, const ComparedVersion &earlier, const ComparedVersion &later,
                     QWidget *parent = nullptr);
    ~ComparisonWindow() override;

    bool isDone() const { return isDone_; }
    /// What it says of the two.
    QString summary() const;
    TextComparisonView &text() { return *text_; }
    PicturePair &pictures() { return *pictures_; }

private:
    struct Read
    {
        engine::ContentStart content;
        uint64_t size = 0;
        QDateTime modified;
    };
    QWidget *makeHeadings();
    QWidget *makeBottom();
    void makeActions();
    QFuture<Result<Read>> read(const ComparedVersion &version);
    void readNext();
    void compareBoth();
    void showResult(const Result<Comparison> &comparison);
    void showHeading(size_t side);
    void say(const QString &text);
    void fail(const QString &text);
    void showPlace();

    engine::AgentSession &session_;
    const std::array<ComparedVersion, 2> versions_;
    std::array<Read, 2> read_;
    size_t next_ = 0; ///< to be read
    bool isDone_ = false;
    QFuture<Result<Read>> reading_;
    std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();

    std::array<QLabel *, 2> headings_{};
    QLabel *summary_ = nullptr;
    QLabel *place_ = nullptr;
    QProgressBar *bar_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    QLabel *facts_ = nullptr;
    TextComparisonView *text_ = nullptr;
    PicturePair *pictures_ = nullptr;
    QPushButton *previous_ = nullptr, *following_ = nullptr;
    QPushButton *smaller_ = nullptr, *larger_ = nullptr, *fit_ = nullptr;
};

} // namespace backspool::browser
