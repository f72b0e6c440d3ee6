#pragma once
/// Where a service listens, as people write it.
#include "core/result.h"

#include <QString>

namespace backspool::protocol {

struct ServiceAddress
{
    QString host; ///< name, IPv4 or IPv6 address (without brackets)
    uint16_t port = 0;

    /// "name:port", "192.0.2.1:port" or "[2001:db8::1]:port". Errors: Invalid, saying what is missing.
    [[nodiscard]] static Result<ServiceAddress> parse(const QString &text);
    /// What parse() takes.
    QString toText() const;
};

} // namespace backspool::protocol
