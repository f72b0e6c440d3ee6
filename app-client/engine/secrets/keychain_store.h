#pragma once
/// The keychain of the user's desktop, as a place for secrets: by QtKeychain, which speaks to the Secret Service (GNOME
/// and others) or to KWallet.
#include "protocol/secret_store.h"

#include <QThread>

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace backspool::engine {

/// One in a process: QtKeychain's queue of jobs belongs to the thread that asks first. It is a thread of the store's
/// own, with an event loop, started by the first question; whoever asks need not have one. A person has 90 seconds to
/// type a password; until they did, who asks for the same
/// secret waits for that answer, and they see one question.
class KeychainStore final : public protocol::SecretStore
{
public:
    KeychainStore() = default;
    ~KeychainStore() override;
    KeychainStore(const KeychainStore &) = delete;
    KeychainStore &operator=(const KeychainStore &) = delete;

    /// Locked: the default collection is, where QtKeychain keeps things; it is not searched then. Gone: the Secret
    /// Service does not find it, and that collection is open. Unknown: there is no Secret Service, or it does not say.
    /// Plasma's wallet: There, when it is open, whatever is in it; else Locked.
    Presence look(const QString &name) override;
    Result<QByteArray> read(const QString &name, const CancelToken &cancel) override;
    Status write(const QString &name, const QByteArray &secret, const CancelToken &cancel) override;
    Status remove(const QString &name, const CancelToken &cancel) override;
    /// QtKeychain goes by it: KWallet in Plasma, the Secret Service elsewhere.
    QString desktop() const override;

private:
    /// Of a job's answer: code (QKeychain::Error), its words, and what was read.
    struct Outcome;
    struct Answer;
    /// Begins a job of QtKeychain about @p name, in the keychain's thread. @p secret: to be written.
    template <class Job>
    static std::shared_ptr<Answer> begin(QObject *context, const QString &name, const QByteArray &secret = {});
    /// The one that is being read already, or a new question.
    std::shared_ptr<Answer> beginReading(const QString &name);
    static Result<Outcome> wait(Answer &answer, const CancelToken &cancel);
    QObject *context();

    std::mutex mutex_; ///< guards what follows
    std::unique_ptr<QThread> thread_;
    QObject *context_ = nullptr;                       ///< lives in thread_
    std::map<QString, std::weak_ptr<Answer>> reading_; ///< by the secret's name
};

} // namespace backspool::engine
