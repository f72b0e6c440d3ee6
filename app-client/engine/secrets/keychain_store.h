#pragma once
/// The keychain of the user's desktop, as a place for secrets: by QtKeychain, which speaks to the Secret Service (GNOME
/// and others) or to KWallet.
#include "protocol/secret_store.h"

#include <QThread>

#include <functional>
#include <memory>
#include <mutex>

namespace backspool::engine {

/// One in a process: QtKeychain's queue of jobs belongs to the thread that asks first. It is a thread of the store's
/// own, with an event loop, started by the first question; whoever asks need not have one. A person has 90 seconds to
/// type a password; what they answer later serves the next question.
class KeychainStore final : public protocol::SecretStore
{
public:
    KeychainStore() = default;
    ~KeychainStore() override;
    KeychainStore(const KeychainStore &) = delete;
    KeychainStore &operator=(const KeychainStore &) = delete;

    /// Unknown: there is no Secret Service, or it does not answer.
    Presence look(const QString &name) override;
    Result<QByteArray> read(const QString &name, const CancelToken &cancel) override;
    Status write(const QString &name, const QByteArray &secret, const CancelToken &cancel) override;
    Status remove(const QString &name, const CancelToken &cancel) override;

private:
    /// Of a job's answer: code (QKeychain::Error), its words, and what was read.
    struct Outcome;
    struct Answer;
    /// Runs @p start in the keychain's thread; it begins a job, and gives the answer when that has finished.
    using Start = std::function<void(QObject *context, const std::shared_ptr<Answer> &answer)>;
    Result<Outcome> ask(const Start &start, const CancelToken &cancel);
    QObject *context();

    std::mutex mutex_; ///< guards what follows
    std::unique_ptr<QThread> thread_;
    QObject *context_ = nullptr; ///< lives in thread_
};

} // namespace backspool::engine
