#include "console/report.h"

#include "console/human.h"
#include "console/journal.h"
#include "console/json_output.h"

#include <cstdio>

namespace backspool::console {

namespace {
void write(std::FILE *stream, const QByteArray &lines)
{
    std::fwrite(lines.constData(), 1, size_t(lines.size()), stream);
    std::fflush(stream);
}

void writeLine(std::FILE *stream, const QString &text)
{
    write(stream, text.toUtf8() + '\n');
}

/// On stderr, with its importance where that is the journal.
void writeRemark(QtMsgType importance, const QString &text)
{
    write(stderr, errorsGoToJournal() ? journalLines(importance, text) : text.toUtf8() + '\n');
}
} // namespace

void printLine(const QString &text)
{
    writeLine(stdout, text);
}

void printNote(const QString &text)
{
    writeLine(stderr, text);
}

void printWarning(const QString &text)
{
    writeRemark(QtWarningMsg, text);
}

int reportError(const Error &error, OutputForm form)
{
    if (form == OutputForm::Json)
        printJson({{QStringLiteral("error"), errorToJson(error)}});
    else
        writeRemark(QtCriticalMsg, QStringLiteral("error: ") + printableText(error.text()));
    return Failed;
}

int reportWrongUsage(const QString &text, const QString &hint, OutputForm form)
{
    if (form == OutputForm::Json) {
        const QJsonObject error{{QStringLiteral("kind"), QStringLiteral("usage")}, {QStringLiteral("text"), text}};
        printJson({{QStringLiteral("error"), error}});
    } else {
        printNote(printableText(text));
        printNote(hint);
    }
    return WrongUsage;
}

} // namespace backspool::console
