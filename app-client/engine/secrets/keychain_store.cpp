#include "secrets/keychain_store.h"

#include "core/thread_end.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <qt6keychain/keychain.h>

#include <condition_variable>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

const QString kService = QStringLiteral("Backspool");
/// Somebody may be typing a password.
constexpr auto kPatience = 90s;
/// How soon it shows that nobody waits any more.
constexpr auto kLook = 100ms;
/// Nobody is asked anything.
constexpr int kShortPatienceMilliseconds = 3000;

std::unexpected<Error> unreachable(const QString &what)
{
    return fail(ErrorKind::Unreachable,
                QStringLiteral("%1. This computer's key is in it: unlock it, or start this program in the session of "
                               "the desktop that has it. If it is gone for good, ask whoever looks after the backups "
                               "for a new code, and connect this computer again")
                    .arg(what));
}

QString wordsFor(int code, const QString &words)
{
    switch (code) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return QStringLiteral("the keychain of the desktop is locked");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return QStringLiteral("there is no keychain here");
    default:
        return QStringLiteral("the keychain of the desktop cannot be reached (%1)").arg(words);
    }
}

} // namespace

struct KeychainStore::Outcome
{
    int code = QKeychain::NoError;
    QString words;
    QByteArray secret;
};

struct KeychainStore::Answer
{
    std::mutex mutex; ///< guards outcome
    std::condition_variable came;
    std::optional<Outcome> outcome;

    void give(const QKeychain::Job &job, QByteArray secret = {})
    {
        const std::scoped_lock lock(mutex);
        outcome = Outcome{job.error(), job.errorString(), std::move(secret)};
        came.notify_all();
    }
};

KeychainStore::~KeychainStore()
{
    if (thread_) {
        thread_->quit();
        thread_->wait();
    }
}

QObject *KeychainStore::context()
{
    const std::scoped_lock lock(mutex_);
    if (!thread_) {
        thread_ = std::make_unique<QThread>();
        context_ = new QObject;
        context_->moveToThread(thread_.get());
        deleteAtEnd(*thread_, context_);
        thread_->start();
    }
    return context_;
}

Result<KeychainStore::Outcome> KeychainStore::ask(const Start &start, const CancelToken &cancel)
{
    const auto answer = std::make_shared<Answer>();
    auto *context = this->context();
    QMetaObject::invokeMethod(context, [start, answer, context] { start(context, answer); }, Qt::QueuedConnection);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::unique_lock lock(answer->mutex);
    while (!answer->came.wait_for(lock, kLook, [&] { return answer->outcome.has_value(); })) {
        TRY(cancel.check());
        if (std::chrono::steady_clock::now() > end)
            return Outcome{QKeychain::OtherError, QStringLiteral("it does not answer"), {}};
    }
    return *answer->outcome;
}

KeychainStore::Presence KeychainStore::look(const QString &name)
{
    // The Secret Service API (freedesktop.org, draft 0.2), "SearchItems": which are open and which are locked, without
    // asking anybody. The attributes are those that QtKeychain gives its entries.
    qDBusRegisterMetaType<QMap<QString, QString>>();
    auto question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    question << QVariant::fromValue(
        QMap<QString, QString>{{QStringLiteral("user"), name}, {QStringLiteral("server"), kService}});
    const auto answer = QDBusConnection::sessionBus().call(question, QDBus::Block, kShortPatienceMilliseconds);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.signature() != QStringLiteral("aoao"))
        return Presence::Unknown;
    const auto isAny = [&](int which) {
        return !qdbus_cast<QList<QDBusObjectPath>>(answer.arguments().at(which)).isEmpty();
    };
    return isAny(0) ? Presence::There : isAny(1) ? Presence::Locked : Presence::Gone;
}

Result<QByteArray> KeychainStore::read(const QString &name, const CancelToken &cancel)
{
    const auto outcome = TRY(ask(
        [name](QObject *context, const std::shared_ptr<Answer> &answer) {
            auto *job = new QKeychain::ReadPasswordJob(kService, context);
            job->setKey(name);
            QObject::connect(job, &QKeychain::Job::finished, context,
                             [job, answer] { answer->give(*job, job->binaryData()); });
            job->start();
        },
        cancel));
    if (outcome.code == QKeychain::NoError)
        return outcome.secret;
    if (outcome.code != QKeychain::EntryNotFound)
        return unreachable(wordsFor(outcome.code, outcome.words));
    // libsecret finds nothing, too, when a person does not want to unlock it.
    if (look(name) == Presence::Locked)
        return unreachable(wordsFor(QKeychain::AccessDenied, {}));
    return fail(ErrorKind::Denied,
                QStringLiteral("the keychain of the desktop does not have this computer's key any more. Bring the "
                               "keychain back, or ask whoever looks after the backups for a new code, and connect this "
                               "computer again"));
}

Status KeychainStore::write(const QString &name, const QByteArray &secret, const CancelToken &cancel)
{
    const auto outcome = TRY(ask(
        [name, secret](QObject *context, const std::shared_ptr<Answer> &answer) {
            auto *job = new QKeychain::WritePasswordJob(kService, context);
            job->setKey(name);
            job->setBinaryData(secret);
            QObject::connect(job, &QKeychain::Job::finished, context, [job, answer] { answer->give(*job); });
            job->start();
        },
        cancel));
    if (outcome.code != QKeychain::NoError)
        return fail(ErrorKind::Unreachable, wordsFor(outcome.code, outcome.words));
    return {};
}

Status KeychainStore::remove(const QString &name, const CancelToken &cancel)
{
    const auto outcome = TRY(ask(
        [name](QObject *context, const std::shared_ptr<Answer> &answer) {
            auto *job = new QKeychain::DeletePasswordJob(kService, context);
            job->setKey(name);
            QObject::connect(job, &QKeychain::Job::finished, context, [job, answer] { answer->give(*job); });
            job->start();
        },
        cancel));
    if (outcome.code != QKeychain::NoError && outcome.code != QKeychain::EntryNotFound)
        return fail(ErrorKind::Unreachable, wordsFor(outcome.code, outcome.words));
    return {};
}

} // namespace backspool::engine
