#include "control/command_line.h"

#include "appliance/appliance.h"
#include "console/journal.h"
#include "control/admin_rows.h"
#include "control/administration.h"
#include "control/command_table.h"
#include "control/control_client.h"
#include "control/data_folder.h"
#include "control/data_owner.h"
#include "control/key_commands.h"
#include "control/result_output.h"
#include "control/run_service.h"
#include "core/small_file.h"
#include "policy/policy_file.h"
#include "protocol/policy_messages.h"

#include <QDir>
#include <QJsonArray>
#include <QLoggingCategory>

namespace backspool::control {

namespace {

using console::Arguments;
using console::OutputForm;

/// The request that @p arguments stand for. Errors: Invalid: wrong usage.
Result<AdminRequest> requestOf(const Arguments &arguments)
{
    AdminRequest request{.command = arguments.command(), .arguments = {}};
    auto &values = request.arguments;
    if (arguments.command().startsWith(QLatin1StringView("client ")) && !arguments.is("client list"))
        values[QStringLiteral("name")] = arguments.positionalText(QStringLiteral("NAME"));
    for (const auto &name : {QStringLiteral("replace"), QStringLiteral("dry-run"), QStringLiteral("read-data")}) {
        if (arguments.has(name))
            values[name] = true;
    }
    if (arguments.has(QStringLiteral("client")))
        values[QStringLiteral("client")] = arguments.text(QStringLiteral("client"));
    if (arguments.has(QStringLiteral("limit")))
        values[QStringLiteral("limit")] = qint64(TRY(
            console::parseNumber(QStringLiteral("--limit"), arguments.value(QStringLiteral("limit")), 1, INT64_MAX)));
    if (arguments.has(QStringLiteral("sample"))) {
        bool ok = false;
        const double percent = arguments.value(QStringLiteral("sample")).toDouble(&ok);
        if (!ok || !(percent > 0 && percent <= 100))
            return fail(ErrorKind::Invalid, QStringLiteral("--sample takes a percentage above 0 and up to 100."));
        if (arguments.has(QStringLiteral("read-data")))
            return fail(ErrorKind::Invalid,
                        QStringLiteral("--read-data reads everything; --sample a part of it. Choose one."));
        values[QStringLiteral("sample")] = percent;
    }
    if (const auto version = arguments.positional(QStringLiteral("VERSION")); !version.isEmpty())
        values[QStringLiteral("version")] =
            qint64(TRY(console::parseNumber(QStringLiteral("A version"), version, 1, INT64_MAX)));
    if (arguments.is("forget")) {
        QJsonArray points;
        for (const auto &point : arguments.positionals(QStringLiteral("POINT")))
            points += qint64(TRY(console::parseNumber(QStringLiteral("A point"), point, 1, INT64_MAX)));
        values[QStringLiteral("points")] = points;
    }
    return request;
}

/// Puts the policy in @p file into @p request. Errors: Invalid (also: wrong, with line, field and reason), NotFound...
Status addPolicy(AdminRequest &request, const QString &file)
{
    const auto doing = QStringLiteral("reading the policy %1").arg(file);
    const auto content = TRY_CONTEXT(doing, readSmallFile(file, protocol::kMaxPolicySize));
    TRY_CONTEXT(doing, policy::PolicyFile::parse(content, policy::PolicyFile::Role::Service));
    request.arguments[QStringLiteral("policy")] = QString::fromUtf8(content);
    return {};
}

Result<appliance::ApplianceOptions> optionsFor(const QString &dataFolder)
{
    appliance::ApplianceOptions options{.dataFolder = dataFolder};
    options.settings = TRY(appliance::Settings::load(settingsPath(dataFolder)));
    return options;
}

Result<QJsonObject> administer(const QString &dataFolder, const AdminRequest &request, AdminSink &sink)
{
    TRY(actAsOwnerOf(dataFolder));
    auto client = ControlClient::connect(dataFolder);
    if (client)
        return client->ask(request, sink);
    if (client.error().kind() != ErrorKind::NotFound)
        return fail(client.error());
    // A first client may be let in before the service has ever run.
    if (request.command != QLatin1StringView("client add"))
        TRY(checkInitialised(dataFolder));
    const auto appliance = TRY(appliance::Appliance::open(TRY(optionsFor(dataFolder))));
    if (appliance->isNew())
        explainKey(dataFolder);
    const CancelToken cancel;
    return Administration(*appliance).run(request, sink, cancel);
}

Result<QJsonObject> rebuild(const QString &dataFolder, AdminSink &sink)
{
    TRY(actAsOwnerOf(dataFolder));
    if (ControlClient::connect(dataFolder))
        return fail(ErrorKind::Busy, QStringLiteral("The service runs on %1. Stop it first.").arg(dataFolder));
    TRY(checkInitialised(dataFolder));
    const CancelToken cancel;
    return toJson(TRY(appliance::Appliance::rebuild(TRY(optionsFor(dataFolder)), sink, cancel)));
}

Result<QJsonObject> handleKey(const Arguments &arguments, const QString &dataFolder)
{
    const auto file = QFile::decodeName(arguments.positional(QStringLiteral("FILE")));
    const auto repository = TRY(arguments.is("key export") ? exportKey(dataFolder, file) : importKey(dataFolder, file));
    return QJsonObject{{QStringLiteral("repository"), repository}, {QStringLiteral("file"), QDir(file).absolutePath()}};
}

/// A service's log is for its administrator to read later; a command says what it has to say by itself.
void setUpLog(bool isService)
{
    const auto message = QStringLiteral("%{if-warning}warning: %{endif}%{if-critical}error: %{endif}%{message}");
    const bool needsTime = isService && !console::errorsGoToJournal();
    qSetMessagePattern((needsTime ? QStringLiteral("%{time yyyy-MM-dd HH:mm:ss} ") : QString()) + message);
    console::logToJournal();
    if (!isService && qEnvironmentVariableIsEmpty("QT_LOGGING_RULES"))
        QLoggingCategory::setFilterRules(QStringLiteral("backspool.*.info=false"));
}

} // namespace

int runCommandLine(int argc, char **argv)
{
    const auto parsed = console::parseArguments(backspooldProgram(), argc, argv);
    if (!parsed)
        return parsed.error();
    const auto &arguments = *parsed;
    const auto given = QFile::decodeName(arguments.value(QStringLiteral("data-dir")));
    const auto dataFolder = QDir::cleanPath(QDir(given.isEmpty() ? defaultDataFolder() : given).absolutePath());
    setUpLog(arguments.is("run"));

    if (arguments.is("run")) {
        const auto ran = runService({dataFolder, arguments.text(QStringLiteral("listen")), arguments.output()});
        return ran ? int(console::Done) : console::reportError(ran.error(), arguments.output());
    }
    if (arguments.has(QStringLiteral("listen")))
        return console::wrongUsage(backspooldProgram(), arguments, QStringLiteral("--listen goes with run."));

    ResultOutput output(arguments.command(), arguments.output());
    if (arguments.command().startsWith(QLatin1StringView("key ")))
        return output.finish(handleKey(arguments, dataFolder));
    if (arguments.is("rebuild"))
        return output.finish(rebuild(dataFolder, output));
    auto request = requestOf(arguments);
    if (!request)
        return console::wrongUsage(backspooldProgram(), arguments, request.error().text());
    if (arguments.is("policy set")) {
        const auto added = addPolicy(*request, QFile::decodeName(arguments.positional(QStringLiteral("FILE"))));
        if (!added)
            return output.finish(fail(added.error()));
    }
    return output.finish(administer(dataFolder, *request, output));
}

} // namespace backspool::control
