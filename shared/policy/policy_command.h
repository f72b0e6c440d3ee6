#pragma once
/// A command as a policy has it: a list of texts, the program by its absolute path and its arguments. There is no shell
/// between: nothing is expanded, and nothing needs quoting.
#include "core/result.h"
#include "policy/policy.h"

#include <QJsonValue>

namespace backspool::policy {

/// An empty list: no command, whatever the policies above say. Errors: Invalid (what it must be, to come after the
/// field's name).
[[nodiscard]] Result<CommandPolicy::Arguments> commandFromJson(const QJsonValue &value);

} // namespace backspool::policy
