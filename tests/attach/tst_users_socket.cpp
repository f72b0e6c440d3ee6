#include "attach/attachable_agent.h"
#include "format/version_record.h"
#include "read/content_bytes.h"
#include "read/point_reader.h"
#include "support/verify_ok.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QSemaphore>
#include <QTemporaryDir>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <thread>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

Result<QByteArray> contentOf(LocalService &service, const QByteArray &path)
{
    ObjectFetcher fetcher(service, Verifier::byGiver());
    NodeReader nodes(fetcher);
    const auto reader = TRY(PointReader::open(service, nodes, PointId{1}));
    const auto found = TRY(reader.find(path));
    return readContent(fetcher, Verifier::byGiver(), {found.entry.content, found.entry.size}, found.parent, 64_MiB);
}

/// A program that speaks as it likes.
struct Stranger
{
    explicit Stranger(const QString &path) : file(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::ranges::copy(path.toUtf8(), address.sun_path);
        if (::connect(file.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            qFatal("the test cannot connect");
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(file.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    void send(const QByteArray &bytes) const
    {
        std::ignore = ::send(file.get(), bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
    }
    void greet() const { send(protocol::encodeFrame({messageType(LocalMessage::Attach), 1, Attach{}.encode()})); }
    /// Whether the agent ends the connection.
    bool isEnded() const
    {
        char bytes[4'096];
        ssize_t got = 0;
        while ((got = ::recv(file.get(), bytes, sizeof bytes, 0)) > 0) {
        }
        return got == 0 || errno == ECONNRESET;
    }
    FileDescriptor file;
};

} // namespace

class TestUsersSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (::geteuid() != 0)
            QSKIP("only root can become other users");
    }

    void eachUserReadsAsTheKernelSaysWhoItIs()
    {
        AttachableAgent agent;
        VERIFY_OK(agent.socket);
        const auto read = [&](uint32_t uid, const std::vector<gid_t> &groups) {
            Result<QByteArray> content;
            asUser(uid, groups, [&] {
                const auto service = LocalService::connect(agent.path());
                content = service ? contentOf(**service, "/own.txt") : fail(service.error());
            });
            return content;
        };
        QCOMPARE(*read(kAnn, {}), "of staff");
        VERIFY_FAILS(ErrorKind::Denied, read(kBob, {}));
        QCOMPARE(*read(kBob, {7, kStaff}), "of staff");
        QCOMPARE(*read(0, {}), "of staff");
        std::vector<gid_t> many(3'000, 9);
        many.push_back(kStaff);
        QCOMPARE(*read(kBob, many), "of staff");
    }

    void allProgramsReadOverOneConnectionThatGoesWithTheLast()
    {
        AttachableAgent agent;
        {
            const auto one = LocalService::connect(agent.path()), two = LocalService::connect(agent.path());
            VERIFY_OK(one);
            VERIFY_OK(two);
            QCOMPARE((*one)->attached().client, QStringLiteral("desk"));
            QCOMPARE(agent.connections, 0); // nobody reads yet
            QCOMPARE((*contentOf(**one, "/film")).size(), 3'000'000);
            QCOMPARE((*contentOf(**two, "/film")).size(), 3'000'000);
            QCOMPARE(agent.connections, 1);
        }
        QVERIFY(QTest::qWaitFor([&] {
            const auto again = LocalService::connect(agent.path());
            return again && contentOf(**again, "/own.txt") && agent.connections > 1;
        }));
    }

    void whenTheServiceIsLostTheNextConnectionHasAnother()
    {
        AttachableAgent agent;
        const auto one = LocalService::connect(agent.path());
        VERIFY_OK(contentOf(**one, "/own.txt"));
        agent.loseService();
        VERIFY_FAILS(ErrorKind::Unreachable, contentOf(**one, "/film"));
        QVERIFY(QTest::qWaitFor([&] { return (*one)->failure().has_value(); }));
        agent.points.endAfter(-1);
        const auto two = LocalService::connect(agent.path());
        VERIFY_OK(contentOf(**two, "/film"));
        QCOMPARE(agent.connections, 2);
    }

    void whoGoesAwayCostsNobodyAConnection()
    {
        AttachableAgent agent;
        const auto reading = LocalService::connect(agent.path());
        VERIFY_OK(contentOf(**reading, "/own.txt"));
        for (int i = 0; i < 9; ++i) {
            const Stranger stranger(agent.path());
            stranger.greet();
            char byte = 0;
            QCOMPARE(::recv(stranger.file.get(), &byte, 1, 0), 1);
            ::shutdown(stranger.file.get(), SHUT_RD); // the next answer finds nobody
            stranger.send(
                protocol::encodeFrame({protocol::MessageType::GetPoint, 2, protocol::GetPoint{PointId{1}}.encode()}));
            QVERIFY(QTest::qWaitFor([&] { return ::send(stranger.file.get(), "", 1, MSG_NOSIGNAL) < 0; }));
        }
        VERIFY_OK(contentOf(**LocalService::connect(agent.path()), "/film"));
        QCOMPARE(agent.connections, 1);
    }

    void aConnectionThatIsLostIsNotHandedOn()
    {
        AttachableAgent agent;
        const auto first = agent.service->use();
        VERIFY_OK(first);
        QVERIFY(*agent.service->use() == *first);
        agent.loseService();
        QVERIFY(*agent.service->use() != *first);
        QCOMPARE(agent.connections, 2);
    }

    void aConnectionThatCannotBeMadeFailsOnceForAllWhoWait()
    {
        std::atomic<int> attempts = 0, failures = 0;
        QSemaphore isConnecting, mayFail;
        SharedService service([&](const CancelToken &) -> Result<std::shared_ptr<ServiceLease>> {
            ++attempts;
            isConnecting.release();
            mayFail.acquire();
            return fail(ErrorKind::Unreachable, QStringLiteral("no answer"));
        });
        std::vector<std::jthread> users;
        const auto use = [&] { failures += !service.use(); };
        users.emplace_back(use);
        isConnecting.acquire();
        for (int i = 0; i < 3; ++i)
            users.emplace_back(use);
        QTest::qSleep(200); // for the others to wait too
        mayFail.release(4); // for attempts that should not be, too
        QVERIFY(QTest::qWaitFor([&] { return failures == 4; }));
        QCOMPARE(attempts, 1);
    }

    void whatTheSystemDoesNotGiveEndsOneConnectionOnly()
    {
        AttachableAgent agent;
        std::atomic<bool> isOutOfThreads = false;
        agent.attached = [&]() -> Result<Attached> {
            if (isOutOfThreads)
                throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
            return Attached{QStringLiteral("desk"), QStringLiteral("nas:1")};
        };
        agent.end();
        agent.listen();
        const auto before = LocalService::connect(agent.path());
        VERIFY_OK(before);
        isOutOfThreads = true;
        VERIFY_FAILS(ErrorKind::Unreachable, LocalService::connect(agent.path()));
        isOutOfThreads = false;
        VERIFY_OK(contentOf(**before, "/own.txt"));

        SharedService service([](const CancelToken &) -> Result<std::shared_ptr<ServiceLease>> {
            throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
        });
        VERIFY_FAILS(ErrorKind::Io, service.use());
        VERIFY_FAILS(ErrorKind::Io, service.use()); // who comes next does not wait for ever
    }

    void tellsHowTheAgentIsDoingWithoutPaths()
    {
        AttachableAgent agent;
        AgentReport report;
        report.decision.state = Decision::State::Idle;
        report.lastError = Error(ErrorKind::Io, QStringLiteral("reading /home/ann/secret"));
        report.lastBackup = LastBackup{.point = PointId{7}, .filesSkipped = 3};
        report.lastBackup->groups.push_back({.path = "/srv/secret.db"});
        agent.board.publish(report);
        std::mutex mutex;
        std::vector<QJsonObject> told;
        std::unique_ptr<LocalService> service;
        asUser(kBob, {}, [&] {
            service = *LocalService::connect(agent.path());
            std::ignore = service->watch([&](const Result<QJsonObject> &object) {
                if (!object)
                    return;
                const std::lock_guard lock(mutex);
                told.push_back(*object);
            });
        });
        const auto count = [&] {
            const std::lock_guard lock(mutex);
            return told.size();
        };
        QVERIFY(QTest::qWaitFor([&] { return count() == 1; }));
        agent.board.publish(report); // nothing new
        report.decision.state = Decision::State::Paused;
        agent.board.publish(report);
        QVERIFY(QTest::qWaitFor([&] { return count() == 2; }));
        const std::lock_guard lock(mutex);
        QCOMPARE(told[0][QStringLiteral("last_backup")][QStringLiteral("files_skipped")].toInt(), 3);
        QCOMPARE(told[1][QStringLiteral("state")].toString(), QStringLiteral("paused"));
        QVERIFY(!QJsonDocument(told[0]).toJson().contains("secret"));
    }

    void asksForABackup()
    {
        AttachableAgent agent;
        const auto service = LocalService::connect(agent.path());
        VERIFY_OK((*service)->backUp());
        VERIFY_FAILS(ErrorKind::Busy, (*service)->backUp());
        QCOMPARE(agent.backups, 2);
    }

    void nobodyAttachesToAnAgentThatIsNotEnrolledOrNotThereOrNotRoots()
    {
        AttachableAgent agent;
        agent.isEnrolled = false;
        VERIFY_FAILS(ErrorKind::NotFound, LocalService::connect(agent.path()));
        agent.end();
        VERIFY_FAILS(ErrorKind::NotFound, LocalService::connect(agent.path()));
        QTemporaryDir other;
        ::chmod(other.path().toUtf8().constData(), 0777);
        const QString path = other.filePath(QStringLiteral("users.socket"));
        FileDescriptor file;
        asUser(kBob, {}, [&] {
            file = FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
            sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
            std::ranges::copy(path.toUtf8(), address.sun_path);
            QCOMPARE(::bind(file.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
            QCOMPARE(::listen(file.get(), 1), 0);
        });
        VERIFY_FAILS(ErrorKind::Denied, LocalService::connect(path));
    }

    void anAgentThatDoesNotAnswerIsNotWaitedForLong()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("users.socket"));
        FileDescriptor file(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::ranges::copy(path.toUtf8(), address.sun_path);
        QCOMPARE(::bind(file.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(file.get(), 1), 0);
        VERIFY_FAILS(ErrorKind::Unreachable, LocalService::connect(path, std::chrono::seconds(1)));
        CancelToken cancel;
        cancel.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, LocalService::connect(path, LocalService::kPatience, cancel));
    }

    void whoSpeaksOtherwiseIsEnded_data()
    {
        using protocol::MessageType;
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("afterGreeting");
        const auto frame = [](MessageType type, const QByteArray &payload) {
            return protocol::encodeFrame({type, 2, payload});
        };
        QTest::newRow("no greeting") << frame(MessageType::ListPoints, protocol::ListPoints{}.encode()) << false;
        QTest::newRow("a damaged greeting") << frame(messageType(LocalMessage::Attach), "xy") << false;
        QTest::newRow("a message of many bytes") << QByteArray("\xff\xff\xff\x7f\x34\0\0\0\0", 9) << true;
        QTest::newRow("no request") << frame(MessageType::Data, "x") << true;
        QTest::newRow("a huge count") << frame(MessageType::GetObjects, QByteArray(9, '\xff')) << true;
        QTest::newRow("more than it says") << frame(MessageType::GetPoint, QByteArray(20, '\1')) << true;
    }

    void whoSpeaksOtherwiseIsEnded()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, afterGreeting);
        AttachableAgent agent;
        const Stranger stranger(agent.path());
        if (afterGreeting)
            stranger.greet();
        stranger.send(bytes);
        QVERIFY(stranger.isEnded());
        VERIFY_OK(LocalService::connect(agent.path()));
    }

    void anotherVersionIsToldSo()
    {
        AttachableAgent agent;
        const Stranger stranger(agent.path());
        Attach attach;
        attach.version = 2;
        stranger.send(protocol::encodeFrame({messageType(LocalMessage::Attach), 1, attach.encode()}));
        char bytes[200];
        QByteArray told;
        ssize_t got = 0;
        while ((got = ::recv(stranger.file.get(), bytes, sizeof bytes, 0)) > 0)
            told.append(bytes, got);
        QCOMPARE(got, 0); // it is ended
        QVERIFY(told.contains("another version"));
    }

    void oneUserDoesNotTakeAllPlaces()
    {
        AttachableAgent agent;
        std::vector<std::unique_ptr<LocalService>> held;
        const auto watching = LocalService::connect(agent.path());
        VERIFY_OK((*watching)->watch([](const Result<QJsonObject> &) {}));
        for (size_t i = 0; i < UsersSocket::kMostReadingOfUser; ++i) {
            auto service = LocalService::connect(agent.path());
            VERIFY_OK(service);
            held.push_back(*std::move(service));
        }
        VERIFY_FAILS(ErrorKind::Unreachable, LocalService::connect(agent.path()));
        asUser(kBob, {}, [&] { VERIFY_OK(LocalService::connect(agent.path())); });
        held.pop_back();
        QVERIFY(QTest::qWaitFor([&] { return LocalService::connect(agent.path()).has_value(); }));
    }

    void whoDoesNotReadKeepsNobodyWaiting()
    {
        AttachableAgent agent;
        const auto reading = LocalService::connect(agent.path());
        ObjectFetcher fetcher(**reading, Verifier::byGiver());
        NodeReader nodes(fetcher);
        const auto film = PointReader::open(**reading, nodes, PointId{1})->find("/film");
        VERIFY_OK(film);
        const auto record = fetcher.get({film->parent, film->entry.content, format::ObjectKind::Version});
        const auto version = format::VersionRecord::decode(record->bytes());
        protocol::GetObjects chunks;
        chunks.groups.push_back({film->entry.content, {}});
        for (const auto &extent : version->inlineExtents)
            chunks.groups[0].names.push_back(extent.chunk);

        const Stranger stranger(agent.path());
        stranger.greet();
        const auto ask = [&](protocol::MessageType type, const QByteArray &payload) {
            stranger.send(protocol::encodeFrame({type, 2, payload}));
        };
        const auto askFor = [&](const ObjectName &parent, const ObjectName &name) {
            ask(protocol::MessageType::GetObjects, protocol::GetObjects{{{parent, {name}}}}.encode());
        };
        ask(protocol::MessageType::GetPoint, protocol::GetPoint{PointId{1}}.encode());
        askFor({}, film->parent); // the root has one node
        askFor(film->parent, film->entry.content);
        for (int i = 0; i < 10; ++i)
            ask(protocol::MessageType::GetObjects, chunks.encode());
        for (int i = 0; i < 3; ++i)
            QCOMPARE((*contentOf(**reading, "/film")).size(), 3'000'000);
        QElapsedTimer timer;
        timer.start();
        agent.end();
        QVERIFY(timer.elapsed() < 5'000);
        QVERIFY(stranger.isEnded());
    }

    void theAgentsEndEndsAllThatWaits()
    {
        AttachableAgent agent;
        const auto watching = LocalService::connect(agent.path()), idle = LocalService::connect(agent.path());
        VERIFY_OK((*watching)->watch([](const Result<QJsonObject> &) {}));
        agent.end();
        QVERIFY(QTest::qWaitFor([&] { return (*watching)->failure() && (*idle)->failure(); }));
    }
};

QTEST_GUILESS_MAIN(TestUsersSocket)
#include "tst_users_socket.moc"
