#pragma once
/// Command lines with subcommands, as a table: what a program understands is a value, and help texts come from it.
///
/// Values are the bytes that the system gave (paths need not be UTF-8); text() reads them as UTF-8. Options may stand
/// before or after the command, as --name VALUE or --name=VALUE; "--" ends them. Every program has --help, --version
/// and
/// --json besides its own.
#include "console/report.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <expected>
#include <map>
#include <vector>

namespace backspool::console {

struct Option
{
    QString name;  ///< without dashes: "data-dir"
    QString value; ///< how the help calls its value ("DIR"); empty: a switch
    QString help;
    bool isRepeatable = false; ///< else a second one is wrong usage
};

struct Positional
{
    enum Count { One, ZeroOrOne, OneOrMore, ZeroOrMore };
    QString name; ///< as the help shows it: "PATH"
    Count count = One;
    QString help;
};

struct Command
{
    QStringList words;                   ///< {"client", "add"}
    QString summary;                     ///< half a line for the list
    QString description;                 ///< paragraphs for its own help; may be empty
    std::vector<Positional> positionals; ///< only the last may take more than one
    std::vector<Option> options;
};

struct Program
{
    QString name;                ///< "backspoold"
    QString summary;             ///< what it is, a sentence or two
    std::vector<Option> options; ///< understood with every command
    std::vector<Command> commands;
    QString epilogue; ///< end of the help: files, environment
};

/// A parsed command line.
class Arguments
{
public:
    /// The words of the command, joined: "client add".
    const QString &command() const { return command_; }
    bool is(const char *command) const { return command_ == QLatin1StringView(command); }

    bool has(const QString &option) const { return options_.contains(option); }
    /// The (last) value; empty when the option was not given.
    QByteArray value(const QString &option) const;
    QString text(const QString &option) const { return QString::fromUtf8(value(option)); }
    std::vector<QByteArray> values(const QString &option) const;
    /// The positional @p name of the command's table; empty when it was left out.
    QByteArray positional(const QString &name) const;
    QString positionalText(const QString &name) const { return QString::fromUtf8(positional(name)); }
    std::vector<QByteArray> positionals(const QString &name) const;

    OutputForm output() const { return has(QStringLiteral("json")) ? OutputForm::Json : OutputForm::Text; }

private:
    friend class ArgumentParser;
    QString command_;
    std::map<QString, std::vector<QByteArray>> options_;
    std::map<QString, std::vector<QByteArray>> positionals_;
};

/// What @p argv (without the program's name) says; or, when help, version or wrong usage has been answered on the
/// standard streams, the exit code to end with.
std::expected<Arguments, int> parseArguments(const Program &program, const std::vector<QByteArray> &argv);
std::expected<Arguments, int> parseArguments(const Program &program, int argc, char **argv);

/// For values that a program checks itself: the hint names @p arguments' command. Returns WrongUsage.
int wrongUsage(const Program &program, const Arguments &arguments, const QString &text);

/// A whole number from @p least to @p most. Errors: Invalid (a sentence that names @p what).
Result<uint64_t> parseNumber(const QString &what, const QByteArray &text, uint64_t least, uint64_t most);

} // namespace backspool::console
