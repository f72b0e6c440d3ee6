#include "api/acceptor.h"

#include "core/logging.h"

#include <QSslSocket>

#include <unistd.h>

#include <algorithm>

namespace backspool::api {

Acceptor::Acceptor(const Services &services, QSslConfiguration tls, ConnectionLimits limits)
    : services_(services), tls_(std::move(tls)), limits_(limits)
{
}

Acceptor::~Acceptor()
{
    Q_ASSERT(sessions_.empty());
    // Those that are over and wait to be deleted: they still know the budget.
    qDeleteAll(findChildren<Session *>(Qt::FindDirectChildrenOnly));
}

void Acceptor::incomingConnection(qintptr descriptor)
{
    const auto strangers =
        size_t(std::ranges::count_if(sessions_, [](const Session *session) { return !session->isKnown(); }));
    if (isShuttingDown_ || strangers >= limits_.strangers || (sessions_.size() >= limits_.connections && !makeRoom())) {
        qCWarning(logNetwork).noquote() << QStringLiteral("refusing a connection: %1 are open, %2 of them by strangers")
                                               .arg(sessions_.size())
                                               .arg(strangers);
        ::close(int(descriptor));
        return;
    }
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        qCWarning(logNetwork).noquote() << "a connection could not be taken:" << socket->errorString();
        ::close(int(descriptor));
        return;
    }
    socket->setSslConfiguration(tls_);
    auto *raw = socket.release(); // the session's channel owns it
    auto *session = new Session(services_, budget_, raw, limits_.untaken, this);
    sessions_.insert(session);
    connect(session, &Session::over, this, [this, session] { forget(session); });
    raw->startServerEncryption();
}

/// Agents hold a connection each to hear of the policy; where places are short, one that does only that gives way: its
/// agent comes again, and asks before each backup in any case.
bool Acceptor::makeRoom()
{
    const auto watching = std::ranges::find_if(sessions_, &Session::isOnlyWatching);
    if (watching == sessions_.end())
        return false;
    (*watching)->abort();
    return true;
}

void Acceptor::announcePolicy(const QByteArray &policy)
{
    for (auto *session : sessions_)
        session->announcePolicy(policy);
}

void Acceptor::forget(Session *session)
{
    sessions_.erase(session);
    session->deleteLater();
    if (isShuttingDown_ && sessions_.empty())
        Q_EMIT empty();
}

void Acceptor::endSessionsOf(ClientId client)
{
    for (auto *session : sessions_) {
        if (session->client() == client)
            session->abort();
    }
}

void Acceptor::shutDown()
{
    isShuttingDown_ = true;
    close();
    for (auto *session : sessions_)
        session->abort();
    if (sessions_.empty())
        QMetaObject::invokeMethod(this, &Acceptor::empty, Qt::QueuedConnection);
}

} // namespace backspool::api
