#include "policy/policy_command.h"

#include <QJsonArray>

namespace backspool::policy {

namespace {
/// What needs more is a program of its own.
constexpr qsizetype kMostArguments = 64;
/// PATH_MAX of Linux.
constexpr qsizetype kLongestArgument = 4096;
} // namespace

Result<CommandPolicy::Arguments> commandFromJson(const QJsonValue &value)
{
    if (!value.isArray())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("must be a list of texts, in brackets: the program and each argument"));
    const QJsonArray array = value.toArray();
    if (array.size() > kMostArguments)
        return fail(ErrorKind::Invalid, QStringLiteral("must have %1 texts at most").arg(kMostArguments));
    CommandPolicy::Arguments arguments;
    for (const auto &entry : array) {
        const QString text = entry.toString();
        if (!entry.isString() || text.contains(QChar(0)))
            return fail(ErrorKind::Invalid, QStringLiteral("must hold texts only"));
        arguments.push_back(text.toUtf8());
        if (arguments.back().size() > kLongestArgument)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("must hold no text of more than %1 bytes").arg(kLongestArgument));
    }
    // What is looked for in $PATH is chosen by who sets that.
    if (!arguments.empty() && !arguments.front().startsWith('/'))
        return fail(ErrorKind::Invalid, QStringLiteral("must begin with the whole path of a program"));
    return arguments;
}

} // namespace backspool::policy
