#pragma once
/// postmaster.pid, in which a PostgreSQL server says where it can be asked (miscadmin.h, "LOCK_FILE_LINE").
#include "core/result.h"

#include <QByteArray>

namespace backspool::engine {

struct ServerAddress
{
    QByteArray socketFolder; ///< absolute, or "@..." (abstract); one: without comma, which parts hosts for psql
    uint16_t port = 0;

    bool operator==(const ServerAddress &) const = default;
    /// Errors: Invalid (it is not what a server writes), Busy (that is just starting or ending), Unsupported (the
    /// server has no local socket that psql can be told).
    static Result<ServerAddress> parse(const QByteArray &content);
};

} // namespace backspool::engine
