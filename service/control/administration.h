#pragma once
/// Carries out what an administrator asks, on an opened appliance: in the service, for who asks over its control
/// socket; in the command line's own process, when no service runs.
#include "appliance/appliance.h"
#include "control/admin_request.h"

namespace backspool::control {

/// Thread-safe. Commands: client add, client list, client revoke, points, forget, reclaim, stats, verify, policy
/// show, policy set, policy clear, policy history.
class Administration
{
public:
    /// @p onRefused is told of a client that is no longer welcome, so that its connections end.
    /// @p onPolicy: of a new policy, so that agents are told.
    explicit Administration(appliance::Appliance &appliance, std::function<void(ClientId)> onRefused = {},
                            std::function<void(const trust::PolicyVersion &)> onPolicy = {});

    /// The result object; rows and progress go to @p sink before. Errors: Invalid (unknown command, bad arguments), and
    /// what the command says.
    Result<QJsonObject> run(const AdminRequest &request, AdminSink &sink, const CancelToken &cancel);

private:
    Result<QJsonObject> showPolicy(const QJsonObject &arguments) const;
    Result<QJsonObject> setPolicy(const QByteArray &content);
    Result<QJsonObject> listPolicies(const QJsonObject &arguments, AdminSink &sink) const;
    Result<QJsonObject> addClient(const QJsonObject &arguments);
    Result<QJsonObject> listClients(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel);
    Result<QJsonObject> revokeClient(const QJsonObject &arguments);
    Result<QJsonObject> listPoints(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel);
    Result<QJsonObject> forgetPoints(const QJsonObject &arguments);
    Result<QJsonObject> reclaim(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel);
    Result<QJsonObject> statistics();
    Result<QJsonObject> verify(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel);

    appliance::Appliance &appliance_;
    std::function<void(ClientId)> onRefused_;
    std::function<void(const trust::PolicyVersion &)> onPolicy_;
};

} // namespace backspool::control
