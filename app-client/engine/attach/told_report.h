#pragma once
/// An agent's report, read from what AgentReport::toJson() has made of it: as far as it is for windows.
#include "agent/agent_report.h"

namespace backspool::engine {

/// What is not understood is as if it was not there: the agent may be newer than the program.
AgentReport reportFromJson(const QJsonObject &object);

} // namespace backspool::engine
