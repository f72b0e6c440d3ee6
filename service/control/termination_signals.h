#pragma once
/// SIGTERM and SIGINT as an event: the service ends in order.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace backspool::control {

/// Made before the program's other threads begin: they inherit that the signals are blocked. Lives in a thread with an
/// event loop, where @p onSignal is called.
class TerminationSignals
{
public:
    static Result<std::unique_ptr<TerminationSignals>> watch(std::function<void()> onSignal);

private:
    explicit TerminationSignals(FileDescriptor descriptor, std::function<void()> onSignal);
    FileDescriptor descriptor_;
    QSocketNotifier notifier_;
};

} // namespace backspool::control
