#include "tray/session_choice.h"

#include "core/clock.h"
#include "session/attached_session.h"
#include "session/engine_session.h"

#include <QFileInfo>

namespace backspool::tray {

namespace {

using namespace std::chrono_literals;

bool isOfSystem(const engine::AgentState &state, const QString &agentSocket)
{
    return !QFileInfo::exists(state.identityFile()) &&
           engine::AttachedSession::isServed(state, agentSocket, SystemClock().now());
}

} // namespace

SessionChoice::SessionChoice(engine::AgentState state, QString agentSocket)
    : state_(std::move(state)), agentSocket_(std::move(agentSocket))
{
    connect(&again_, &QTimer::timeout, this, &SessionChoice::look);
    again_.start(30s);
}

std::unique_ptr<engine::AgentSession> SessionChoice::choose()
{
    std::unique_ptr<engine::AgentSession> session;
    if (isOfSystem(state_, agentSocket_))
        session = std::make_unique<engine::AttachedSession>(state_, agentSocket_);
    else
        session = std::make_unique<engine::EngineSession>(state_, QStringLiteral("backspool " BACKSPOOL_VERSION));
    chosen_ = session.get();
    return session;
}

/// Nothing is to be asked where the user has set up protection, and where the system's agent answers.
bool SessionChoice::isOver() const
{
    if (!chosen_)
        return true;
    return chosen_->isManaged() ? !chosen_->agentError() : QFileInfo::exists(state_.identityFile());
}

void SessionChoice::look()
{
    if (isOver())
        return;
    engine::inBackground<bool>([state = state_, socket = agentSocket_] {
        return isOfSystem(state, socket);
    }).then(this, [this, asked = chosen_](bool isOfSystem) {
        if (asked == chosen_ && !isOver() && chosen_->isManaged() != isOfSystem)
            Q_EMIT changed();
    });
}

} // namespace backspool::tray
