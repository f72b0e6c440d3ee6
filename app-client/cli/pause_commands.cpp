#include "agent/agent_client.h"
#include "cli/command.h"
#include "cli/pause_time.h"
#include "console/human.h"
#include "console/json_output.h"

namespace backspool::cli {

namespace {

/// Asks the running agent, and prints how it is doing then.
Result<int> ask(CommandContext &context, const QJsonObject &request)
{
    const auto client = TRY(engine::AgentClient::connect(context.state));
    const auto report = TRY(client->ask(request));
    if (context.isJson())
        console::printJson(report);
    else
        console::printLine(console::printableText(QStringLiteral("%1: %2").arg(
            report[QStringLiteral("state")].toString(), report[QStringLiteral("reason")].toString())));
    return console::Done;
}

} // namespace

Result<int> pause(CommandContext &context)
{
    QStringList words;
    for (const auto &word : context.arguments.positionals(QStringLiteral("WHEN")))
        words += QString::fromUtf8(word);
    const auto end = pauseEnd(words, SystemClock().now());
    if (!end)
        return console::wrongUsage(context.program, context.arguments, end.error().text());
    QJsonObject request{{QStringLiteral("request"), QStringLiteral("pause")}};
    if (*end)
        request[QStringLiteral("until")] = console::isoTime(**end);
    return ask(context, request);
}

Result<int> resume(CommandContext &context)
{
    return ask(context, {{QStringLiteral("request"), QStringLiteral("resume")}});
}

} // namespace backspool::cli
