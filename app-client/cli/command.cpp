#include "cli/command.h"

#include <map>

namespace backspool::cli {

int runCommand(CommandContext &context)
{
    using Run = Result<int> (*)(CommandContext &);
    static const std::map<QString, Run> commands = {
        {QStringLiteral("enrol"), enrol},
        {QStringLiteral("backup"), backup},
        {QStringLiteral("run"), run},
        {QStringLiteral("pause"), pause},
        {QStringLiteral("resume"), resume},
        {QStringLiteral("policy"), showPolicy},
        {QStringLiteral("selection list"), listSelection},
        {QStringLiteral("selection add"), addToSelection},
        {QStringLiteral("selection remove"), removeFromSelection},
        {QStringLiteral("selection exclude"), excludeFromSelection},
        {QStringLiteral("points"), points},
        {QStringLiteral("ls"), listFolder},
        {QStringLiteral("find"), find},
        {QStringLiteral("versions"), versions},
        {QStringLiteral("diff"), diff},
        {QStringLiteral("restore"), restore},
        {QStringLiteral("verify"), verify},
        {QStringLiteral("mount"), mountPoints},
        {QStringLiteral("system"), showSystem},
        {QStringLiteral("status"), status},
    };
    if (const QString limit = QStringLiteral("limit"); context.arguments.has(limit)) {
        const auto number =
            console::parseNumber(QStringLiteral("--limit"), context.arguments.value(limit), 1, INT64_MAX);
        if (!number)
            return console::wrongUsage(context.program, context.arguments, number.error().text());
    }
    const auto run = commands.find(context.arguments.command());
    Q_ASSERT(run != commands.end());
    const auto code = run->second(context);
    return code ? *code : console::reportError(code.error(), context.output());
}

} // namespace backspool::cli
