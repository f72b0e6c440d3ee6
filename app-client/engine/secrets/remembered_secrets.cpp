#include "secrets/remembered_secrets.h"

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

/// As long as from one backup to the next (architecture page, "target delay").
constexpr auto kAskAgainAfter = 1h;

/// While another waits for a person, a cancelled one does not.
Result<std::unique_lock<std::timed_mutex>> lockUnless(const CancelToken &cancel, std::timed_mutex &mutex)
{
    std::unique_lock lock(mutex, std::defer_lock);
    while (!lock.try_lock_for(100ms))
        TRY(cancel.check());
    return lock;
}

} // namespace

RememberedSecrets::RememberedSecrets(std::unique_ptr<protocol::SecretStore> store, const Clock &clock)
    : store_(std::move(store)), clock_(clock)
{
}

RememberedSecrets::Presence RememberedSecrets::look(const QString &name)
{
    return store_->look(name);
}

bool RememberedSecrets::mayAsk(const QString &name)
{
    return isWelcome_.exchange(false) || !refusal_ || refusal_->name != name ||
           clock_.steadyNow() - refusal_->when >= kAskAgainAfter ||
           (!refusal_->wasOpen && store_->look(name) == Presence::There);
}

Result<QByteArray> RememberedSecrets::read(const QString &name, const CancelToken &cancel)
{
    const auto lock = TRY(lockUnless(cancel, mutex_));
    if (const auto known = known_.find(name); known != known_.end())
        return known->second;
    if (!mayAsk(name))
        return fail(refusal_->error);
    auto secret = store_->read(name, cancel);
    refusal_.reset();
    if (secret)
        known_[name] = *secret;
    else if (secret.error().kind() != ErrorKind::Cancelled)
        refusal_ = Refusal{name, secret.error(), clock_.steadyNow(), store_->look(name) == Presence::There};
    return secret;
}

Status RememberedSecrets::write(const QString &name, const QByteArray &secret, const CancelToken &cancel)
{
    const auto lock = TRY(lockUnless(cancel, mutex_));
    known_.erase(name); // what is read next is what the store has
    refusal_.reset();
    return store_->write(name, secret, cancel);
}

Status RememberedSecrets::remove(const QString &name, const CancelToken &cancel)
{
    const auto lock = TRY(lockUnless(cancel, mutex_));
    known_.erase(name);
    return store_->remove(name, cancel);
}

} // namespace backspool::engine
