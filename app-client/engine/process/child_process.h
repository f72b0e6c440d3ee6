#pragma once
/// Another program, started by this one: without a shell, with no file of this process's but those that it is given,
/// and in a session of its own, so that it is ended with all that it started.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace backspool::engine {

struct Pipe
{
    FileDescriptor read, write;
    static Result<Pipe> make();
};

struct ChildOptions
{
    std::vector<QByteArray> environment; ///< "NAME=value": all of it
    int input = -1;                      ///< -1: nothing to read
    int output = -1;
    int complaints = -1;
};

/// One thread at a time. What has not ended when the object does is killed, with its descendants; one that even then
/// does not end (its disk does not answer) is left behind: nothing waits for it.
class ChildProcess
{
public:
    /// @p program: its path; @p arguments: from its name on. It starts in "/". Errors: Io, NotFound, Denied.
    static Result<std::unique_ptr<ChildProcess>>
    start(const QByteArray &program, const std::vector<QByteArray> &arguments, const ChildOptions &options);
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    /// A descriptor that can be read (poll()) when it has ended.
    int handle() const { return handle_.get(); }
    /// Its status as waitpid() has it, once it has ended; waits so long for that.
    std::optional<int> wait(std::chrono::milliseconds time);

private:
    explicit ChildProcess(pid_t process);

    const pid_t process_;
    const FileDescriptor handle_;
    std::optional<int> status_;
};

/// "it ended with code 3"; empty: it did as it should.
QString failureOf(int status);

} // namespace backspool::engine
