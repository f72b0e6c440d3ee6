#include "secrets/keychain_store.h"

#include "core/thread_end.h"
#include "secrets/plasma_wallet.h"
#include "secrets/session_bus.h"

#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
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
/// Of the environment anybody may write anything.
constexpr qsizetype kMaxDesktopName = 64;
const QString kServicePath = QStringLiteral("/org/freedesktop/secrets");

/// The Secret Service API (freedesktop.org, draft 0.2).
QDBusMessage askService(const QString &path, const QString &interface, const QString &method,
                        const QVariantList &arguments)
{
    return askOnSessionBus({QStringLiteral("org.freedesktop.secrets"), path, interface, method, arguments});
}

/// Nothing: there is none, or it does not say.
std::optional<bool> isDefaultCollectionLocked()
{
    const auto alias = askService(kServicePath, QStringLiteral("org.freedesktop.Secret.Service"),
                                  QStringLiteral("ReadAlias"), {QStringLiteral("default")});
    if (alias.signature() != QStringLiteral("o"))
        return std::nullopt;
    const auto collection = qdbus_cast<QDBusObjectPath>(alias.arguments().front()).path();
    if (collection == QStringLiteral("/"))
        return std::nullopt;
    const auto locked = askService(collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"),
                                   {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});
    if (locked.signature() != QStringLiteral("v"))
        return std::nullopt;
    const auto value = qdbus_cast<QDBusVariant>(locked.arguments().front()).variant();
    return value.typeId() == QMetaType::Bool ? std::optional(value.toBool()) : std::nullopt;
}

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
    bool isThere()
    {
        const std::scoped_lock lock(mutex);
        return outcome.has_value();
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

template <class Job>
std::shared_ptr<KeychainStore::Answer> KeychainStore::begin(QObject *context, const QString &name,
                                                            const QByteArray &secret)
{
    auto answer = std::make_shared<Answer>();
    const auto start = [name, secret, answer, context] {
        auto *job = new Job(kService, context);
        job->setKey(name);
        if constexpr (std::is_same_v<Job, QKeychain::WritePasswordJob>)
            job->setBinaryData(secret);
        QObject::connect(job, &QKeychain::Job::finished, context, [job, answer] {
            if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
                answer->give(*job, job->binaryData());
            else
                answer->give(*job);
        });
        job->start();
    };
    QMetaObject::invokeMethod(context, start, Qt::QueuedConnection);
    return answer;
}

std::shared_ptr<KeychainStore::Answer> KeychainStore::beginReading(const QString &name)
{
    auto *const context = this->context();
    const std::scoped_lock lock(mutex_);
    auto reading = reading_[name].lock();
    if (!reading || reading->isThere()) {
        reading = begin<QKeychain::ReadPasswordJob>(context, name);
        reading_[name] = reading;
    }
    return reading;
}

Result<KeychainStore::Outcome> KeychainStore::wait(Answer &answer, const CancelToken &cancel)
{
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::unique_lock lock(answer.mutex);
    while (!answer.came.wait_for(lock, kLook, [&] { return answer.outcome.has_value(); })) {
        TRY(cancel.check());
        if (std::chrono::steady_clock::now() > end)
            return Outcome{QKeychain::OtherError, QStringLiteral("it does not answer"), {}};
    }
    return *answer.outcome;
}

QString KeychainStore::desktop() const
{
    // Desktop Entry Specification, "OnlyShowIn": names with colons between them.
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").left(kMaxDesktopName);
}

KeychainStore::Presence KeychainStore::look(const QString &name)
{
    if (const auto isOpen = isPlasmaWalletOpen())
        return *isOpen ? Presence::There : Presence::Locked;
    // KeePassXC asks a person for its password where it is searched while it is locked.
    const auto isLocked = isDefaultCollectionLocked();
    if (isLocked == true)
        return Presence::Locked;
    // "SearchItems": which are open and which are locked, without asking anybody. The attributes are those that
    // QtKeychain gives its entries.
    qDBusRegisterMetaType<QMap<QString, QString>>();
    const QMap<QString, QString> attributes{{QStringLiteral("user"), name}, {QStringLiteral("server"), kService}};
    const auto answer = askService(kServicePath, QStringLiteral("org.freedesktop.Secret.Service"),
                                   QStringLiteral("SearchItems"), {QVariant::fromValue(attributes)});
    if (answer.signature() != QStringLiteral("aoao"))
        return Presence::Unknown;
    const auto isAny = [&](int which) {
        return !qdbus_cast<QList<QDBusObjectPath>>(answer.arguments().at(which)).isEmpty();
    };
    if (isAny(0))
        return Presence::There;
    if (isAny(1))
        return Presence::Locked;
    return isLocked ? Presence::Gone : Presence::Unknown;
}

Result<QByteArray> KeychainStore::read(const QString &name, const CancelToken &cancel)
{
    const auto outcome = TRY(wait(*beginReading(name), cancel));
    if (outcome.code == QKeychain::NoError)
        return outcome.secret;
    if (outcome.code != QKeychain::EntryNotFound)
        return unreachable(wordsFor(outcome.code, outcome.words));
    // Nothing is found in the Secret Service, too, when a person does not want to unlock it, or where it is just
    // starting. In Plasma's wallet nothing is looked for unless it is open.
    const auto presence = isPlasmaWalletOpen() == true ? Presence::Gone : look(name);
    if (presence == Presence::Locked)
        return unreachable(wordsFor(QKeychain::AccessDenied, {}));
    if (presence != Presence::Gone)
        return unreachable(QStringLiteral("the keychain of the desktop does not show this computer's key now"));
    return fail(ErrorKind::Denied,
                QStringLiteral("the keychain of the desktop does not have this computer's key any more. Bring the "
                               "keychain back, or ask whoever looks after the backups for a new code, and connect this "
                               "computer again"));
}

Status KeychainStore::write(const QString &name, const QByteArray &secret, const CancelToken &cancel)
{
    {
        const std::scoped_lock lock(mutex_);
        reading_.erase(name); // it may answer what was there before
    }
    const auto outcome = TRY(wait(*begin<QKeychain::WritePasswordJob>(context(), name, secret), cancel));
    if (outcome.code != QKeychain::NoError)
        return fail(ErrorKind::Unreachable, wordsFor(outcome.code, outcome.words));
    return {};
}

Status KeychainStore::remove(const QString &name, const CancelToken &cancel)
{
    const auto outcome = TRY(wait(*begin<QKeychain::DeletePasswordJob>(context(), name), cancel));
    if (outcome.code != QKeychain::NoError && outcome.code != QKeychain::EntryNotFound)
        return fail(ErrorKind::Unreachable, wordsFor(outcome.code, outcome.words));
    return {};
}

} // namespace backspool::engine
