#include "tray/managed_state.h"

#include <QCoreApplication>

namespace backspool::tray {

namespace {
struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ManagedState)
};
} // namespace

ProtectionState managedState(ProtectionState state, const std::optional<Error> &agentError)
{
    state.isManaged = true;
    state.mayEnrolAnew = false;
    if (agentError) {
        // It may be restarting, and nobody is to be woken up for that.
        state.picture = Picture::Waiting;
        state.headline = Texts::tr("The backup program of this computer does not answer");
        state.detail = Texts::tr("It is asked again until it does. If that lasts, tell the administrator.");
        state.canBackUp = false;
    } else if (std::exchange(state.isPaused, false)) {
        state.detail = Texts::tr("The administrator of this computer has paused backups.");
        state.canBackUp = false;
    }
    return state;
}

} // namespace backspool::tray
