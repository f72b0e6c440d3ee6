#include "console/arguments.h"

#include "console/argument_help.h"
#include "console/human.h"

#include <algorithm>

namespace backspool::console {

QByteArray Arguments::value(const QString &option) const
{
    const auto found = options_.find(option);
    return found == options_.end() || found->second.empty() ? QByteArray() : found->second.back();
}

std::vector<QByteArray> Arguments::values(const QString &option) const
{
    const auto found = options_.find(option);
    return found == options_.end() ? std::vector<QByteArray>() : found->second;
}

QByteArray Arguments::positional(const QString &name) const
{
    const auto found = positionals_.find(name);
    return found == positionals_.end() || found->second.empty() ? QByteArray() : found->second.front();
}

std::vector<QByteArray> Arguments::positionals(const QString &name) const
{
    const auto found = positionals_.find(name);
    return found == positionals_.end() ? std::vector<QByteArray>() : found->second;
}

/// One parse. First the words are told from the options (which options take a value is the same for one name in all
/// commands of a program), then the words choose the command, then both are checked against its table.
class ArgumentParser
{
public:
    ArgumentParser(const Program &program, const std::vector<QByteArray> &argv) : program_(program), argv_(argv) {}

    std::expected<Arguments, int> parse()
    {
        if (auto split = splitWords(); !split)
            return std::unexpected(split.error());
        if (parsed_.has(QStringLiteral("version"))) {
            if (parsed_.output() == OutputForm::Json)
                printLine(QStringLiteral(R"({"program":"%1","version":"%2"})")
                              .arg(program_.name, QStringLiteral(BACKSPOOL_VERSION)));
            else
                printLine(program_.name + QStringLiteral(" " BACKSPOOL_VERSION));
            return std::unexpected(int(Done));
        }
        const Command *command = findCommand();
        if (parsed_.has(QStringLiteral("help"))) {
            printLine((command ? commandHelp(program_, *command) : programHelp(program_)).trimmed());
            return std::unexpected(int(Done));
        }
        if (!command)
            return std::unexpected(unknownCommand());
        parsed_.command_ = command->words.join(QLatin1Char(' '));
        words_.erase(words_.begin(), words_.begin() + command->words.size());
        if (auto checked = checkOptions(*command); !checked)
            return std::unexpected(checked.error());
        if (auto taken = takePositionals(*command); !taken)
            return std::unexpected(taken.error());
        return std::move(parsed_);
    }

private:
    using Checked = std::expected<void, int>;

    Checked splitWords()
    {
        for (size_t i = 0; i < argv_.size(); ++i) {
            const auto &argument = argv_[i];
            if (argument == "--") {
                words_.insert(words_.end(), argv_.begin() + ptrdiff_t(i) + 1, argv_.end());
                break;
            }
            if (argument == "-h" || argument == "-?") {
                parsed_.options_[QStringLiteral("help")] = {QByteArray()};
                continue;
            }
            if (!argument.startsWith('-') || argument == "-") {
                words_.push_back(argument);
                continue;
            }
            const auto equals = argument.indexOf('=');
            const auto name = QString::fromUtf8(
                argument.startsWith("--") ? argument.sliced(2, (equals < 0 ? argument.size() : equals) - 2) : argument);
            const Option *option = findOption(name);
            if (!option)
                return wrong(QStringLiteral("There is no option %1.").arg(printablePath(argument)));
            QByteArray value;
            if (option->value.isEmpty() && equals >= 0)
                return wrong(QStringLiteral("--%1 takes no value.").arg(name));
            if (!option->value.isEmpty()) {
                if (equals < 0 && i + 1 == argv_.size())
                    return wrong(QStringLiteral("--%1 needs a value: %2.").arg(name, option->value));
                value = equals >= 0 ? argument.sliced(equals + 1) : argv_[++i];
            }
            auto &values = parsed_.options_[name];
            if (!values.empty() && !option->isRepeatable && !option->value.isEmpty())
                return wrong(QStringLiteral("--%1 was given twice.").arg(name));
            values.push_back(value);
        }
        return {};
    }

    const Option *findOption(const QString &name) const
    {
        const auto in = [&](const std::vector<Option> &options) -> const Option * {
            const auto found = std::ranges::find(options, name, &Option::name);
            return found == options.end() ? nullptr : &*found;
        };
        if (const auto *option = in(program_.options))
            return option;
        if (const auto *option = in(standardOptions()))
            return option;
        for (const auto &command : program_.commands) {
            if (const auto *option = in(command.options))
                return option;
        }
        return nullptr;
    }

    const Command *findCommand() const
    {
        const Command *best = nullptr;
        for (const auto &command : program_.commands) {
            if (qsizetype(words_.size()) < command.words.size() || (best && best->words.size() >= command.words.size()))
                continue;
            const bool matches = std::equal(
                command.words.begin(), command.words.end(), words_.begin(),
                [](const QString &wanted, const QByteArray &word) { return wanted == QString::fromUtf8(word); });
            if (matches)
                best = &command;
        }
        return best;
    }

    int unknownCommand() const
    {
        if (words_.empty())
            return fail(QStringLiteral("Say what to do: a command is missing."));
        QStringList group;
        for (const auto &command : program_.commands) {
            if (command.words.front() == QString::fromUtf8(words_.front()))
                group += command.words.join(QLatin1Char(' '));
        }
        if (!group.isEmpty())
            return fail(QStringLiteral("%1 is one of: %2.")
                            .arg(printablePath(words_.front()), group.join(QStringLiteral(", "))));
        return fail(QStringLiteral("There is no command %1.").arg(printablePath(words_.front())));
    }

    Checked checkOptions(const Command &command) const
    {
        for (const auto &[name, values] : parsed_.options_) {
            const auto isName = [&](const Option &option) { return option.name == name; };
            if (std::ranges::none_of(command.options, isName) && std::ranges::none_of(program_.options, isName) &&
                std::ranges::none_of(standardOptions(), isName))
                return wrong(QStringLiteral("%1 has no option --%2.").arg(parsed_.command_, name));
        }
        return {};
    }

    Checked takePositionals(const Command &command)
    {
        size_t next = 0;
        for (const auto &positional : command.positionals) {
            const bool takesMany =
                positional.count == Positional::OneOrMore || positional.count == Positional::ZeroOrMore;
            const bool mayBeNone =
                positional.count == Positional::ZeroOrOne || positional.count == Positional::ZeroOrMore;
            auto &values = parsed_.positionals_[positional.name];
            const size_t end = takesMany ? words_.size() : std::min(next + 1, words_.size());
            values.assign(words_.begin() + ptrdiff_t(next), words_.begin() + ptrdiff_t(end));
            if (values.empty() && !mayBeNone)
                return wrong(QStringLiteral("%1 needs %2.").arg(parsed_.command_, positional.name));
            next = end;
        }
        if (next < words_.size())
            return wrong(QStringLiteral("%1 does not take %2.").arg(parsed_.command_, printablePath(words_[next])));
        return {};
    }

    Checked wrong(const QString &text) const { return std::unexpected(fail(text)); }

    int fail(const QString &text) const
    {
        // --json may come after the mistake that ends the parse.
        const auto form = std::ranges::contains(argv_, QByteArray("--json")) ? OutputForm::Json : OutputForm::Text;
        QString name = program_.name;
        if (const Command *command = findCommand())
            name += QLatin1Char(' ') + command->words.join(QLatin1Char(' '));
        return reportWrongUsage(text, QStringLiteral("See %1 --help.").arg(name), form);
    }

    const Program &program_;
    const std::vector<QByteArray> &argv_;
    std::vector<QByteArray> words_;
    Arguments parsed_;
};

std::expected<Arguments, int> parseArguments(const Program &program, const std::vector<QByteArray> &argv)
{
    return ArgumentParser(program, argv).parse();
}

std::expected<Arguments, int> parseArguments(const Program &program, int argc, char **argv)
{
    std::vector<QByteArray> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.emplace_back(argv[i]);
    return parseArguments(program, arguments);
}

int wrongUsage(const Program &program, const Arguments &arguments, const QString &text)
{
    return reportWrongUsage(text, QStringLiteral("See %1 %2 --help.").arg(program.name, arguments.command()),
                            arguments.output());
}

Result<uint64_t> parseNumber(const QString &what, const QByteArray &text, uint64_t least, uint64_t most)
{
    bool ok = false;
    const uint64_t number = text.toULongLong(&ok);
    const bool areDigits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!ok || !areDigits || number < least || number > most)
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is a whole number from %2 to %3, not \"%4\".")
                                            .arg(what)
                                            .arg(least)
                                            .arg(most)
                                            .arg(printablePath(text)));
    return number;
}

} // namespace backspool::console
