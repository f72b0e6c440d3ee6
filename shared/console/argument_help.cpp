#include "console/argument_help.h"

namespace backspool::console {

namespace {

constexpr qsizetype kTextWidth = 79; // what fits the narrowest terminal in use, and a quoted mail

/// @p words in lines of at most kTextWidth, each after @p indent spaces (the first one after what stands there
/// already).
QString wrapped(const QStringList &words, qsizetype indent, qsizetype firstAt)
{
    QString result;
    qsizetype at = firstAt;
    for (const auto &word : words) {
        if (at > indent && at + 1 + word.size() > kTextWidth) {
            result += QLatin1Char('\n') + QString(indent, QLatin1Char(' '));
            at = indent;
        } else if (at > indent) {
            result += QLatin1Char(' ');
            ++at;
        }
        result += word;
        at += word.size();
    }
    return result;
}

QString wrapped(const QString &text, qsizetype indent, qsizetype firstAt)
{
    return wrapped(text.split(QLatin1Char(' '), Qt::SkipEmptyParts), indent, firstAt);
}

QString paragraphs(const QString &text)
{
    QStringList result;
    for (const auto &paragraph : text.split(QLatin1Char('\n'))) {
        // What is indented is an example: left as it is.
        result += paragraph.startsWith(QLatin1Char(' ')) ? paragraph : wrapped(paragraph, 0, 0);
    }
    return result.join(QLatin1Char('\n'));
}

/// Rows of "  left   right", the right column aligned.
QString table(const std::vector<std::pair<QString, QString>> &rows)
{
    constexpr qsizetype kMostLeft = 30;
    qsizetype width = 0;
    for (const auto &[left, right] : rows)
        width = std::max(width, std::min(left.size(), kMostLeft));
    const qsizetype column = width + 4;
    QString result;
    for (const auto &[left, right] : rows) {
        result += QStringLiteral("  ") + left;
        if (left.size() > width)
            result += QLatin1Char('\n') + QString(column, QLatin1Char(' '));
        else
            result += QString(column - 2 - left.size(), QLatin1Char(' '));
        result += wrapped(right, column, column) + QLatin1Char('\n');
    }
    return result;
}

QString shown(const Option &option)
{
    const auto name = QStringLiteral("--") + option.name;
    return option.value.isEmpty() ? name : name + QLatin1Char(' ') + option.value;
}

QString shown(const Positional &positional)
{
    switch (positional.count) {
    case Positional::One:
        return positional.name;
    case Positional::ZeroOrOne:
        return QStringLiteral("[%1]").arg(positional.name);
    case Positional::OneOrMore:
        return positional.name + QStringLiteral("...");
    case Positional::ZeroOrMore:
        return QStringLiteral("[%1...]").arg(positional.name);
    }
    return positional.name;
}

QString optionTable(const std::vector<Option> &options)
{
    std::vector<std::pair<QString, QString>> rows;
    for (const auto &option : options)
        rows.emplace_back(shown(option), option.help);
    return table(rows);
}

QString section(const QString &title, const QString &body)
{
    return body.isEmpty() ? QString() : QLatin1Char('\n') + title + QStringLiteral(":\n") + body;
}

/// "backspoold client add NAME [--replace]"; over several lines where it is long, no option torn in two.
QString usage(const Program &program, const Command &command)
{
    constexpr qsizetype kIndent = 2;
    constexpr qsizetype kFurtherIndent = 6;
    QStringList parts = {program.name};
    parts += command.words;
    for (const auto &positional : command.positionals)
        parts += shown(positional);
    for (const auto &option : command.options)
        parts += QStringLiteral("[%1]%2").arg(shown(option), option.isRepeatable ? QStringLiteral("...") : QString());
    return QString(kIndent, QLatin1Char(' ')) + wrapped(parts, kFurtherIndent, kIndent) + QLatin1Char('\n');
}

std::vector<Option> commonOptions(const Program &program)
{
    auto options = program.options;
    options.insert(options.end(), standardOptions().begin(), standardOptions().end());
    return options;
}

} // namespace

const std::vector<Option> &standardOptions()
{
    static const std::vector<Option> options = {
        {QStringLiteral("json"),
         {},
         QStringLiteral("Print one JSON object on standard output, and nothing else there.")},
        {QStringLiteral("help"), {}, QStringLiteral("Show this help.")},
        {QStringLiteral("version"), {}, QStringLiteral("Show the version.")}};
    return options;
}

QString programHelp(const Program &program)
{
    std::vector<std::pair<QString, QString>> rows;
    for (const auto &command : program.commands) {
        QStringList left = command.words;
        for (const auto &positional : command.positionals)
            left += shown(positional);
        rows.emplace_back(left.join(QLatin1Char(' ')), command.summary);
    }
    QString text = paragraphs(program.summary) + QLatin1Char('\n');
    text += section(QStringLiteral("Usage"),
                    QStringLiteral("  %1 [OPTIONS] COMMAND ...\n  %1 COMMAND --help\n").arg(program.name));
    text += section(QStringLiteral("Commands"), table(rows));
    text += section(QStringLiteral("Options"), optionTable(commonOptions(program)));
    if (!program.epilogue.isEmpty())
        text += QLatin1Char('\n') + paragraphs(program.epilogue) + QLatin1Char('\n');
    return text;
}

QString commandHelp(const Program &program, const Command &command)
{
    QString text = paragraphs(command.summary) + QLatin1Char('\n');
    text += section(QStringLiteral("Usage"), usage(program, command));
    if (!command.description.isEmpty())
        text += QLatin1Char('\n') + paragraphs(command.description) + QLatin1Char('\n');
    std::vector<std::pair<QString, QString>> rows;
    for (const auto &positional : command.positionals) {
        if (!positional.help.isEmpty())
            rows.emplace_back(positional.name, positional.help);
    }
    text += section(QStringLiteral("Arguments"), table(rows));
    auto options = command.options;
    const auto common = commonOptions(program);
    options.insert(options.end(), common.begin(), common.end());
    text += section(QStringLiteral("Options"), optionTable(options));
    return text;
}

} // namespace backspool::console
