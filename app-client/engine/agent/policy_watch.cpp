#include "agent/policy_watch.h"

#include "agent/service_policy.h"
#include "core/logging.h"

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

/// A line that is dead, after a sleep say, shows when something is said on it; the service ends what is silent for ten
/// minutes.
constexpr auto kAskInterval = 60s;
constexpr auto kPatience = 30s;
/// More in one go are no administrator's doing.
constexpr size_t kMostTold = 16;

} // namespace

PolicyWatch::PolicyWatch(AgentState state, QString software, std::chrono::milliseconds pause)
    : state_(std::move(state)), software_(std::move(software)), pause_(pause)
{
}

PolicyWatch::~PolicyWatch()
{
    {
        const std::scoped_lock lock(mutex_);
        cancel_.cancel();
    }
    woken_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

void PolicyWatch::start()
{
    thread_ = std::thread([this] { run(); });
}

std::optional<Error> PolicyWatch::refused() const
{
    const std::scoped_lock lock(mutex_);
    return refused_;
}

void PolicyWatch::run()
{
    while (!isOver()) {
        watchOnce();
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, pause_, [this] { return isOver(); });
    }
}

void PolicyWatch::watchOnce()
{
    // Who is not enrolled yet has no service; backups say so.
    const auto identity = state_.identity(cancel_);
    const bool isKeyMissed = !identity && identity.error().kind() == ErrorKind::Unreachable;
    if (std::exchange(wasKeyMissed_, isKeyMissed) && identity)
        Q_EMIT keyFound();
    if (!identity)
        return;
    const auto connection = protocol::ClientConnection::connect(*identity, software_, cancel_);
    if (!connection) {
        qCDebug(logEngine).noquote() << "no watch for the policy:" << connection.error().text();
        return;
    }
    {
        const std::scoped_lock lock(mutex_);
        told_.clear();
        hasEnded_ = false;
    }
    (*connection)->setListener([this](const Result<protocol::Frame> &frame) {
        const std::scoped_lock lock(mutex_);
        if (!frame) {
            hasEnded_ = true;
        } else if (frame->type == protocol::MessageType::Policy && told_.size() < kMostTold) {
            if (auto policy = protocol::Policy::decode(frame->payload))
                told_.push_back(*std::move(policy));
        }
        woken_.notify_all();
    });
    uint64_t known = 0;
    while (!isOver() && ask(**connection, known)) {
        while (auto policy = next())
            take(*policy, known);
    }
    (*connection)->setListener({});
}

std::optional<protocol::Policy> PolicyWatch::next()
{
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, kAskInterval, [this] { return isOver() || hasEnded_ || !told_.empty(); });
    if (isOver() || told_.empty())
        return std::nullopt;
    auto policy = std::move(told_.front());
    told_.pop_front();
    return policy;
}

/// False: the connection is of no use any more.
bool PolicyWatch::ask(protocol::ClientConnection &connection, uint64_t &known)
{
    struct Answer
    {
        std::mutex mutex;
        std::condition_variable came;
        std::optional<Result<protocol::Frame>> frame;
    };
    const auto answer = std::make_shared<Answer>();
    const auto sent = connection.request(protocol::MessageType::GetPolicy,
                                         protocol::GetPolicy{.known = known, .watch = true}.encode(),
                                         [answer](Result<protocol::Frame> frame) {
                                             const std::scoped_lock lock(answer->mutex);
                                             answer->frame = std::move(frame);
                                             answer->came.notify_all();
                                             return false;
                                         });
    if (!sent)
        return false;
    std::unique_lock lock(answer->mutex);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!answer->frame && !isOver() && std::chrono::steady_clock::now() < end)
        answer->came.wait_for(lock, 100ms);
    if (!answer->frame || !*answer->frame || (*answer->frame)->type != protocol::MessageType::Policy)
        return false;
    const auto policy = protocol::Policy::decode((*answer->frame)->payload);
    if (policy && (policy->version != known || known == 0))
        take(*policy, known);
    return policy.has_value();
}

void PolicyWatch::take(const protocol::Policy &policy, uint64_t &known)
{
    // What was said before the last answer, and arrives after it.
    if (policy.version < known)
        return;
    known = policy.version;
    const auto kept = keepServicePolicy(state_, policy);
    bool isOther = kept && *kept;
    {
        const std::scoped_lock lock(mutex_);
        const auto now = kept ? std::optional<Error>() : std::optional(kept.error());
        isOther = isOther || refused_.has_value() != now.has_value() || (now && refused_->text() != now->text());
        refused_ = now;
    }
    if (isOther)
        Q_EMIT changed();
}

} // namespace backspool::engine
