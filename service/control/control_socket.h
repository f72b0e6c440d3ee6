#pragma once
/// The running service's ear for administrators on the same computer: a socket in the data folder, open to the
/// service's own user and root. One request a connection; the answer is objects {"progress"}, {"row"}, then {"result"}
/// or {"error"}.
#include "control/administration.h"

#include <QLocalServer>
#include <QThreadPool>

#include <memory>
#include <mutex>
#include <set>

namespace backspool::control {

/// Lives in a thread with an event loop; requests run in threads of its own.
class ControlSocket : public QObject
{
public:
    /// Listens when it returns. The administration outlives it. Errors: Io, Denied.
    static Result<std::unique_ptr<ControlSocket>> listen(const QString &dataFolder, Administration &administration);
    /// Cancels what runs, and waits for it.
    ~ControlSocket() override;

private:
    class Server;
    ControlSocket(QString path, Administration &administration);
    void serve(int descriptor);

    const QString path_;
    Administration &administration_;
    std::unique_ptr<Server> server_;
    QThreadPool threads_;
    std::mutex mutex_; ///< guards what follows
    bool isClosing_ = false;
    std::set<int> connections_; ///< descriptors of those that are served
};

} // namespace backspool::control
