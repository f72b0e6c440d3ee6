/// backspool-agent: the agent engine's command line.
#include "cli/agent_program.h"
#include "cli/command.h"
#include "console/journal.h"
#include "core/allocation.h"
#include "secrets/keychain_store.h"
#include "secrets/remembered_secrets.h"

#include <QCoreApplication>
#include <QFile>

#include <csignal>

int main(int argc, char **argv)
{
    using namespace backspool;
    tuneAllocation();
    const auto arguments = console::parseArguments(cli::agentProgram(), argc, argv);
    if (!arguments)
        return arguments.error();
    console::logToJournal();
    cli::StopSignal stop; // before any thread is made
    std::signal(SIGPIPE, SIG_IGN);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("backspool-agent"));
    const QString folder = arguments->has(QStringLiteral("state-dir"))
                               ? QFile::decodeName(arguments->value(QStringLiteral("state-dir")))
                               : engine::AgentState::defaultFolder();
    const SystemClock clock;
    // Asked only where the app has enrolled this user's computer, and put the key in there.
    auto keychain = std::make_shared<engine::RememberedSecrets>(std::make_unique<engine::KeychainStore>(), clock);
    cli::CommandContext context{cli::agentProgram(), *arguments, engine::AgentState(folder, std::move(keychain)), stop};
    return cli::runCommand(context);
}
