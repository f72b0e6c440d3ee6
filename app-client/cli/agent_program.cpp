#include "cli/agent_program.h"

namespace backspool::cli {

namespace {

using console::Command;
using console::Option;
using console::Positional;

const Option kPoint{
    QStringLiteral("point"), QStringLiteral("POINT"),
    QStringLiteral("A point's number, \"latest\" (the default), or a time such as \"2026-11-20 14:00\": the newest "
                   "point that was begun by the end of that minute (or second, or day).")};
const Option kLimit{QStringLiteral("limit"), QStringLiteral("NUMBER"), QStringLiteral("Stop after so many lines.")};

Option exclude(const QString &help)
{
    return {QStringLiteral("exclude"), QStringLiteral("PATTERN"), help, true};
}

std::vector<Command> protectCommands()
{
    return {
        {.words = {QStringLiteral("enrol")},
         .summary = QStringLiteral("Make this computer a client of a service."),
         .description = QStringLiteral("Connects to the service, checks that it is the one that made the code, and "
                                       "gets a certificate for this computer. "
                                       "From then on all other commands know the service. On the service's computer "
                                       "\"backspoold client add NAME\" prints "
                                       "the code; it is good for one use and one hour.\n\n"
                                       "Enrolling again replaces the certificate that this computer has."),
         .options = {{QStringLiteral("service"), QStringLiteral("ADDR:PORT"),
                      QStringLiteral("Where the service listens.")},
                     {QStringLiteral("code"), QStringLiteral("CODE"), QStringLiteral("The one-time code.")}}},
        {.words = {QStringLiteral("backup")},
         .summary = QStringLiteral("Back up now: what is selected, or the PATHs given."),
         .description =
             QStringLiteral("Makes a new point: a complete state of all selected files, of which only what changed is "
                            "sent. When it is "
                            "interrupted, the next backup does not send again what the service has acknowledged.\n\n"
                            "PATHs become the selection, also for later backups; what that adds and drops is said. "
                            "Without PATH the selection "
                            "stays as it is.\n\n"
                            "Files that cannot be read are named, and the exit code is then 3; the last point's "
                            "version of such a file is kept."),
         .positionals = {{QStringLiteral("PATH"), Positional::ZeroOrMore,
                          QStringLiteral("A folder or file to protect.")}},
         .options = {exclude(
             QStringLiteral("Leave out what matches, as in .gitignore. With PATHs, the patterns replace those of the "
                            "selection; without, they are added. May be given several times."))}},
        {.words = {QStringLiteral("selection"), QStringLiteral("list")},
         .summary = QStringLiteral("Show what is backed up and what is left out.")},
        {.words = {QStringLiteral("selection"), QStringLiteral("add")},
         .summary = QStringLiteral("Protect further folders or files."),
         .positionals = {{QStringLiteral("PATH"), Positional::OneOrMore, QStringLiteral("A folder or file.")}}},
        {.words = {QStringLiteral("selection"), QStringLiteral("remove")},
         .summary = QStringLiteral("Take paths or patterns out of the selection."),
         .description = QStringLiteral(
             "Points that exist keep what they have. What is taken out is not \"deleted\" in later points: "
             "it is not looked at any more."),
         .positionals = {{QStringLiteral("PATH"), Positional::OneOrMore,
                          QStringLiteral("A selected path, or a pattern as it was given.")}}},
        {.words = {QStringLiteral("selection"), QStringLiteral("exclude")},
         .summary = QStringLiteral("Leave out what matches a pattern, as in .gitignore."),
         .description = QStringLiteral(
             "\"*.iso\" matches at any depth, \"build/\" only folders, \"/tmp\" only at the top of a selected path or "
             "of the file system, \"!keep.iso\" includes again. The last pattern that matches decides."),
         .positionals = {{QStringLiteral("PATTERN"), Positional::OneOrMore, QStringLiteral("What to leave out.")}}},
    };
}

std::vector<Command> runningCommands()
{
    return {
        {.words = {QStringLiteral("run")},
         .summary = QStringLiteral("Protect by itself: back up whenever the policy says, until stopped."),
         .description = QStringLiteral(
             "Makes a backup of the selection an hour after the last one (or as the policy says), waits while the "
             "computer "
             "is busy or the service cannot be reached, and makes up what was missed asleep. One such agent runs for a "
             "state "
             "folder; systemd starts it as backspool-agent.service.\n\n"
             "\"ready\" on stdout says that it has begun. What it does is in \"status --watch\" and on stderr.")},
        {.words = {QStringLiteral("pause")},
         .summary = QStringLiteral("Let the running agent make no backups for a while."),
         .description =
             QStringLiteral("A backup that runs is stopped; what the service has is not sent again. \"backup\" still "
                            "makes one. The pause outlasts a restart."),
         .positionals = {{QStringLiteral("WHEN"), Positional::ZeroOrMore,
                          QStringLiteral(
                              "How long: 1h, 90min, 2d; or until 18:00, until 2026-11-20 18:00. Without: until "
                              "\"resume\".")}}},
        {.words = {QStringLiteral("resume")}, .summary = QStringLiteral("End the running agent's pause.")},
        {.words = {QStringLiteral("policy")},
         .summary = QStringLiteral("Show the policy in force: when backups are made, what is left out."),
         .description =
             QStringLiteral("It comes from the service, the administrator's file for this computer (--network-policy) "
                            "and policy.json in the "
                            "state folder. A file that is refused is named, the last good one stays in force, and "
                            "the exit code is 1.")},
    };
}

std::vector<Command> browseCommands()
{
    return {
        {.words = {QStringLiteral("points")},
         .summary = QStringLiteral("List the points of this computer, the newest first."),
         .options = {kLimit}},
        {.words = {QStringLiteral("ls")},
         .summary = QStringLiteral("List a folder as it was at a point."),
         .description = QStringLiteral("Without PATH: the paths that were selected."),
         .positionals = {{QStringLiteral("PATH"), Positional::ZeroOrOne, QStringLiteral("A folder or file.")}},
         .options = {kPoint, kLimit}},
        {.words = {QStringLiteral("find")},
         .summary = QStringLiteral("Find files by name over all points, deleted ones too."),
         .description = QStringLiteral("A pattern with * ? or [ ] must match the whole name (\"*.odt\"); any other "
                                       "text is found anywhere in a name. "
                                       "Lower-case letters match upper-case ones too. For each path: its newest "
                                       "version, and the points that have it."),
         .positionals = {{QStringLiteral("PATTERN"), Positional::One,
                          QStringLiteral("The name, a part of it, or a pattern.")}},
         .options = {kLimit}},
        {.words = {QStringLiteral("versions")},
         .summary = QStringLiteral("Every state of one file or folder over all points."),
         .positionals = {{QStringLiteral("PATH"), Positional::One, QStringLiteral("A file or folder.")}},
         .options = {kLimit}},
        {.words = {QStringLiteral("diff")},
         .summary = QStringLiteral("What changed from one point to another."),
         .description = QStringLiteral(
             "Lines begin with + (only in P2), - (only in P1) or ~ (changed: content, or metadata where it says so). "
             "A folder that is only in one point is one line."),
         .positionals = {{QStringLiteral("P1"), Positional::One, QStringLiteral("A point, as for --point.")},
                         {QStringLiteral("P2"), Positional::One, QStringLiteral("Another point.")},
                         {QStringLiteral("PATH"), Positional::ZeroOrOne,
                          QStringLiteral("Only at and beneath this path.")}},
         .options = {kLimit}},
    };
}

std::vector<Command> restoreCommands()
{
    return {
        {.words = {QStringLiteral("restore")},
         .summary = QStringLiteral("Get files and folders back."),
         .description = QStringLiteral("Brings each PATH back to its own place, or with --to into DIR under its last "
                                       "name (restore /home/me/letters --to /tmp/x "
                                       "makes /tmp/x/letters). \"/\" means everything.\n\n"
                                       "Every byte is verified before a file gets its name. What is there already and "
                                       "right is not fetched. An interrupted "
                                       "restore is gone on with by starting it again.\n\n"
                                       "Where something else is in the way, --on-conflict says what to do; without it "
                                       "what exists is left alone, named, "
                                       "and the exit code is 3."),
         .positionals = {{QStringLiteral("PATH"), Positional::OneOrMore,
                          QStringLiteral("A file or folder of the point.")}},
         .options = {kPoint,
                     {QStringLiteral("to"), QStringLiteral("DIR"),
                      QStringLiteral("Restore into this folder; it is made if it is not there.")},
                     {QStringLiteral("on-conflict"), QStringLiteral("skip|overwrite|keep-both"),
                      QStringLiteral("What to do with files that exist and differ: skip leaves them (the default), "
                                     "overwrite replaces them, "
                                     "keep-both puts the restored one beside, with the point's time in its name.")},
                     {QStringLiteral("dry-run"), {}, QStringLiteral("Only say what would be done.")}}},
        {.words = {QStringLiteral("mount")},
         .summary = QStringLiteral("Show all points as folders: look around with any program, and copy out."),
         .description = QStringLiteral(
             "In DIR there is a folder for each point, named by its time, and \"latest\", which leads to the newest; "
             "in it is everything that the point has, at its full path (DIR/latest/home/me/letters). Nothing can be "
             "changed there. New points come by themselves.\n\n"
             "\"ready\" on stdout says that it can be used. It stays until Ctrl-C, or \"fusermount3 -u DIR\". What is "
             "damaged cannot be read there, and is named on stderr; while the service is away nothing can.\n\n"
             "Only who mounts it sees what is there, and all of it, whatever the recorded permissions."),
         .positionals = {{QStringLiteral("DIR"), Positional::One, QStringLiteral("An empty folder.")}},
         .options = {{QStringLiteral("allow-other"),
                      {},
                      QStringLiteral("Let all users of this computer see it. The recorded owners, permissions and "
                                     "ACLs then say who may read what. Root may do that, and others where "
                                     "/etc/fuse.conf has \"user_allow_other\".")}}},
        {.words = {QStringLiteral("verify")},
         .summary = QStringLiteral("Read everything of a point back from the service and check it."),
         .description = QStringLiteral(
             "Fetches and digests every byte of the point, and writes nothing. What is damaged is named."),
         .options = {kPoint}},
        {.words = {QStringLiteral("system")},
         .summary =
             QStringLiteral("Show how this computer was made at a point: disks, boot loader, packages, network."),
         .description = QStringLiteral(
             "What is needed to make the computer anew, as its own tools told it at the backup. A part that is "
             "missing says why."),
         .options = {kPoint,
                     {QStringLiteral("now"),
                      {},
                      QStringLiteral("Instead what the next backup will keep. Does not ask the service.")}}},
        {.words = {QStringLiteral("status")},
         .summary = QStringLiteral("Whether this computer is protected: service, selection, newest point, agent."),
         .options = {{QStringLiteral("watch"),
                      {},
                      QStringLiteral(
                          "Instead print what the running agent does: a JSON object on a line now and at each "
                          "change, until stopped.")}}},
    };
}

console::Program makeProgram()
{
    console::Program program;
    program.name = QStringLiteral("backspool-agent");
    program.summary =
        QStringLiteral("Protects files of this computer: backs them up to a Backspool service and gets them back.");
    program.options = {{QStringLiteral("state-dir"), QStringLiteral("DIR"),
                        QStringLiteral("Where the agent keeps its certificate, its selection and what it remembers.")},
                       {QStringLiteral("network-policy"), QStringLiteral("FILE"),
                        QStringLiteral("The administrator's policy; by default /etc/backspool/policy.json.")}};
    for (auto &&commands : {protectCommands(), runningCommands(), browseCommands(), restoreCommands()})
        program.commands.insert(program.commands.end(), commands.begin(), commands.end());
    program.epilogue = QStringLiteral(
        "First: enrol, then \"backup ~/Documents\". Later \"backup\" alone is enough.\n\n"
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but for files that are each named.\n"
        "State folder: $STATE_DIRECTORY, else /var/lib/backspool-agent for root, else $XDG_STATE_HOME/backspool "
        "(~/.local/state/backspool).");
    return program;
}

} // namespace

const console::Program &agentProgram()
{
    static const console::Program program = makeProgram();
    return program;
}

} // namespace backspool::cli
