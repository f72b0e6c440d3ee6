#include "control/command_table.h"

namespace backspool::control {

namespace {

using console::Command;
using console::Option;
using console::Positional;

Option limit()
{
    return {QStringLiteral("limit"), QStringLiteral("N"), QStringLiteral("Show at most N.")};
}

std::vector<Command> clientCommands()
{
    return {
        {{QStringLiteral("client"), QStringLiteral("add")},
         QStringLiteral("Let a computer in: prints a one-time code for it."),
         QStringLiteral("Makes a client and prints its enrolment code. On the computer: backspool-agent enrol "
                        "--service ADDR:PORT --code CODE. "
                        "The code works once, within an hour."),
         {{QStringLiteral("NAME"), Positional::One, QStringLiteral("How the client is called here.")}},
         {{QStringLiteral("replace"),
           {},
           QStringLiteral(
               "A new code for a client that exists: for a new computer that takes its place. The old computer is "
               "refused as soon as the new one has enrolled.")}}},
        {{QStringLiteral("client"), QStringLiteral("list")}, QStringLiteral("List the clients."), {}, {}, {limit()}},
        {{QStringLiteral("client"), QStringLiteral("revoke")},
         QStringLiteral("Refuse a client from now on. Its points stay."),
         QStringLiteral("\"client add NAME --replace\" lets it in again."),
         {{QStringLiteral("NAME"), Positional::One, {}}},
         {}},
    };
}

std::vector<Command> storeCommands()
{
    return {
        {{QStringLiteral("points")},
         QStringLiteral("List the points, newest first."),
         {},
         {},
         {{QStringLiteral("client"), QStringLiteral("NAME"), QStringLiteral("Of this client only.")}, limit()}},
        {{QStringLiteral("forget")},
         QStringLiteral("Remove points. \"reclaim\" then gives their space back."),
         {},
         {{QStringLiteral("POINT"), Positional::OneOrMore,
           QStringLiteral("Numbers of points, as \"points\" shows them.")}},
         {}},
        {{QStringLiteral("reclaim")},
         QStringLiteral("Give back the space of what no point needs."),
         QStringLiteral("Runs beside backups and restores. Stopped at any moment, it leaves the store as it was."),
         {},
         {{QStringLiteral("dry-run"), {}, QStringLiteral("Only say how much it would be.")}}},
        {{QStringLiteral("stats")}, QStringLiteral("Sizes and counts."), {}, {}, {}},
        {{QStringLiteral("verify")},
         QStringLiteral("Check that everything the points need is there and whole."),
         QStringLiteral(
             "Reads trees and indexes; data with --read-data or --sample. Ends with code 1 when something is damaged."),
         {},
         {{QStringLiteral("read-data"), {}, QStringLiteral("Read all data back, and digest it.")},
          {QStringLiteral("sample"), QStringLiteral("PERCENT"),
           QStringLiteral("Read so much of the data back, chosen at random.")},
          limit()}},
        {{QStringLiteral("rebuild")},
         QStringLiteral("Make the catalogue anew from the store. Not while the service runs."),
         QStringLiteral("Needs the key and the store folder, nothing else. Reads indexes and trees, not the data."),
         {},
         {}},
    };
}

std::vector<Command> policyCommands()
{
    return {
        {{QStringLiteral("policy"), QStringLiteral("show")},
         QStringLiteral("Show the policy that all clients get."),
         {},
         {{QStringLiteral("VERSION"), Positional::ZeroOrOne, QStringLiteral("An earlier one.")}},
         {}},
        {{QStringLiteral("policy"), QStringLiteral("set")},
         QStringLiteral("Give all clients the policy in FILE."),
         QStringLiteral(
             "Agents that run are told at once, others ask before their next backup. A file with a mistake is "
             "refused, with line, field and reason. docs/policy.md explains the fields."),
         {{QStringLiteral("FILE"), Positional::One, QStringLiteral("A policy, as JSON.")}},
         {}},
        {{QStringLiteral("policy"), QStringLiteral("clear")},
         QStringLiteral("Give clients no policy any more. What their own files say stays in force."),
         {},
         {},
         {}},
        {{QStringLiteral("policy"), QStringLiteral("history")},
         QStringLiteral("List the last sixteen policies, the newest first."),
         {},
         {},
         {limit()}},
    };
}

std::vector<Command> keyCommands()
{
    return {
        {{QStringLiteral("key"), QStringLiteral("export")},
         QStringLiteral("Write a copy of the repository key to FILE."),
         QStringLiteral("Without the key the store is lost, to everybody. Who has the key and the store can read every "
                        "backup. Keep it where neither fire nor thief takes both."),
         {{QStringLiteral("FILE"), Positional::One, QStringLiteral("Must not exist yet.")}},
         {}},
        {{QStringLiteral("key"), QStringLiteral("import")},
         QStringLiteral("Put a repository key in its place, on a new computer."),
         QStringLiteral("Copy the store folder into the data folder, import its key, then run \"rebuild\"."),
         {{QStringLiteral("FILE"), Positional::One, QStringLiteral("As \"key export\" wrote it.")}},
         {}},
    };
}

console::Program makeProgram()
{
    console::Program program;
    program.name = QStringLiteral("backspoold");
    program.summary = QStringLiteral("The Backspool service: keeps the backups of the computers on a network. \"run\" "
                                     "starts it; the other commands administer it, "
                                     "whether it runs or not.");
    program.options = {{QStringLiteral("data-dir"), QStringLiteral("DIR"), QStringLiteral("Where everything is kept.")},
                       {QStringLiteral("listen"), QStringLiteral("ADDR:PORT"),
                        QStringLiteral("Where \"run\" listens for agents; port 0 takes any free one.")}};
    program.commands.push_back(
        {{QStringLiteral("run")},
         QStringLiteral("Run the service until it is stopped."),
         QStringLiteral("The first start makes the repository and says where its key is. Prints \"ready ADDR:PORT\" "
                        "when it serves. SIGTERM or SIGINT ends it in order."),
         {},
         {}});
    for (const auto &group : {clientCommands(), policyCommands(), storeCommands(), keyCommands()})
        program.commands.insert(program.commands.end(), group.begin(), group.end());
    program.epilogue = QStringLiteral("Without --data-dir: $STATE_DIRECTORY; /var/lib/backspool for root where it "
                                      "exists; else ~/.local/share/backspool/service ($XDG_DATA_HOME is respected). "
                                      "Settings are read from service.json there.\n"
                                      "Exit codes: 0 done, 1 failed (or damage was found), 2 wrong usage.");
    return program;
}

} // namespace

const console::Program &backspooldProgram()
{
    static const console::Program program = makeProgram();
    return program;
}

} // namespace backspool::control
