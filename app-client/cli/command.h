#pragma once
/// What every command of backspool-agent gets, and the commands.
#include "backup/agent_state.h"
#include "cli/stop_signal.h"
#include "console/arguments.h"
#include "policy/policy_source.h"

#include <QFile>

namespace backspool::cli {

struct CommandContext
{
    const console::Program &program;
    const console::Arguments &arguments;
    engine::AgentState state;
    StopSignal &stop;

    console::OutputForm output() const { return arguments.output(); }
    /// --network-policy; empty: where it is by convention.
    QString networkPolicy() const { return QFile::decodeName(arguments.value(QStringLiteral("network-policy"))); }
    bool isJson() const { return output() == console::OutputForm::Json; }
    /// --limit, which has been checked; 0: none.
    uint64_t limit() const { return arguments.value(QStringLiteral("limit")).toULongLong(); }
};

/// Each returns the exit code after it has printed its result, or the error that is still to be printed.
Result<int> enrol(CommandContext &context);
Result<int> backup(CommandContext &context);
Result<int> run(CommandContext &context);
Result<int> pause(CommandContext &context);
Result<int> resume(CommandContext &context);
Result<int> showPolicy(CommandContext &context);
Result<int> listSelection(CommandContext &context);
Result<int> addToSelection(CommandContext &context);
Result<int> removeFromSelection(CommandContext &context);
Result<int> excludeFromSelection(CommandContext &context);
Result<int> points(CommandContext &context);
Result<int> listFolder(CommandContext &context);
Result<int> find(CommandContext &context);
Result<int> versions(CommandContext &context);
Result<int> diff(CommandContext &context);
Result<int> restore(CommandContext &context);
Result<int> verify(CommandContext &context);
Result<int> mountPoints(CommandContext &context);
Result<int> showSystem(CommandContext &context);
Result<int> status(CommandContext &context);

/// This computer's policy, from its files.
policy::PolicyInForce policyInForce(const CommandContext &context);

/// What the parsed command line says. Returns the exit code.
int runCommand(CommandContext &context);

} // namespace backspool::cli
