/// The socket itself: who may ask, and what breaks.
#include "control/control_client.h"
#include "control/control_socket.h"
#include "control/data_folder.h"
#include "control/local_socket.h"
#include "control/recording_sink.h"
#include "core/local_peer.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>

#include <future>

using namespace backspool;
using namespace backspool::control;
using namespace backspool::test;

class TestControlSocket : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;

    /// Runs @p function in another thread, and this thread's events meanwhile.
    template <class Function> static auto beside(Function function)
    {
        QEventLoop loop;
        auto outcome = std::async(std::launch::async, [&] {
            auto result = function();
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
            return result;
        });
        loop.exec();
        return outcome.get();
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
    }

    void nobodyThereIsNotFound()
    {
        QTemporaryDir folder;
        VERIFY_FAILS(ErrorKind::NotFound, ControlClient::connect(folder.path()));
        VERIFY_FAILS(ErrorKind::NotFound, ControlClient::connect(folder.filePath(QStringLiteral("none"))));
    }

    void aDeadServicesSocketIsNobody()
    {
        QTemporaryDir folder;
        {
            const auto socket = listenLocally(controlSocketPath(folder.path()));
            VERIFY_OK(socket);
        } // closed, but the file is there
        QVERIFY(QFile::exists(controlSocketPath(folder.path())));
        VERIFY_FAILS(ErrorKind::NotFound, ControlClient::connect(folder.path()));
        Administration administration(repository_->appliance());
        VERIFY_OK(ControlSocket::listen(folder.path(), administration)); // and gives way
    }

    void theSocketIsItsOwnersAndGoes()
    {
        QTemporaryDir folder;
        Administration administration(repository_->appliance());
        {
            const auto socket = ControlSocket::listen(folder.path(), administration);
            VERIFY_OK(socket);
            struct stat status{};
            QCOMPARE(::stat(QFile::encodeName(controlSocketPath(folder.path())).constData(), &status), 0);
            QCOMPARE(status.st_mode & 0777U, 0600U);
        }
        QVERIFY(!QFile::exists(controlSocketPath(folder.path())));
    }

    void aPathMayBeLongerThanASocketsAddress()
    {
        QTemporaryDir folder;
        QString deep = folder.path();
        for (int i = 0; i < 10; ++i)
            deep += QLatin1Char('/') + QString(100, QLatin1Char('d'));
        QVERIFY(QDir().mkpath(deep));
        Administration administration(repository_->appliance());
        const auto socket = ControlSocket::listen(deep, administration);
        VERIFY_OK(socket);
        const auto stats = beside([&]() -> Result<QJsonObject> {
            RecordingSink sink;
            auto client = TRY(ControlClient::connect(deep));
            return client.ask({QStringLiteral("stats"), {}}, sink);
        });
        VERIFY_OK(stats);
    }

    void anotherUserIsRefused()
    {
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        const FileDescriptor one(ends[0]), other(ends[1]);
        QVERIFY(isOwnersPeer(one.get())); // this process itself
        QVERIFY(!isOwnersPeer(-1));
    }

    void nonsenseIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no JSON") << QByteArray("hello\n");
        QTest::newRow("no object") << QByteArray("[1]\n");
        QTest::newRow("no command") << QByteArray("{}\n");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("half a line") << QByteArray("{\"command\": \"st");
    }
    void nonsenseIsAnswered()
    {
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        Administration administration(repository_->appliance());
        const auto socket = ControlSocket::listen(folder.path(), administration);
        VERIFY_OK(socket);
        beside([&] {
            const auto raw = connectLocally(controlSocketPath(folder.path()));
            if (raw) {
                std::ignore = ::send(raw->get(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL);
                ::shutdown(raw->get(), SHUT_WR);
                std::array<char, 1'000> answer;
                while (::recv(raw->get(), answer.data(), answer.size(), 0) > 0) {
                }
            }
            return 0;
        });
        // And the next one is served.
        const auto stats = beside([&]() -> Result<QJsonObject> {
            RecordingSink sink;
            auto client = TRY(ControlClient::connect(folder.path()));
            return client.ask({QStringLiteral("stats"), {}}, sink);
        });
        VERIFY_OK(stats);
    }

    void theServicesEndIsSaid()
    {
        QTemporaryDir folder;
        Administration administration(repository_->appliance());
        auto socket = ControlSocket::listen(folder.path(), administration);
        VERIFY_OK(socket);
        auto client = ControlClient::connect(folder.path());
        VERIFY_OK(client);
        socket->reset(); // the connection was never taken
        RecordingSink sink;
        const auto asked = client->ask({QStringLiteral("stats"), {}}, sink);
        VERIFY_FAILS(ErrorKind::Unreachable, asked);
    }
};

QTEST_GUILESS_MAIN(TestControlSocket)
#include "tst_control_socket.moc"
