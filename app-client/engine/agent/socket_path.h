#pragma once
/// The agent's socket, agent.socket in its state folder. A socket's address holds about a hundred bytes and a path can
/// be longer: both sides reach it through the opened folder.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QString>

namespace backspool::engine {

struct SocketPath
{
    FileDescriptor folder; ///< open for as long as the path is used
    QString path;

    /// Errors: NotFound (no such folder), Denied, Io.
    [[nodiscard]] static Result<SocketPath> in(const QString &stateFolder);
};

} // namespace backspool::engine
