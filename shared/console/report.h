#pragma once
/// What a command leaves behind: an exit code, and its outcome on the standard streams. Results go to stdout, errors
/// and progress to stderr; with --json stdout has one object and nothing else.
#include "core/error.h"

#include <QString>

namespace backspool::console {

/// Fixed: people script against them.
enum ExitCode : int {
    Done = 0,
    Failed = 1,
    WrongUsage = 2,
    FilesSkipped = 3 ///< done, but for files that are each named
};

enum class OutputForm { Text, Json };

/// @p text and a newline on stdout.
void printLine(const QString &text);
/// @p text and a newline on stderr.
void printNote(const QString &text);
/// The same for what somebody should look at: in the journal it has that importance.
void printWarning(const QString &text);
/// The error as a sentence on stderr ("error: ..."), or as {"error":{"kind","text"}} on stdout. Returns Failed.
int reportError(const Error &error, OutputForm form);
/// The same for wrong usage, kind "usage", with @p hint on a line of its own ("see ... --help"). Returns WrongUsage.
int reportWrongUsage(const QString &text, const QString &hint, OutputForm form);

} // namespace backspool::console
