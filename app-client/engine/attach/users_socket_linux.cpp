#include "attach/local_address.h"
#include "attach/subordinate_ids.h"
#include "attach/users_socket.h"
#include "core/logging.h"
#include "core/small_file.h"

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
    isEnding_ = true;
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
    while (!isEnding_) {
        FileDescriptor file(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!file.isOpen() && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (!file.isOpen() && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
            clearOver();
            // Who waits goes on waiting.
            std::this_thread::sleep_for(std::chrono::seconds(1));
            continue;
        }
        if (!file.isOpen())
            return;
        clearOver();
        try {
            accept(std::move(file));
        } catch (const std::exception &error) { // std::system_error: no thread; std::bad_alloc. Who came comes again
            qCWarning(logEngine) << "a user's program cannot be served:" << error.what();
        }
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
    if (!user)
        return;
    const auto countedAs =
        ownerOfId(user->uid, readSmallFile(QStringLiteral("/etc/subuid"), 1_MiB).value_or(QByteArray()));
    size_t reading = 0, own = 0, ownReading = 0;
    for (const auto &served : served_) {
        const bool isReading = !served.connection->isWatching(), isOwn = served.countedAs == countedAs;
        reading += isReading;
        own += isOwn;
        ownReading += isReading && isOwn;
    }
    if (served_.size() >= kMost || own >= kMostOfUser || reading >= kMostReading || ownReading >= kMostReadingOfUser)
        return;
    auto &account = accounts_[countedAs];
    if (!account)
        account = std::make_shared<std::atomic<size_t>>(0);
    auto connection = std::make_unique<UserConnection>(std::move(file), *std::move(user), account, parts_);
    auto &served = served_.emplace_back();
    served.connection = std::move(connection);
    served.countedAs = countedAs;
    try {
        served.thread = std::thread([&served] {
            served.connection->serve();
            served.isOver = true;
        });
    } catch (const std::system_error &) {
        served_.pop_back();
        throw;
    }
}

} // namespace backspool::engine
