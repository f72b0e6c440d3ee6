#pragma once
/// Where this computer's key is kept, and why, in the words of people.
#include "session/agent_session.h"

namespace backspool::settings {

QString keyPlaceText(const engine::Membership &membership);

} // namespace backspool::settings
