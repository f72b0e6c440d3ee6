#pragma once
/// A system's agent as its users see it: the real socket, and behind it a service in memory.
#include "attach/local_service.h"
#include "attach/users_socket.h"
#include "read/point_maker.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <sys/syscall.h>

namespace backspool::tests {

constexpr uint32_t kAnn = 1000, kBob = 1001, kStaff = 500;

/// Runs @p work as another user: a thread has credentials of its own (setresuid(2), "C library/kernel differences").
template <class Work> void asUser(uint32_t uid, const std::vector<gid_t> &groups, Work work)
{
    std::thread([&] {
        if (::syscall(SYS_setgroups, groups.size(), groups.data()) != 0 ||
            ::syscall(SYS_setresgid, uid, uid, uid) != 0 || ::syscall(SYS_setresuid, uid, uid, uid) != 0)
            qFatal("the test cannot become another user");
        work();
    }).join();
}

class MemoryLease final : public engine::ServiceLease
{
public:
    MemoryLease(engine::PointService &service) : service_(service), domain_(testSecret()) {}
    engine::PointService &service() override { return service_; }
    const codec::SecretKey &domain() const override { return domain_; }
    std::optional<Error> failure() const override
    {
        return isLost ? std::optional(Error(ErrorKind::Unreachable, QStringLiteral("lost"))) : std::nullopt;
    }
    void abort() override {}
    std::atomic<bool> isLost = false;

private:
    engine::PointService &service_;
    const codec::SecretKey domain_;
};

struct AttachableAgent
{
    AttachableAgent() : points(testDigester()), maker(points)
    {
        auto own = maker.file("own.txt", "of staff");
        own.entry.uid = kAnn;
        own.entry.gid = kStaff;
        own.entry.mode = 0640;
        auto film = maker.file("film", QByteArray(3'000'000, 'f'));
        auto letter = maker.file("letter.txt", "to nobody");
        letter.entry.uid = kBob;
        letter.entry.mode = 0600;
        auto closed = maker.folder("closed", {maker.file("diary.txt", "of Bob")});
        closed.entry.uid = kBob;
        closed.entry.mode = 0700;
        maker.point({own, film, letter, closed});
        ::chmod(folder.path().toUtf8().constData(), 0755);
        listen();
    }
    /// Also again, when it has ended.
    void listen()
    {
        service = std::make_unique<engine::SharedService>(
            [this](const CancelToken &) -> Result<std::shared_ptr<engine::ServiceLease>> {
                ++connections;
                const auto made = std::make_shared<MemoryLease>(points);
                lease = made;
                return made;
            });
        socket = engine::UsersSocket::listen(
            path(), {.service = *service, .board = board, .attached = attached, .backUp = backUp});
    }
    void end() { socket = fail(ErrorKind::Io, QStringLiteral("ended")); }
    QString path() const { return folder.filePath(QStringLiteral("users.socket")); }

    /// The connection to the service ends, and is to be made anew.
    void loseService()
    {
        points.endAfter(0);
        lease.lock()->isLost = true;
    }

    QTemporaryDir folder;
    MemoryService points;
    PointMaker maker;
    std::weak_ptr<MemoryLease> lease; ///< the last; a connection's thread sets it before it answers
    std::atomic<int> connections = 0, backups = 0;
    std::atomic<bool> isEnrolled = true;
    std::unique_ptr<engine::SharedService> service;
    engine::StatusBoard board;
    std::function<Result<engine::Attached>()> attached = [this]() -> Result<engine::Attached> {
        if (!isEnrolled)
            return fail(ErrorKind::NotFound, QStringLiteral("this computer is not enrolled"));
        return engine::Attached{QStringLiteral("desk"), QStringLiteral("nas:1")};
    };
    std::function<Status()> backUp = [this]() -> Status {
        return backups++ == 0 ? Status() : fail(ErrorKind::Busy, QStringLiteral("one was asked for just now"));
    };
    Result<std::unique_ptr<engine::UsersSocket>> socket;
};

} // namespace backspool::tests
