#pragma once
/// The real programs, started as a user starts them, each with folders of its own.
#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace backspool::test {

struct Output
{
    int code = -1; ///< exit code; -1: killed or not started
    QByteArray out, err;
    /// The one object that --json prints.
    QJsonObject json() const;
    QString text() const; ///< all of it, for messages
};

/// Runs any program to its end (at most @p seconds).
Output run(const QString &program, const QStringList &arguments, int seconds = 120);

/// A service with a data folder of its own.
class Service
{
public:
    /// @p folder: the data folder (made when it does not exist); kept after the object's end.
    explicit Service(const QString &folder) : folder_(folder) {}
    ~Service();

    /// Starts and waits for "ready". The port stays the same over restarts.
    bool start();
    /// SIGTERM and wait.
    void stop();
    void kill();
    bool isRunning() const { return process_ && process_->state() == QProcess::Running; }
    qint64 processId() const { return process_ ? process_->processId() : 0; }
    QString address() const { return address_; }
    QString folder() const { return folder_; }
    QString store() const { return folder_ + QStringLiteral("/store"); }
    /// backspoold --data-dir FOLDER ARGUMENTS
    Output command(const QStringList &arguments, int seconds = 120) const;
    /// An enrolment code for a new client (or a known one).
    QString code(const QString &client, bool replace = false) const;
    QByteArray errors() const { return process_ ? process_->readAllStandardError() : QByteArray(); }

private:
    QString folder_;
    QString address_ = QStringLiteral("127.0.0.1:0");
    std::unique_ptr<QProcess> process_;
};

/// An agent with a state folder of its own.
class Agent
{
public:
    explicit Agent(const QString &stateFolder) : state_(stateFolder) {}
    bool enrol(const Service &service, const QString &code);
    /// backspool-agent --state-dir STATE ARGUMENTS
    Output command(const QStringList &arguments, int seconds = 300) const;
    /// The same, not waited for.
    std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    QString state() const { return state_; }

private:
    QString state_;
};

/// Where the programs were built.
QString programPath(const QString &name);

} // namespace backspool::test
