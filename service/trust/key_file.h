#pragma once
/// The repository key as a file (docs/format.md, "Key file"): made at the first start, exported for safe keeping,
/// imported on a new host. Without it a store is lost.
#include "codec/keys.h"
#include "core/result.h"

#include <QString>

namespace backspool::trust {

struct RepositoryKey
{
    QString repository; ///< UUID, text
    codec::SecretKey key;

    static RepositoryKey generate();
    QByteArray toText() const;
    /// Errors: Damaged (says which line), Unsupported.
    static Result<RepositoryKey> fromText(const QByteArray &text);
};

/// Written with mode 0600, synced, never over an existing file (Exists).
Status writeKeyFile(const QString &path, const RepositoryKey &key);
/// Errors: NotFound, Damaged, Denied.
Result<RepositoryKey> readKeyFile(const QString &path);

} // namespace backspool::trust
