#pragma once
/// Asks a running service through its control socket.
#include "control/admin_request.h"
#include "control/line_channel.h"

namespace backspool::control {

class ControlClient
{
public:
    /// Errors: NotFound (no service runs on this data folder), Denied, Io.
    static Result<ControlClient> connect(const QString &dataFolder);
    /// Once. Rows and progress go to @p sink as they come. Errors: the service's; Unreachable (it ended meanwhile).
    Result<QJsonObject> ask(const AdminRequest &request, AdminSink &sink);

private:
    explicit ControlClient(LineChannel channel) : channel_(std::move(channel)) {}
    LineChannel channel_;
};

} // namespace backspool::control
