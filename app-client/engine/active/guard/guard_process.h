#pragma once
/// The process that guards files, backspool-guard: started when there is a first question, and again when it has ended.
#include "active/guard/guard_protocol.h"
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QString>

#include <chrono>
#include <mutex>
#include <span>

namespace backspool::engine {

/// What the kernel said, in the errno @p number, when it was to hold writers up. Unsupported: it does not do that, or
/// not there.
std::unexpected<Error> cannotGuard(int number);

/// Thread-safe.
class GuardProcess
{
public:
    GuardProcess(std::chrono::milliseconds bound, QString program);
    ~GuardProcess();
    GuardProcess(const GuardProcess &) = delete;
    GuardProcess &operator=(const GuardProcess &) = delete;

    /// It is there. What another one than the one of this number was told is lost. Errors: Unsupported: the kernel
    /// refuses, or we may not, or it has no bound.
    Result<int> start();
    /// @p descriptors go with the question. Errors: Busy: it is not there any more, or is another than @p generation.
    Result<guard::Reply> ask(int generation, const guard::Request &request, std::span<const int> descriptors = {});
    /// The same, of the file that comes with the answer; not open where none does.
    Result<FileDescriptor> askForFile(int generation, const guard::Request &request);
    /// Ends it, if the bound is another.
    void setBound(std::chrono::milliseconds bound);
    /// 0: none runs.
    pid_t id() const;

private:
    Result<guard::Reply> converse(int generation, const guard::Request &request, std::span<const int> descriptors,
                                  FileDescriptor &file);
    void stop();

    const QString program_;
    mutable std::mutex mutex_; ///< one question at a time; guards what follows
    std::chrono::milliseconds bound_;
    FileDescriptor socket_;
    pid_t process_ = 0;
    int generation_ = 0;
    bool isRefused_ = false; ///< by the kernel: not tried again
};

} // namespace backspool::engine
