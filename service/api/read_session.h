#pragma once
/// Browsing and restoring: a client's own points, and what they are made of (docs/protocol.md, "Reading").
#include "api/authorised_parents.h"
#include "api/objects_answer.h"
#include "api/peer.h"

namespace backspool::api {

/// Of one connection; calls come one after the other, in a pool thread: they block on disk.
class ReadSession
{
public:
    ReadSession(appliance::Appliance &appliance, ClientId client) : appliance_(appliance), client_(client) {}

    Result<protocol::Points> listPoints(const protocol::ListPoints &request);
    /// Errors: NotFound, whether there is no such point or it is another client's.
    Result<protocol::Point> getPoint(const protocol::GetPoint &request);
    /// Errors: Denied (a name that is not in its parent), Invalid, Io.
    Result<ObjectsAnswer> getObjects(const protocol::GetObjects &request);

private:
    appliance::Appliance &appliance_;
    const ClientId client_;
    AuthorisedParents authorised_;
};

} // namespace backspool::api
