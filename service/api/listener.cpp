#include "api/listener.h"

#include "api/client_places.h"
#include "api/committed_trees.h"
#include "api/tls_setup.h"
#include "core/thread_end.h"

namespace backspool::api {

namespace {

/// Threads beyond one for each core: some wait for the disk.
constexpr int kMoreThreads = 2;

ErrorKind kindOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        return ErrorKind::Busy;
    case QAbstractSocket::SocketAccessError:
        return ErrorKind::Denied;
    case QAbstractSocket::SocketAddressNotAvailableError:
    case QAbstractSocket::HostNotFoundError:
        return ErrorKind::Invalid;
    default:
        return ErrorKind::Io;
    }
}

} // namespace

QString ListenAddress::toText() const
{
    const bool isIpv6 = host.protocol() == QAbstractSocket::IPv6Protocol;
    return (isIpv6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host.toString()).arg(port);
}

Result<ListenAddress> ListenAddress::fromText(const QString &text)
{
    const auto wrong = [&] {
        return fail(
            ErrorKind::Invalid,
            QStringLiteral(
                "\"%1\" is not an address to listen on; one looks like 0.0.0.0:7411, [::1]:7411 or localhost:0.")
                .arg(text));
    };
    const auto colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon < 0)
        return wrong();
    QString host = text.left(colon);
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.sliced(1, host.size() - 2);
    else if (host.contains(QLatin1Char(':')))
        return wrong();
    bool ok = false;
    ListenAddress address;
    address.port = text.sliced(colon + 1).toUShort(&ok);
    if (host == QLatin1StringView("localhost"))
        address.host = QHostAddress(QHostAddress::LocalHost);
    else if (host == QLatin1StringView("*"))
        address.host = QHostAddress(QHostAddress::Any);
    else
        address.host = QHostAddress(host);
    if (!ok || address.host.isNull())
        return wrong();
    return address;
}

struct Listener::Private
{
    Private(appliance::Appliance &appliance, const ConnectionLimits &limits)
        : places(limits.ofOneClient), backups(appliance.settings().backupsAtOnce), trees(appliance),
          enrolment(appliance),
          services{
              appliance, pool, places, backups, trees, enrolment, [this](ClientId client) { endSessionsOf(client); }}
    {
        const auto threads = appliance.settings().threads;
        pool.setMaxThreadCount((threads > 0 ? int(threads) : QThread::idealThreadCount()) + kMoreThreads);
        pool.setObjectName(QStringLiteral("session"));
        thread.setObjectName(QStringLiteral("network"));
    }
    ~Private()
    {
        if (acceptor) {
            QObject::connect(acceptor, &Acceptor::empty, &thread, &QThread::quit, Qt::DirectConnection);
            QMetaObject::invokeMethod(acceptor, &Acceptor::shutDown, Qt::QueuedConnection);
        } else {
            thread.quit();
        }
        thread.wait();
        pool.waitForDone();
    }

    void endSessionsOf(ClientId client)
    {
        QMetaObject::invokeMethod(
            acceptor, [target = acceptor, client] { target->endSessionsOf(client); }, Qt::QueuedConnection);
    }

    QThreadPool pool;
    ClientPlaces places;
    BackupRegistry backups;
    CommittedTrees trees;
    EnrolmentDesk enrolment;
    Services services;
    ListenAddress address;
    QThread thread;
    Acceptor *acceptor = nullptr; ///< lives and dies in the thread
};

Result<std::unique_ptr<Listener>> Listener::start(appliance::Appliance &appliance, const ListenAddress &address,
                                                  ConnectionLimits limits)
{
    auto d = std::make_unique<Private>(appliance, limits);
    auto tls = TRY(tlsSetup(appliance));
    auto *acceptor = new Acceptor(d->services, std::move(tls), limits);
    acceptor->moveToThread(&d->thread);
    deleteAtEnd(d->thread, acceptor);
    d->acceptor = acceptor;
    d->thread.start();

    Status listening;
    quint16 port = 0;
    QMetaObject::invokeMethod(
        acceptor,
        [&] {
            if (!acceptor->listen(address.host, address.port))
                listening = fail(kindOf(acceptor->serverError()), QStringLiteral("The service cannot listen on %1: %2.")
                                                                      .arg(address.toText(), acceptor->errorString()));
            port = acceptor->serverPort();
        },
        Qt::BlockingQueuedConnection);
    TRY(listening);
    d->address = {address.host, port};
    return std::unique_ptr<Listener>(new Listener(std::move(d)));
}

Listener::Listener(std::unique_ptr<Private> d) : d_(std::move(d)) {}

Listener::~Listener() = default;

const ListenAddress &Listener::address() const
{
    return d_->address;
}

void Listener::endSessionsOf(ClientId client)
{
    d_->endSessionsOf(client);
}

void Listener::announcePolicy(const trust::PolicyVersion &policy)
{
    const auto message =
        protocol::Policy{.version = policy.version, .set = policy.set, .content = policy.content}.encode();
    QMetaObject::invokeMethod(
        d_->acceptor, [acceptor = d_->acceptor, message] { acceptor->announcePolicy(message); }, Qt::QueuedConnection);
}

size_t Listener::sessionCount() const
{
    size_t count = 0;
    QMetaObject::invokeMethod(
        d_->acceptor, [&, acceptor = d_->acceptor] { count = acceptor->sessionCount(); }, Qt::BlockingQueuedConnection);
    return count;
}

} // namespace backspool::api
