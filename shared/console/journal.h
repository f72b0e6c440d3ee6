#pragma once
/// What a service says on standard error, as systemd's journal wants it: with its importance, so that
/// `journalctl --priority warning` shows what somebody should look at, and without the time, which the journal has
/// itself.
#include <QByteArray>
#include <QString>
#include <QtLogging>

namespace backspool::console {

/// Standard error goes to the journal (systemd.exec(5), "$JOURNAL_STREAM"), not to a terminal or file.
bool errorsGoToJournal();

/// @p text with its importance before each line (sd-daemon(3)), and a newline at its end.
QByteArray journalLines(QtMsgType importance, const QString &text);

/// From now on Qt's messages carry their importance, where they go to the journal. Before threads are made.
void logToJournal();

} // namespace backspool::console
