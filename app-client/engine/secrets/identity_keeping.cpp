#include "secrets/identity_keeping.h"

#include "core/logging.h"

#include <QUuid>

namespace backspool::engine {

namespace {

void forget(protocol::SecretStore &store, const QString &name, const CancelToken &cancel)
{
    // A copy that is left over harms less than an error after all is done.
    if (const auto removed = store.remove(name, cancel); !removed)
        qCWarning(logEngine).noquote() << "a key that nobody uses is left in the keychain:" << removed.error().text();
}

Status copyToKeychain(protocol::SecretStore &store, const protocol::Identity &identity, const CancelToken &cancel)
{
    const auto secrets = identity.secrets();
    TRY(store.write(identity.secretName, secrets, cancel));
    const auto back = store.read(identity.secretName, cancel);
    if (!back && back.error().kind() == ErrorKind::Cancelled)
        return fail(back.error());
    if (!back || *back != secrets)
        return fail(ErrorKind::Io, QStringLiteral("it does not give back what it was given"));
    return {};
}

/// From the file, where they are.
Status moveToKeychain(protocol::SecretStore &store, protocol::Identity identity, const QString &file,
                      const CancelToken &cancel)
{
    auto back = identity;
    identity.secretName = QUuid::createUuid().toString(QUuid::WithoutBraces);
    identity.desktop = store.desktop();
    auto moved = copyToKeychain(store, identity, cancel);
    if (moved)
        moved = identity.save(file);
    if (moved)
        return moved;
    // A save that failed may have renamed all the same, and a write that failed may have written.
    if (moved.error().kind() != ErrorKind::Cancelled)
        back.whyInFile = moved.error().text();
    TRY(back.save(file));
    forget(store, identity.secretName, cancel);
    return moved;
}

} // namespace

Status keepIdentity(const AgentState &state, protocol::Identity identity, SecretPlace place, const CancelToken &cancel)
{
    const auto before = protocol::Identity::load(state.identityFile());
    TRY(identity.save(state.identityFile()));
    if (!state.secrets())
        return {};
    auto &store = *state.secrets();
    if (place == SecretPlace::Keychain) {
        if (const auto moved = moveToKeychain(store, identity, state.identityFile(), cancel); !moved)
            qCInfo(logEngine).noquote() << "the key stays in the file:" << moved.error().text();
    }
    if (before && !before->secretName.isEmpty())
        forget(store, before->secretName, cancel);
    return {};
}

} // namespace backspool::engine
