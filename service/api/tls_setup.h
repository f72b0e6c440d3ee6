#pragma once
/// How the service speaks TLS: version 1.3, its own certificate with its authority, and client certificates of that
/// authority alone (docs/security.md).
#include "appliance/appliance.h"

#include <QSslConfiguration>

namespace backspool::api {

/// Errors: Damaged (certificate or key cannot be read).
Result<QSslConfiguration> tlsSetup(const appliance::Appliance &appliance);

} // namespace backspool::api
