#pragma once
/// What every conversation works on. The listener owns the parts; all are thread-safe and outlive the conversations.
#include "appliance/appliance.h"

#include <QThreadPool>

#include <functional>

namespace backspool::api {

class BackupRegistry;
class ClientPlaces;
class CommittedTrees;
class EnrolmentDesk;

struct Services
{
    appliance::Appliance &appliance;
    QThreadPool &pool;
    ClientPlaces &places;
    BackupRegistry &backups;
    CommittedTrees &trees;
    EnrolmentDesk &enrolment;
    /// Ends the connections of a client whose certificate is no longer good.
    std::function<void(ClientId)> endSessionsOf;
};

} // namespace backspool::api
