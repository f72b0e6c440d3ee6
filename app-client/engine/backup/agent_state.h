#pragma once
/// The agent's state folder: identity, selection, cached tree, notes of restores; and the lock that keeps two backups
/// of one identity apart.
#include "core/file_descriptor.h"
#include "core/result.h"
#include "protocol/identity.h"
#include "protocol/secret_store.h"

#include <QString>

#include <memory>

namespace backspool::engine {

class AgentState
{
public:
    /// @p secrets: for an identity whose secrets are in such a store; null: there is none.
    explicit AgentState(QString folder, std::shared_ptr<protocol::SecretStore> secrets = {})
        : folder_(std::move(folder)), secrets_(std::move(secrets))
    {
    }

    /// By the conventions: $STATE_DIRECTORY (systemd), else /var/lib/backspool-agent for root, else $XDG_STATE_HOME or
    /// ~/.local/state, /backspool.
    static QString defaultFolder();

    const QString &folder() const { return folder_; }
    QString identityFile() const { return folder_ + QStringLiteral("/identity.json"); }
    QString selectionFile() const { return folder_ + QStringLiteral("/selection.json"); }
    QString cacheFolder() const { return folder_ + QStringLiteral("/cache"); }
    QString fingerprintFolder() const { return folder_ + QStringLiteral("/fingerprints"); }
    QString knownContentsFile() const { return folder_ + QStringLiteral("/restored"); }
    QString systemInformationFile() const { return folder_ + QStringLiteral("/system-information"); }
    QString journalFile() const { return folder_ + QStringLiteral("/restore-journal"); }

    /// May be null.
    const std::shared_ptr<protocol::SecretStore> &secrets() const { return secrets_; }
    /// This computer's, with its secrets. Blocks for as long as a secret store does.
    /// Errors: those of protocol::Identity::load() and of SecretStore::read().
    Result<protocol::Identity> identity(const CancelToken &cancel = {}) const;

    /// Makes the folder (0700) where there is none. One that exists is left as it is.
    /// Errors: Denied (others may write there), Exists (no folder), Io.
    Status create() const;
    /// Held until the descriptor is closed. Errors: Busy ("a backup is running already").
    Result<FileDescriptor> lockForBackup() const;

private:
    QString folder_;
    std::shared_ptr<protocol::SecretStore> secrets_;
};

} // namespace backspool::engine
