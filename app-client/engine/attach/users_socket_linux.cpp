#include "attach/local_address.h"
#include "attach/users_socket.h"

#include <QFile>

#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>

namespace backspool::engine {

namespace {
constexpr int kMostWaiting = 16;
} // namespace

Result<std::unique_ptr<UsersSocket>> UsersSocket::listen(const QString &path, const UserConnectionParts &parts)
{
    const QString doing = QStringLiteral("listening on %1 for users of this computer").arg(path);
    const QByteArray name = QFile::encodeName(path);
    const auto address = localAddress(name);
    if (!address)
        return fail(ErrorKind::Unsupported, doing + QStringLiteral(": the path is too long for a socket"));
    FileDescriptor file(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!file.isOpen())
        return fail(systemError(errno, doing));
    ::unlink(name.constData());
    if (::bind(file.get(), reinterpret_cast<const sockaddr *>(&*address), sizeof *address) != 0 ||
        ::chmod(name.constData(), 0666) != 0 || ::listen(file.get(), kMostWaiting) != 0)
        return fail(systemError(errno, doing));
    return std::unique_ptr<UsersSocket>(new UsersSocket(name, std::move(file), parts));
}

UsersSocket::UsersSocket(QByteArray path, FileDescriptor listening, const UserConnectionParts &parts)
    : path_(std::move(path)), listening_(std::move(listening)), parts_(parts), thread_([this] { acceptAll(); })
{
}

UsersSocket::~UsersSocket()
{
    ::unlink(path_.constData());
    ::shutdown(listening_.get(), SHUT_RDWR); // ends accept()
    thread_.join();
    parts_.service.end();
    for (auto &served : served_)
        served.connection->end();
    for (auto &served : served_)
        served.thread.join();
}

void UsersSocket::acceptAll()
{
    for (;;) {
        FileDescriptor file(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!file.isOpen() && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (!file.isOpen() && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
            std::this_thread::sleep_for(std::chrono::seconds(1)); // who waits goes on waiting
            continue;
        }
        if (!file.isOpen())
            return;
        clearOver();
        accept(std::move(file));
    }
}

void UsersSocket::clearOver()
{
    for (auto it = served_.begin(); it != served_.end();) {
        if (!it->isOver) {
            ++it;
            continue;
        }
        it->thread.join();
        it = served_.erase(it);
    }
    std::erase_if(accounts_, [](const auto &account) { return account.second.use_count() == 1; });
}

void UsersSocket::accept(FileDescriptor file)
{
    auto user = userAtOtherEnd(file.get());
    if (!user || served_.size() >= kMostConnections)
        return;
    const auto uid = user->uid;
    const auto own =
        std::ranges::count_if(served_, [uid](const Served &served) { return served.connection->user().uid == uid; });
    if (size_t(own) >= kMostOfUser)
        return;
    auto &account = accounts_[uid];
    if (!account)
        account = std::make_shared<std::atomic<size_t>>(0);
    auto &served = served_.emplace_back();
    served.connection = std::make_unique<UserConnection>(std::move(file), *std::move(user), account, parts_);
    served.thread = std::thread([&served] {
        served.connection->serve();
        served.isOver = true;
    });
}

} // namespace backspool::engine
