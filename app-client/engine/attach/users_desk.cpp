#include "attach/users_desk.h"

#include "protocol/identity.h"

namespace backspool::engine {

namespace {
/// Users together: nobody keeps the computer busy by asking again and again.
constexpr std::chrono::minutes kBetweenBackups{10};
/// So long an answer of no holds: to look for one anew takes time of the agent's own thread.
constexpr std::chrono::seconds kRefusalHolds{10};
} // namespace

UsersDesk::UsersDesk(const AgentState &state, const QString &software, BackgroundAgent &agent, const Clock &clock)
    : agent_(agent), clock_(clock), service_(connectAs(state, software))
{
    connect(&agent_, &BackgroundAgent::changed, this, [this] { board_.publish(agent_.report()); });
    board_.publish(agent_.report());
}

UsersDesk::~UsersDesk()
{
    const std::lock_guard lock(mutex_);
    isEnding_ = true;
    answered_.notify_all();
}

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

/// The agent decides, in its own thread; this one waits for its word, and no longer than there is a desk.
Status UsersDesk::backUp()
{
    const auto answer = std::make_shared<std::optional<Status>>();
    QMetaObject::invokeMethod(
        this,
        [this, answer] {
            auto decided = decide();
            const std::lock_guard lock(mutex_);
            *answer = std::move(decided);
            answered_.notify_all();
        },
        Qt::QueuedConnection);
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return isEnding_ || *answer; });
    return *answer ? **answer : fail(ErrorKind::Cancelled, QStringLiteral("the system's agent is ending"));
}

Status UsersDesk::decide()
{
    const auto now = clock_.now();
    if (asked_ && *asked_ <= now && now - *asked_ < kBetweenBackups)
        return fail(ErrorKind::Busy, QStringLiteral("a backup was asked for less than ten minutes ago"));
    if (refusal_ && refusedAt_ <= now && now - refusedAt_ < kRefusalHolds)
        return fail(*refusal_);
    if (const auto wished = agent_.wishBackup(); !wished) {
        refusal_ = wished.error();
        refusedAt_ = now;
        return wished;
    }
    refusal_.reset();
    asked_ = now;
    return {};
}

} // namespace backspool::engine
