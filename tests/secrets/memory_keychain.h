#pragma once
/// A keychain in memory, that can be locked, lose entries, and fail at each of its calls in turn.
#include "protocol/secret_store.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace backspool::test {

/// Thread-safe but for its members that are not atomic, which are set between calls.
class MemoryKeychain final : public protocol::SecretStore
{
public:
    std::map<QString, QByteArray> kept;
    std::atomic<bool> isOpen = true;
    bool isForgetful = false;   ///< gives something else back
    int callsUntilFailure = -1; ///< never
    bool failsLate = false;     ///< a write that fails has written all the same
    QString ofDesktop;
    std::function<void()> onWrite; ///< what happens while a person thinks it over
    std::atomic<int> prompts = 0;  ///< how often a person was asked to unlock it, and did not

    Presence look(const QString &name) override
    {
        const std::scoped_lock lock(mutex_);
        return !kept.contains(name) ? Presence::Gone : isOpen ? Presence::There : Presence::Locked;
    }
    Result<QByteArray> read(const QString &name, const CancelToken &cancel) override
    {
        const std::scoped_lock lock(mutex_);
        TRY(call(cancel));
        if (!kept.contains(name))
            return fail(ErrorKind::Denied, QStringLiteral("the keychain does not have it any more"));
        return isForgetful ? QByteArray("other") : kept[name];
    }
    Status write(const QString &name, const QByteArray &secret, const CancelToken &cancel) override
    {
        const std::scoped_lock lock(mutex_);
        if (onWrite)
            onWrite();
        if (failsLate)
            kept[name] = secret;
        TRY(call(cancel));
        kept[name] = secret;
        return {};
    }
    Status remove(const QString &name, const CancelToken &cancel) override
    {
        const std::scoped_lock lock(mutex_);
        TRY(call(cancel));
        kept.erase(name);
        return {};
    }
    QString desktop() const override { return ofDesktop; }

private:
    Status call(const CancelToken &cancel)
    {
        TRY(cancel.check());
        if (!isOpen)
            ++prompts;
        if (!isOpen || callsUntilFailure-- == 0)
            return fail(ErrorKind::Unreachable, QStringLiteral("the keychain is locked"));
        return {};
    }

    std::mutex mutex_;
};

} // namespace backspool::test
