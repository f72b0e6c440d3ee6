#pragma once
/// A place for secrets that is not a file of ours: the keychain of a user's desktop. (Where there is none, or for a
/// daemon, an identity has its secrets in its own file: see identity.h.)
#include "core/cancel_token.h"

#include <QByteArray>
#include <QString>

namespace backspool::protocol {

/// Thread-safe; calls block, but for look() as long as a person needs to type a password, within a bound. Errors of
/// all: Unreachable (there is no keychain, it is locked or does not answer: says what to do; trying again may help),
/// Cancelled.
class SecretStore
{
public:
    enum class Presence {
        There,
        Locked,
        Gone, ///< an open keychain does not have it
        Unknown
    };

    virtual ~SecretStore() = default;

    /// Whether read() would give @p name. Asks no person for anything; a few seconds at most.
    virtual Presence look(const QString &name) = 0;
    /// Errors: Denied (the keychain does not have it any more: this computer has to be enrolled anew).
    virtual Result<QByteArray> read(const QString &name, const CancelToken &cancel) = 0;
    /// Replaces what is there; durable as the keychain is.
    virtual Status write(const QString &name, const QByteArray &secret, const CancelToken &cancel) = 0;
    /// Success also where there is none.
    virtual Status remove(const QString &name, const CancelToken &cancel) = 0;
    /// Whose keychain that is, as the desktop calls itself; empty: there is no desktop, or it has no name. Another
    /// desktop may have another keychain.
    virtual QString desktop() const { return {}; }
    /// Somebody is at the computer now: what was refused may be asked for once more.
    virtual void askAgain() {}
};

} // namespace backspool::protocol
