#pragma once
/// What every conversation works on. The listener owns the parts; all are thread-safe and outlive the conversations.
#include "appliance/appliance.h"

#include <QThreadPool>

namespace backspool::api {

class BackupRegistry;
class CommittedTrees;
class EnrolmentDesk;

struct Services
{
    appliance::Appliance &appliance;
    QThreadPool &pool;
    BackupRegistry &backups;
    CommittedTrees &trees;
    EnrolmentDesk &enrolment;
};

} // namespace backspool::api
