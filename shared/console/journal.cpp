#include "console/journal.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace backspool::console {

namespace {

/// syslog(3)'s levels, as sd-daemon(3) writes them.
char levelOf(QtMsgType importance)
{
    switch (importance) {
    case QtDebugMsg:
        return '7';
    case QtInfoMsg:
        return '6';
    case QtWarningMsg:
        return '4';
    case QtCriticalMsg:
        return '3';
    case QtFatalMsg:
        return '2';
    }
    return '6';
}

void writeToJournal(QtMsgType importance, const QMessageLogContext &context, const QString &message)
{
    const auto lines = journalLines(importance, qFormatLogMessage(importance, context, message));
    std::fwrite(lines.constData(), 1, size_t(lines.size()), stderr); // at once, not between those of another thread
    std::fflush(stderr);
}

} // namespace

bool errorsGoToJournal()
{
    // Programs that are started from a service inherit the variable, not the stream: hence the comparison.
    struct stat status{};
    const auto stream = qgetenv("JOURNAL_STREAM");
    return !stream.isEmpty() && ::fstat(STDERR_FILENO, &status) == 0 &&
           stream ==
               QByteArray::number(qulonglong(status.st_dev)) + ':' + QByteArray::number(qulonglong(status.st_ino));
}

QByteArray journalLines(QtMsgType importance, const QString &text)
{
    const QByteArray prefix = QByteArray("<") + levelOf(importance) + '>';
    return prefix + text.toUtf8().replace('\n', '\n' + prefix) + '\n';
}

void logToJournal()
{
    if (errorsGoToJournal())
        qInstallMessageHandler(writeToJournal);
}

} // namespace backspool::console
