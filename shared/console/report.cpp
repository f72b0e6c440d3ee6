#include "console/report.h"

#include "console/human.h"
#include "console/json_output.h"

#include <cstdio>

namespace backspool::console {

namespace {
void writeLine(std::FILE *stream, const QString &text)
{
    const auto bytes = text.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
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

int reportError(const Error &error, OutputForm form)
{
    if (form == OutputForm::Json)
        printJson({{QStringLiteral("error"), errorToJson(error)}});
    else
        printNote(QStringLiteral("error: ") + printableText(error.text()));
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
