#pragma once
/// "Am I protected?": what the agent reports, in a picture and a few words.
#include "agent/agent_report.h"

#include <QString>

#include <optional>

namespace backspool::tray {

/// A picture each, told apart without colour.
enum class Picture { Protected, Working, Waiting, Attention };

struct ProtectionState
{
    Picture picture = Picture::Waiting;
    QString headline; ///< "Protected, last backup 12 minutes ago"
    QString detail;   ///< "Next backup at about 14:00"; may be empty
    bool isSetUp = false;
    bool canBackUp = false; ///< and be paused
    bool isPaused = false;
    bool isManaged = false;    ///< by the computer's administrator: it cannot be paused, nor set up
    bool mayEnrolAnew = false; ///< the service refuses this computer, as one does that was revoked
};

/// How things are to be told of at @p now.
/// @p isSetUp: enrolled, and something is selected; nothing: not known yet.
ProtectionState protectionState(std::optional<bool> isSetUp, const std::optional<engine::AgentReport> &report,
                                const std::optional<Error> &agentError, WallTime now);

/// "12 minutes".
QString elapsedText(std::chrono::nanoseconds time);

} // namespace backspool::tray
