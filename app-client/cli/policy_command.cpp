#include "agent/policy_places.h"
#include "cli/selection_file.h"
#include "console/human.h"
#include "console/json_output.h"
#include "policy/default_exclusions.h"

#include <QJsonArray>

namespace backspool::cli {

namespace {

QString valueText(const policy::PolicyField &field, int64_t value)
{
    if (field.type == policy::PolicyField::Type::Switch)
        return value != 0 ? QStringLiteral("true") : QStringLiteral("false");
    return QString::number(value);
}

/// Where the value in force comes from, as mergePolicies() has it.
QString origin(const policy::PolicyInForce &inForce, const QString &name)
{
    if (inForce.service.locked.contains(name))
        return QStringLiteral("locked by the service's policy");
    if (inForce.network.locked.contains(name))
        return QStringLiteral("locked by the computer's policy");
    if (inForce.user.values.contains(name))
        return QStringLiteral("user policy");
    if (inForce.network.values.contains(name))
        return QStringLiteral("computer's policy");
    if (inForce.service.values.contains(name))
        return QStringLiteral("service's policy");
    return QStringLiteral("default");
}

void print(const policy::PolicyInForce &inForce, const policy::Selection &selection)
{
    for (const auto &field : policy::policyFields()) {
        const QString name = field.name;
        console::printLine(QStringLiteral("%1 %2 (%3)")
                               .arg(name, -30)
                               .arg(valueText(field, field.get(inForce.policy)), -8)
                               .arg(origin(inForce, name)));
    }
    for (const auto &group : inForce.policy.active.groups) {
        QStringList members;
        for (const auto &member : group.members)
            members += console::printablePath(member);
        console::printLine(QStringLiteral("only good together: %1 in %2 (%3)")
                               .arg(members.join(QLatin1Char(' ')), console::printablePath(group.folder),
                                    console::printableText(group.name)));
    }
    for (const auto &[name, arguments] : {std::pair(policy::kBeforeBackupField, inForce.policy.commands.before),
                                          std::pair(policy::kAfterBackupField, inForce.policy.commands.after)}) {
        QStringList words;
        for (const auto &argument : arguments)
            words += console::printablePath(argument);
        if (!words.isEmpty())
            console::printLine(QStringLiteral("%1 %2").arg(QString(name), -30).arg(words.join(QLatin1Char(' '))));
    }
    if (!inForce.service.commands.empty() && !inForce.policy.commands.fromService)
        console::printLine(QStringLiteral("The commands of the service's policy are not run here: the computer's "
                                          "policy does not let it (%1).")
                               .arg(policy::kCommandsFromServiceField));
    const auto line = [](const QByteArray &pattern, const QString &from) {
        console::printLine(QStringLiteral("left out: %1 (%2)").arg(console::printablePath(pattern), from));
    };
    if (inForce.policy.exclusions.defaultList) {
        for (const auto &pattern : policy::defaultExclusions(selection.paths))
            line(pattern, QStringLiteral("default list"));
    }
    const auto lines = [&](const policy::PolicyFile &file, const QString &whose) {
        const bool isLocked = file.locked.contains(policy::kPatternsField);
        for (const auto &pattern : file.patterns)
            line(pattern, isLocked ? QStringLiteral("locked by ") + whose : whose);
    };
    lines(inForce.service, QStringLiteral("the service's policy"));
    lines(inForce.network, QStringLiteral("the computer's policy"));
    for (const auto &pattern : inForce.user.patterns)
        line(pattern, QStringLiteral("user policy"));
}

} // namespace

policy::PolicyInForce policyInForce(const CommandContext &context)
{
    return policy::PolicySource(engine::policyPlaces(context.state, context.networkPolicy())).read();
}

Result<int> showPolicy(CommandContext &context)
{
    const auto selection = TRY(loadSelection(context));
    const auto inForce = policyInForce(context);
    if (context.isJson()) {
        const auto locked = inForce.locked();
        QJsonArray errors;
        for (const auto &error : inForce.refused)
            errors.append(console::errorToJson(error));
        console::printJson(
            {{QStringLiteral("policy"), policy::policyToJson(inForce.policy)},
             {QStringLiteral("locked"), QJsonArray::fromStringList(QStringList(locked.begin(), locked.end()))},
             {QStringLiteral("errors"), errors}});
    } else {
        print(inForce, selection);
        for (const auto &error : inForce.refused)
            console::printNote(console::printableText(error.text()));
    }
    return inForce.refused.empty() ? console::Done : console::Failed;
}

} // namespace backspool::cli
