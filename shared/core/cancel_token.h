#pragma once
/// The wish that a job end early. Whoever started the job keeps the token and sets it; the job looks at it in every
/// loop that can last. Thread-safe.
#include "core/result.h"

#include <atomic>

namespace backspool {

class CancelToken
{
public:
    void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return cancelled_.load(std::memory_order_relaxed); }
    /// Success, or the error Cancelled.
    [[nodiscard]] Status check() const
    {
        if (isCancelled())
            return fail(ErrorKind::Cancelled, QStringLiteral("stopped on request"));
        return {};
    }

private:
    std::atomic<bool> cancelled_ = false;
};

} // namespace backspool
