#pragma once
/// Shows a job's progress on stderr: a bar with rate and estimate on a terminal, a line now and then elsewhere.
#include "console/report.h"
#include "core/progress.h"

#include <QString>

#include <chrono>
#include <mutex>

namespace backspool::console {

enum class ProgressForm {
    Bar,   ///< one line, drawn again at most five times a second
    Lines, ///< a line every ten seconds
    None
};

/// None for JSON; else Bar when stderr is a terminal that can move its cursor, Lines when it is something else.
ProgressForm progressForm(OutputForm output);

/// Thread-safe, and never blocks a job for long: most calls look at the clock and return.
class ProgressBar final : public ProgressSink
{
public:
    /// @p label says what goes on, in the present: "Verifying". @p itemWord counts: "objects", "files".
    ProgressBar(QString label, QString itemWord, ProgressForm form);
    ~ProgressBar() override;

    void progressed(const Progress &progress) override;
    /// A line that stays, above the bar: a skipped file, say. On stderr in every form.
    void note(const QString &text);
    /// Takes the bar away. Nothing is shown after.
    void finish();

private:
    QString describe(const Progress &progress, std::chrono::steady_clock::time_point now) const;
    void draw(const QString &text);
    void eraseBar();

    const QString label_;
    const QString itemWord_;
    const ProgressForm form_;
    const std::chrono::steady_clock::time_point started_;
    std::mutex mutex_; ///< guards what follows
    std::chrono::steady_clock::time_point shown_;
    bool isDrawn_ = false;
    bool finished_ = false;
};

} // namespace backspool::console
