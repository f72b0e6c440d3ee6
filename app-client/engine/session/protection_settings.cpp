#include "session/protection_settings.h"

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

Status changeSettings(const AgentState &state, const ProtectionSettings &known, const ProtectionSettings &wanted)
{
    TRY(state.create());
    const auto now = TRY(loadSettings(state));
    if (!(now.selection == known.selection) || !(now.policies.user == known.policies.user))
        return fail(ErrorKind::Busy,
                    QStringLiteral("another program has changed these settings meanwhile. Close this window without "
                                   "saving and open it again: then it shows them as they are."));
    if (!(wanted.policies.user == known.policies.user)) {
        TRY(policy::PolicyFile::parse(QJsonDocument(wanted.policies.user.toJson()).toJson(),
                                      policy::PolicyFile::Role::User));
        TRY(wanted.policies.user.save(policyPlaces(state, {}).user));
    }
    if (!(wanted.selection == known.selection))
        TRY(wanted.selection.save(state.selectionFile()));
    return {};
}

} // namespace backspool::engine
