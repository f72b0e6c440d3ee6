#include "cli/command.h"

#include <map>

namespace backspool::cli {

int runCommand(CommandContext &context)
{
    using Run = Result<int> (*)(CommandContext &);
    static const std::map<QString, Run> commands = {
        {QStringLiteral("enrol"), enrol},
        {QStringLiteral("backup"), backup},
        {QStringLiteral("selection list"), listSelection},
        {QStringLiteral("selection add"), addToSelection},
        {QStringLiteral("selection remove"), removeFromSelection},
        {QStringLiteral("selection exclude"), excludeFromSelection},
        {QStringLiteral("points"), points},
        {QStringLiteral("restore"), restore},
    };
    const auto run = commands.find(context.arguments.command());
    Q_ASSERT(run != commands.end());
    const auto code = run->second(context);
    return code ? *code : console::reportError(code.error(), context.output());
}

} // namespace backspool::cli
