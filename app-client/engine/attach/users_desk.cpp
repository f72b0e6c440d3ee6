#include "attach/users_desk.h"

#include "protocol/identity.h"

namespace backspool::engine {

namespace {
/// Users together: nobody keeps the computer busy by asking again and again.
constexpr std::chrono::minutes kBetweenBackups{1};
} // namespace

UsersDesk::UsersDesk(const AgentState &state, const QString &software, BackgroundAgent &agent, const Clock &clock)
    : agent_(agent), clock_(clock), service_(connectAs(state, software))
{
    connect(&agent_, &BackgroundAgent::changed, this, [this] { board_.publish(agent_.report()); });
    board_.publish(agent_.report());
}

UsersDesk::~UsersDesk() = default;

Result<std::unique_ptr<UsersDesk>> UsersDesk::open(const QString &path, const AgentState &state,
                                                   const QString &software, BackgroundAgent &agent, const Clock &clock)
{
    std::unique_ptr<UsersDesk> desk(new UsersDesk(state, software, agent, clock));
    const auto attached = [state]() -> Result<Attached> {
        const auto identity = TRY(protocol::Identity::load(state.identityFile()));
        return Attached{identity.clientName, identity.service};
    };
    desk->socket_ = TRY(UsersSocket::listen(
        path, {.service = desk->service_, .board = desk->board_, .attached = attached, .backUp = [self = desk.get()] {
                   return self->backUp();
               }}));
    return desk;
}

/// A pause is the administrator's, and no user ends it.
Status UsersDesk::backUp()
{
    const auto report = board_.report();
    if (report && report->decision.state == Decision::State::Paused &&
        report->decision.hindrance.kind == Hindrance::Kind::User)
        return fail(ErrorKind::Busy, QStringLiteral("this computer's administrator has paused backups"));
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    if (asked_ && *asked_ <= now && now - *asked_ < kBetweenBackups)
        return fail(ErrorKind::Busy, QStringLiteral("a backup was asked for less than a minute ago"));
    asked_ = now;
    QMetaObject::invokeMethod(&agent_, [this] { agent_.backUpNow(); }, Qt::QueuedConnection);
    return {};
}

} // namespace backspool::engine
