#include "session/protection_settings.h"

#include "backup/settings_lock.h"
#include "policy/exclude_pattern.h"

#include <QJsonDocument>

namespace backspool::engine {

Result<ProtectionSettings> loadSettings(const AgentState &state)
{
    auto selection = policy::Selection::load(state.selectionFile());
    if (!selection && selection.error().kind() != ErrorKind::NotFound)
        return fail(selection.error());
    return ProtectionSettings{selection.value_or(policy::Selection{}),
                              policy::PolicySource(policyPlaces(state, {})).read()};
}

namespace {

template <class Part> bool isOneOf(const Part &now, const Part &known, const Part &wanted)
{
    return now == known || now == wanted;
}

/// What the agent does not take from the user's file is not in force, and would be lost with the file.
Status checkUserFile(const QString &path, const policy::PolicyFile &inForce)
{
    const auto file = policy::PolicyFile::load(path, policy::PolicyFile::Role::User);
    if (!file && file.error().kind() == ErrorKind::NotFound)
        return {};
    if (!file)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the settings are not saved, so that nothing in this file is lost: %1. Correct the "
                                   "file first.")
                        .arg(file.error().text()));
    if (!(*file == inForce))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the settings are not saved: the file %1 is not in force as it is. Correct it, or "
                                   "who may write to it, first.")
                        .arg(path));
    return {};
}

} // namespace

Status changeSettings(const AgentState &state, const ProtectionSettings &known, const ProtectionSettings &wanted)
{
    const auto lock = TRY(lockSettings(state));
    const auto now = TRY(loadSettings(state));
    const auto &userNow = now.policies.user;
    const auto &userWanted = wanted.policies.user;
    // What is as wanted already: an earlier try came so far.
    if (!isOneOf(now.selection, known.selection, wanted.selection) ||
        !isOneOf(userNow, known.policies.user, userWanted))
        return fail(ErrorKind::Busy,
                    QStringLiteral("another program has changed these settings meanwhile. Close this window without "
                                   "saving and open it again: then it shows them as they are."));
    // An agent that cannot compile them makes no backup at all.
    TRY(policy::ExcludeRules::compile(wanted.policy().excludesFor(wanted.selection.paths, wanted.selection.excludes),
                                      wanted.selection.paths));
    const bool changesPolicy = !(userNow == userWanted);
    const QString userFile = policyPlaces(state, {}).user;
    if (changesPolicy) {
        TRY(policy::PolicyFile::parse(QJsonDocument(userWanted.toJson()).toJson(), policy::PolicyFile::Role::User));
        TRY(checkUserFile(userFile, userNow));
    }
    if (!(now.selection == wanted.selection))
        TRY(wanted.selection.save(state.selectionFile()));
    if (changesPolicy)
        TRY(userWanted.save(userFile));
    return {};
}

} // namespace backspool::engine
