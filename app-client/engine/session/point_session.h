#pragma once
/// Where a window's questions read points from: a connection of its own, to the service or to the system's agent.
#include "core/cancel_token.h"
#include "read/point_service.h"
#include "read/verifier.h"

#include <memory>

namespace backspool::engine {

/// What it gives is as thread-safe as its own header says.
class PointSession
{
public:
    virtual ~PointSession() = default;
    virtual PointService &service() = 0;
    /// What its objects are held to.
    virtual const Verifier &verifier() const = 0;
    /// The error that ended the connection, if it ended. Thread-safe.
    virtual std::optional<Error> failure() const = 0;
    /// Thread-safe. Makes every waiting call fail with Cancelled.
    virtual void abort() = 0;

    /// Blocks. Thread-safe. Errors: NotFound (not enrolled, nobody there), Unreachable, Denied, Cancelled.
    using Connect = std::function<Result<std::unique_ptr<PointSession>>(const CancelToken &cancel)>;
};

} // namespace backspool::engine
