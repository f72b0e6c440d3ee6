#include "cli/session.h"
#include "console/human.h"
#include "console/json_output.h"
#include "session/enrolment.h"

namespace backspool::cli {

Result<int> enrol(CommandContext &context)
{
    const auto &arguments = context.arguments;
    if (!arguments.has(QStringLiteral("service")) || !arguments.has(QStringLiteral("code")))
        return console::wrongUsage(
            context.program, arguments,
            QStringLiteral("enrol needs --service and --code: \"backspoold client add NAME\" on the "
                           "service's computer prints a code."));
    const auto code = protocol::EnrolmentCode::fromText(arguments.text(QStringLiteral("code")));
    if (!code)
        return console::wrongUsage(context.program, arguments, code.error().text());
    const auto identity = TRY(engine::enrolComputer(context.state, arguments.text(QStringLiteral("service")), *code,
                                                    softwareName(), engine::SecretPlace::File, context.stop.token()));

    if (context.isJson()) {
        console::printJson({{QStringLiteral("client"), identity.clientName},
                            {QStringLiteral("service"), identity.service},
                            {QStringLiteral("repository"), identity.repository}});
    } else {
        console::printLine(
            QStringLiteral("Enrolled as %1 at %2.")
                .arg(console::printableText(identity.clientName), console::printableText(identity.service)));
    }
    return console::Done;
}

} // namespace backspool::cli
