/// The running agent and what the kernel tells it: nothing is looked at without need, and nothing is missed, however
/// the agent ends.
#include "core/file_descriptor.h"
#include "story.h"

#include <QDir>
#include <QElapsedTimer>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <functional>
#include <mutex>
#include <thread>

using namespace backspool;
using namespace backspool::test;

namespace {

/// What systemd does for a daemon: takes its notes, and keeps one descriptor (FileDescriptorStoreMax=1), until it is to
/// forget it.
class ServiceManager
{
public:
    explicit ServiceManager(const QString &path) : path_(path), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto bytes = QFile::encodeName(path);
        std::strncpy(address.sun_path, bytes.constData(), sizeof address.sun_path - 1);
        if (::bind(socket_.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            qFatal("no socket for the notes");
        // Somebody must read, or the daemon waits.
        thread_ = std::jthread([this](const std::stop_token &stop) {
            while (!stop.stop_requested())
                look();
        });
    }
    const QString &path() const { return path_; }

    int kept() const
    {
        const std::lock_guard lock(mutex_);
        return kept_.get();
    }
    QByteArray name() const
    {
        const std::lock_guard lock(mutex_);
        return name_;
    }
    /// Descriptors for which there was no room.
    int refused() const
    {
        const std::lock_guard lock(mutex_);
        return refused_;
    }

private:
    void look()
    {
        pollfd wait{socket_.get(), POLLIN, 0};
        if (::poll(&wait, 1, 100) <= 0)
            return;
        std::array<char, 4'096> text{};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        iovec part{text.data(), text.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const auto size = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
        if (size <= 0)
            return;
        const QByteArray note(text.data(), size);
        const auto name = note.mid(note.indexOf("FDNAME=") + 7).split('\n').constFirst();
        const auto *header = CMSG_FIRSTHDR(&message);
        const std::lock_guard lock(mutex_);
        if (note.startsWith("FDSTOREREMOVE=1") && name == name_)
            kept_ = FileDescriptor();
        if (!header || header->cmsg_type != SCM_RIGHTS)
            return;
        int descriptor = -1;
        std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
        FileDescriptor given(descriptor);
        if (kept_.isOpen()) {
            ++refused_;
            return;
        }
        kept_ = std::move(given);
        name_ = name;
    }

    QString path_;
    FileDescriptor socket_;
    mutable std::mutex mutex_; ///< guards what follows
    FileDescriptor kept_;
    QByteArray name_;
    int refused_ = 0;
    std::jthread thread_;
};

} // namespace

class GoesByTheLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    std::unique_ptr<QProcess> daemon_;
    std::unique_ptr<ServiceManager> manager_;
    QString tree_;

    static bool until(const std::function<bool()> &holds)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 60'000) {
            if (holds())
                return true;
            QTest::qWait(100);
        }
        return false;
    }
    /// Under the service manager, with what it keeps.
    bool startDaemon()
    {
        daemon_ = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("NOTIFY_SOCKET"), manager_->path());
        QString command = QStringLiteral("exec \"$@\"");
        if (manager_->kept() >= 0) {
            environment.insert(QStringLiteral("LISTEN_FDNAMES"), QString::fromUtf8(manager_->name()));
            command = QStringLiteral("export LISTEN_FDS=1 LISTEN_PID=$$; exec \"$@\"");
            daemon_->setChildProcessModifier([kept = manager_->kept()] { ::dup2(kept, 3); });
        }
        daemon_->setProcessEnvironment(environment);
        daemon_->start(QStringLiteral("/bin/sh"),
                       {QStringLiteral("-c"), command, QStringLiteral("sh"),
                        programPath(QStringLiteral("backspool-agent")), QStringLiteral("--state-dir"), agent_->state(),
                        QStringLiteral("--network-policy"), story_->path(QStringLiteral("network.json")),
                        QStringLiteral("run")});
        return until([&] {
            daemon_->waitForReadyRead(50);
            return daemon_->canReadLine() && daemon_->readLine() == "ready\n";
        });
    }
    bool stopDaemon()
    {
        daemon_->terminate();
        return daemon_->waitForFinished(30'000) && daemon_->exitCode() == 0;
    }
    QJsonObject report() const
    {
        return agent_->command(words("status --json")).json()[QStringLiteral("agent")].toObject();
    }
    QJsonObject writeLog() const { return report()[QStringLiteral("write_log")].toObject(); }
    bool isValid() const { return writeLog()[QStringLiteral("valid")].toBool(); }
    /// Waits for two more points: the second began after the call.
    bool isBackedUp() const
    {
        const auto last = [&] {
            const auto now = report();
            return now[QStringLiteral("last_backup")][QStringLiteral("point")].toInteger();
        };
        const auto before = last();
        return until([&] { return last() > before + 1; });
    }
    bool isAsNow()
    {
        const QString out = story_->path(QStringLiteral("out"));
        QDir(out).removeRecursively();
        const auto restored = agent_->command({QStringLiteral("restore"), tree_, QStringLiteral("--to"), out});
        const auto different = differences(tree_, out + QStringLiteral("/tree"));
        if (!different.isEmpty())
            qWarning().noquote() << different;
        return restored.code == 0 && different.isEmpty();
    }
    bool setPolicy(int targetDelay, const char *more = "")
    {
        const bool isSet = writeFile(agent_->state() + QStringLiteral("/policy.json"),
                                     QByteArray("{\"version\": 1, \"active\": {\"quiescence_seconds\": 0}, "
                                                "\"schedule\": {\"load_limit_percent\": 100, "
                                                "\"target_delay_seconds\": ") +
                                         QByteArray::number(targetDelay) + "}" + more + "}");
        if (daemon_)
            agent_->command(words("resume")); // it looks at once
        return isSet;
    }
    void change(const char *what)
    {
        const QByteArray text = what;
        QVERIFY(writeFile(tree_ + QStringLiteral("/1/letter"), text));
        QVERIFY(writeFile(tree_ + QStringLiteral("/new-") + QString::fromUtf8(text.toHex()), text));
        QVERIFY(QDir().rename(tree_ + QStringLiteral("/moved"), tree_ + QStringLiteral("/moving")));
        QVERIFY(writeFile(tree_ + QStringLiteral("/moving/in it"), text));
        QVERIFY(QDir().rename(tree_ + QStringLiteral("/moving"), tree_ + QStringLiteral("/moved")));
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("laptop"));
        QVERIFY(agent_);
        manager_ = std::make_unique<ServiceManager>(story_->path(QStringLiteral("notes")));
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree_, 300, 1, 300'000, 5));
        QVERIFY(QDir().mkpath(tree_ + QStringLiteral("/1")) && QDir().mkpath(tree_ + QStringLiteral("/moved")));
        VERIFY_CODE(agent_->command({QStringLiteral("selection"), QStringLiteral("add"), tree_}), 0);
        QVERIFY(setPolicy(1));
        QVERIFY(startDaemon());
        if (writeLog()[QStringLiteral("back_end")] != QStringLiteral("fanotify"))
            QSKIP(qPrintable(writeLog()[QStringLiteral("reason")].toString()));
        QVERIFY(until([&] { return isValid(); }));
    }
    void cleanup()
    {
        if (daemon_) {
            if (QTest::currentTestFailed())
                qWarning().noquote() << daemon_->readAllStandardError() << writeLog();
            daemon_->kill();
            daemon_->waitForFinished();
            daemon_.reset();
        }
        agent_.reset();
        manager_.reset();
        story_.reset();
    }

    void whatChangesWhileItListensIsInTheNextPoint()
    {
        for (const char *what : {"first", "second", "third"}) {
            change(what);
            QVERIFY(isBackedUp());
            QVERIFY(isAsNow());
            QVERIFY(isValid());
        }
        QCOMPARE(writeLog()[QStringLiteral("missed")].toInteger(-1), 0);
        const auto text = agent_->command(words("status"));
        QVERIFY2(text.out.contains("fanotify, changes are known since"), text.out.constData());
        // Now each backup looks at everything, and finds that nothing was missed.
        change("fourth");
        QVERIFY(setPolicy(1, ", \"write_log\": {\"safety_walk_seconds\": 0}"));
        QVERIFY(isBackedUp());
        QVERIFY(isAsNow());
        QCOMPARE(writeLog()[QStringLiteral("missed")].toInteger(-1), 0);
    }

    void whatChangesAfterAKillIsFoundAllTheSame()
    {
        change("while it listens");
        daemon_->kill();
        QVERIFY(daemon_->waitForFinished());
        change("while it is dead");
        QVERIFY(startDaemon());
        QVERIFY(isBackedUp());
        QVERIFY(isAsNow());
        QVERIFY(isValid());
    }

    void aRestartByTheServiceManagerMissesNothingAndLooksAtNothing()
    {
        QVERIFY(setPolicy(3'600));
        QVERIFY(until([&] { return report()[QStringLiteral("state")] == QStringLiteral("idle"); }));
        change("before the restart");
        QVERIFY(stopDaemon());
        QVERIFY(until([&] { return manager_->kept() >= 0; }));
        change("while nobody listens");
        QVERIFY(startDaemon());
        QVERIFY(isValid()); // before any backup
        // And once more: it is held already.
        QVERIFY(stopDaemon());
        change("while nobody listens again");
        QVERIFY(startDaemon());
        QVERIFY(isValid());
        QVERIFY(setPolicy(1));
        QVERIFY(isBackedUp());
        QVERIFY(isAsNow());
        // After a kill the queue is there and what was read of it is not: it is not believed.
        QVERIFY(setPolicy(3'600));
        QVERIFY(until([&] { return report()[QStringLiteral("state")] == QStringLiteral("idle"); }));
        daemon_->kill();
        QVERIFY(daemon_->waitForFinished());
        change("while it is dead");
        QVERIFY(startDaemon());
        QVERIFY(!isValid());
        QVERIFY(until([&] { return manager_->kept() < 0; })); // there is room for the new one
        QVERIFY(setPolicy(1));
        QVERIFY(isBackedUp());
        QVERIFY(isAsNow());
        QVERIFY(isValid());
        QVERIFY(stopDaemon());
        QVERIFY(until([&] { return manager_->kept() >= 0; }));
        QCOMPARE(manager_->refused(), 0);
    }

    void aBackupByHandComesBetweenWithoutHarm()
    {
        QVERIFY(setPolicy(3'600));
        QVERIFY(until([&] { return report()[QStringLiteral("state")] == QStringLiteral("idle"); }));
        change("in the one by hand");
        VERIFY_CODE(agent_->command({QStringLiteral("--network-policy"), story_->path(QStringLiteral("network.json")),
                                     QStringLiteral("backup")}),
                    0);
        QVERIFY(isAsNow());
        change("after it");
        QVERIFY(setPolicy(1));
        QVERIFY(isBackedUp());
        QVERIFY(isAsNow());
    }
};

QTEST_GUILESS_MAIN(GoesByTheLog)
#include "tst_goes_by_the_log.moc"
