#pragma once
/// What a keychain gave, and that it was refused, or not found: so that a program which looks for its key many times an
/// hour reads it once, and a person who does not want to type a password now is not asked again and again.
#include "core/clock.h"
#include "protocol/secret_store.h"

#include <map>
#include <memory>
#include <mutex>

namespace backspool::engine {

/// Thread-safe. One question at a time; who waits for it gets the same answer. What is read stays in memory: whoever
/// can read that can read the keychain too. After a refusal the keychain is asked again when it was opened since, when
/// askAgain() says that somebody is there, and else after an hour.
class RememberedSecrets final : public protocol::SecretStore
{
public:
    /// The clock outlives it.
    RememberedSecrets(std::unique_ptr<protocol::SecretStore> store, const Clock &clock);

    Presence look(const QString &name) override;
    Result<QByteArray> read(const QString &name, const CancelToken &cancel) override;
    Status write(const QString &name, const QByteArray &secret, const CancelToken &cancel) override;
    Status remove(const QString &name, const CancelToken &cancel) override;
    QString desktop() const override { return store_->desktop(); }
    void askAgain() override { isWelcome_ = true; }

private:
    struct Refusal
    {
        QString name;
        Error error;
        std::chrono::steady_clock::time_point when;
        bool wasOpen; ///< so that it being open is no news
    };
    bool mayAsk(const QString &name);

    const std::unique_ptr<protocol::SecretStore> store_;
    const Clock &clock_;
    std::atomic<bool> isWelcome_ = false;
    std::timed_mutex mutex_; ///< guards what follows; held while the store is asked
    std::map<QString, QByteArray> known_;
    std::optional<Refusal> refusal_;
};

} // namespace backspool::engine
