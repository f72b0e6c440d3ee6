#pragma once
/// The points of this computer as one user may read them, over a connection to the service that reads all: the agent's
/// side of the socket for users, without the socket.
#include "attach/granted_objects.h"
#include "attach/objects_message.h"

namespace backspool::engine {

/// Thread-safe: one call waits for the other. The answers of getObjects() all come before that returns, and their
/// callback may take its time.
class FilteredService final : public PointService
{
public:
    /// @p service outlives it and is to be of one connection; when that ends, so does the use of this.
    FilteredService(PointService &service, const codec::Digester &digester, UserView view,
                    GrantedObjects::Account account);

    Result<protocol::Points> listPoints(const protocol::ListPoints &request) override;
    Result<format::PointRecord> point(PointId point) override;
    /// What may not be had fails by itself. Errors: Unreachable, Cancelled: why the connection to the service ended.
    Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) override;

    /// Thread-safe. Ends what is being answered, and all after that.
    void cancel(const Error &reason) { fetcher_.cancel(reason); }

private:
    struct Wanted;
    Status give(const std::vector<Wanted> &slice, ObjectsMessage &answer);
    Result<QByteArray> show(const ObjectName &parent, const std::vector<GrantedObject> &parts,
                            const FetchedObject &object);

    std::mutex mutex_; ///< held during each call
    PointService &service_;
    const UserView view_;
    ObjectFetcher fetcher_;
    GrantedObjects granted_;
};

} // namespace backspool::engine
