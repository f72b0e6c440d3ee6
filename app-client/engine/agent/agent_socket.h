#pragma once
/// The running agent's ear: a socket in the state folder, for programs of the same user and root. JSON objects, one a
/// line.
///
/// Requests: {"request": "status"}, {"request": "watch"}, {"request": "pause", "until": "2026-11-20T18:00:00Z"}
/// (without "until": until resumed), {"request": "resume"}, {"request": "backup"}. Each is answered with {"status":
/// AgentReport}, or {"error": {"kind", "text"}}; "watch" with a status now and at each change, for as long as the asker
/// stays; "backup" too, until the backup that begins then has ended, and then with {"backup": BackupReport} or an
/// error (Cancelled where a pause comes before it), which is the last of it.
#include "agent/background_agent.h"
#include "agent/socket_path.h"

#include <QLocalServer>
#include <QLocalSocket>

#include <map>
#include <set>

namespace backspool::engine {

/// Lives in the agent's thread. As long as there is one, no other agent runs with the state folder.
class AgentSocket : public QObject
{
    Q_OBJECT

public:
    /// Listens when it returns. The agent outlives it. Errors: Busy (another agent runs), Io, Denied.
    static Result<std::unique_ptr<AgentSocket>> listen(const AgentState &state, BackgroundAgent &agent);
    ~AgentSocket() override;

private:
    AgentSocket(FileDescriptor lock, SocketPath path, BackgroundAgent &agent);
    void accept();
    void read(QLocalSocket *socket);
    QJsonObject answer(const QJsonObject &request, QLocalSocket *socket);
    void publish();
    /// To those who wait for the backup @p number.
    void tellEnd(int number, const QJsonObject &object);
    /// Lets who does not read go instead.
    void send(QLocalSocket *socket, const QJsonObject &object);
    static void write(QLocalSocket *socket, const QJsonObject &object);

    const FileDescriptor lock_;
    const SocketPath path_;
    BackgroundAgent &agent_;
    QLocalServer server_;
    std::set<QLocalSocket *> connections_;
    std::set<QLocalSocket *> watchers_;      ///< of them
    std::map<QLocalSocket *, int> awaiting_; ///< the number of the backup that each waits for
    QJsonObject published_;
};

} // namespace backspool::engine
