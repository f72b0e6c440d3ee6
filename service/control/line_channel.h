#pragma once
/// JSON objects, one a line, over a local socket; for either side. Blocking, with bounds.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace backspool::control {

/// One thread reads, one at a time writes.
class LineChannel
{
public:
    explicit LineChannel(FileDescriptor socket) : socket_(std::move(socket)) {}

    int descriptor() const { return socket_.get(); }
    /// Waits while the other side does not read. Errors: Unreachable (it is gone).
    Status write(const QJsonObject &object);
    /// The next object; nullopt when the other side has ended. Errors: Invalid (no JSON object, or a line that is too
    /// long), Unreachable.
    Result<std::optional<QJsonObject>> read();

private:
    FileDescriptor socket_;
    QByteArray buffer_;
};

} // namespace backspool::control
