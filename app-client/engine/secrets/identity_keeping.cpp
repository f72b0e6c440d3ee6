#include "secrets/identity_keeping.h"

#include "core/logging.h"

#include <QUuid>

namespace backspool::engine {

namespace {

/// @p identity has the name then.
Status intoKeychain(protocol::SecretStore &store, protocol::Identity &identity, const CancelToken &cancel)
{
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto secrets = identity.secrets();
    TRY(store.write(name, secrets, cancel));
    if (TRY(store.read(name, cancel)) != secrets)
        return fail(ErrorKind::Io, QStringLiteral("the keychain of the desktop gives something else back than it was "
                                                  "given"));
    identity.secretName = name;
    return {};
}

void forget(const AgentState &state, const QString &name, const CancelToken &cancel)
{
    if (name.isEmpty() || !state.secrets())
        return;
    // A copy that is left over harms less than an error after all is done.
    if (const auto removed = state.secrets()->remove(name, cancel); !removed)
        qCWarning(logEngine).noquote() << "an old key is left in the keychain:" << removed.error().text();
}

} // namespace

Status keepIdentity(const AgentState &state, protocol::Identity identity, SecretPlace place, const CancelToken &cancel)
{
    const auto before = protocol::Identity::load(state.identityFile());
    if (place == SecretPlace::Keychain && state.secrets()) {
        const auto kept = intoKeychain(*state.secrets(), identity, cancel);
        if (!kept && kept.error().kind() == ErrorKind::Cancelled)
            return kept;
        if (!kept)
            identity.whyInFile = kept.error().text();
    }
    if (const auto saved = identity.save(state.identityFile()); !saved) {
        forget(state, identity.secretName, cancel);
        return saved;
    }
    if (before)
        forget(state, before->secretName, cancel);
    return {};
}

} // namespace backspool::engine
