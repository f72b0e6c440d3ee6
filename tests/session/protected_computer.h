#pragma once
/// A user's computer as windows see it: a folder, an agent session with the engine inside, and a service on a disk in
/// memory that keeps its backups.
#include "api/host.h"
#include "session/engine_session.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <utility>

namespace backspool::test {

constexpr int kPatience = 60'000;

/// What @p future answers; the event loop goes on meanwhile.
template <class T> T answerOf(QFuture<T> future)
{
    QElapsedTimer timer;
    timer.start();
    while (!future.isFinished() && timer.elapsed() < kPatience)
        QTest::qWait(1);
    if (future.resultCount() == 0)
        qFatal("no answer came");
    return future.result();
}

class ProtectedComputer
{
public:
    /// @p age: how long ago the service was set up.
    explicit ProtectedComputer(std::chrono::seconds age = {}, std::shared_ptr<protocol::SecretStore> keychain = {})
        : keychain_(std::move(keychain))
    {
        host_.repository().clock().advance(-age);
        QDir().mkpath(tree());
        beQuick();
        session_ = std::make_unique<engine::EngineSession>(state(), QStringLiteral("test 1"));
    }

    bool start() { return folder_.isValid() && host_.start().has_value(); }
    Host &host() { return host_; }
    engine::EngineSession &session() { return *session_; }
    engine::AgentState state() const
    {
        return engine::AgentState(folder_.filePath(QStringLiteral("state")), keychain_);
    }
    /// The folder that is protected.
    QString tree() const { return folder_.filePath(QStringLiteral("Documents")); }
    QByteArray path(const char *name) const { return QFile::encodeName(tree()) + '/' + name; }
    QString file(const char *name) const { return tree() + QLatin1Char('/') + QLatin1StringView(name); }

    bool write(const char *name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(file(name)).path());
        QFile out(file(name));
        return out.open(QIODevice::WriteOnly) && out.write(content) == content.size();
    }
    QByteArray read(const char *name) const
    {
        QFile in(file(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QString code() { return host_.code(QStringLiteral("laptop"))->toText(); }
    /// For a computer that is a client already.
    QString codeAnew() { return host_.code(QStringLiteral("laptop"), true)->toText(); }
    bool enrol()
    {
        return answerOf(session_->enrol(host_.address(), code())).has_value() &&
               answerOf(session_->select({{QFile::encodeName(tree())}, {}})).has_value();
    }
    /// Another point, @p later than the last one by the service's clock. The first is made when protection begins.
    bool backUp(std::chrono::seconds later = {})
    {
        host_.repository().clock().advance(later);
        QSignalSpy made(session_.get(), &engine::AgentSession::backedUp);
        // Asked for while the first one runs, another would follow it, and come in the middle of what is tested next.
        if (std::exchange(isProtecting_, true))
            session_->backUpNow();
        else
            session_->protect();
        return made.wait(kPatience);
    }
    engine::PointsSnapshot points() { return *answerOf(session_->points()); }

private:
    /// What asks the computer's tools takes longer than all else, and so does waiting until what was just written
    /// rests.
    void beQuick() const
    {
        QDir().mkpath(state().folder());
        QFile policy(state().folder() + QStringLiteral("/policy.json"));
        const QByteArray text = R"({"version": 1, "schedule": {"load_limit_percent": 100},
                                    "active": {"quiescence_seconds": 0},
                                    "recovery": {"system_information": false}})";
        QFile::setPermissions(state().folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (!policy.open(QIODevice::WriteOnly) || policy.write(text) != text.size())
            qFatal("the test's policy cannot be written");
    }

    const std::shared_ptr<protocol::SecretStore> keychain_;
    QTemporaryDir folder_;
    Host host_;
    std::unique_ptr<engine::EngineSession> session_;
    bool isProtecting_ = false;
};

} // namespace backspool::test
