#include "console/progress_bar.h"

#include "console/human.h"

#include <QStringList>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace backspool::console {

namespace {

using namespace std::chrono_literals;

constexpr auto kBarInterval = 200ms; // faster than that nobody reads
constexpr auto kLineInterval = 10s;  // a log of an hour's job is 360 lines
constexpr auto kEstimateAfter = 2s;  // before that the rate says nothing

qsizetype terminalWidth()
{
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

double shareDone(const Progress &progress)
{
    if (progress.bytesTotal > 0)
        return double(progress.bytesDone) / double(progress.bytesTotal);
    if (progress.itemsTotal > 0)
        return double(progress.itemsDone) / double(progress.itemsTotal);
    return -1;
}

} // namespace

ProgressForm progressForm(OutputForm output)
{
    if (output == OutputForm::Json)
        return ProgressForm::None;
    const auto terminal = qgetenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && !terminal.isEmpty() && terminal != "dumb" ? ProgressForm::Bar
                                                                                     : ProgressForm::Lines;
}

ProgressBar::ProgressBar(QString label, QString itemWord, ProgressForm form)
    : label_(std::move(label)), itemWord_(std::move(itemWord)), form_(form), started_(std::chrono::steady_clock::now()),
      shown_(started_)
{
}

ProgressBar::~ProgressBar()
{
    finish();
}

void ProgressBar::progressed(const Progress &progress)
{
    if (form_ == ProgressForm::None)
        return;
    const auto now = std::chrono::steady_clock::now();
    // A job's threads never wait for each other here: one draws, the others' figures come with the next.
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock || finished_)
        return;
    if (now - shown_ < (form_ == ProgressForm::Bar ? std::chrono::nanoseconds(kBarInterval) : kLineInterval))
        return;
    shown_ = now;
    draw(describe(progress, now));
}

void ProgressBar::note(const QString &text)
{
    const std::scoped_lock lock(mutex_);
    eraseBar();
    printNote(text);
}

void ProgressBar::finish()
{
    const std::scoped_lock lock(mutex_);
    finished_ = true;
    eraseBar();
}

QString ProgressBar::describe(const Progress &progress, std::chrono::steady_clock::time_point now) const
{
    const auto elapsed = now - started_;
    QStringList parts;
    const double share = shareDone(progress);
    if (share >= 0)
        parts += QStringLiteral("%1 %").arg(std::min(share, 1.0) * 100, 0, 'f', 0);
    if (progress.itemsTotal > 0)
        parts += QStringLiteral("%1 of %2 %3").arg(count(progress.itemsDone), count(progress.itemsTotal), itemWord_);
    else if (progress.itemsDone > 0)
        parts += QStringLiteral("%1 %2").arg(count(progress.itemsDone), itemWord_);
    if (progress.bytesDone > 0) {
        parts += progress.bytesTotal > 0
                     ? QStringLiteral("%1 of %2")
                           .arg(byteSize(ByteCount(progress.bytesDone)), byteSize(ByteCount(progress.bytesTotal)))
                     : byteSize(ByteCount(progress.bytesDone));
        parts += byteRate(ByteCount(progress.bytesDone), elapsed);
    }
    if (share > 0 && share < 1 && elapsed > kEstimateAfter) {
        const std::chrono::duration<double> left = std::chrono::duration<double>(elapsed) * ((1 - share) / share);
        // A job that has just begun may estimate years; past a day no figure helps anybody.
        if (left < 24h)
            parts += QStringLiteral("about %1 left")
                         .arg(duration(std::chrono::duration_cast<std::chrono::nanoseconds>(left)));
    } else if (share < 0) {
        parts += duration(elapsed);
    }
    return label_ + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

void ProgressBar::draw(const QString &text)
{
    if (form_ == ProgressForm::Lines) {
        printNote(text);
        return;
    }
    // Carriage return, text, erase to the end of the line (ECMA-48, EL).
    const auto bytes = '\r' + text.left(terminalWidth() - 1).toUtf8() + "\x1b[K";
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    std::fflush(stderr);
    isDrawn_ = true;
}

void ProgressBar::eraseBar()
{
    if (!std::exchange(isDrawn_, false))
        return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
}

} // namespace backspool::console
