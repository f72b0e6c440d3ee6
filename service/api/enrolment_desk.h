#pragma once
/// Turns a one-time code into a certificate. What guesses codes is slowed down: each wrong one costs its connection a
/// second, and all connections together have a small number of them.
#include "appliance/appliance.h"
#include "protocol/messages.h"

#include <mutex>

namespace backspool::api {

/// How many wrong codes are let through: some at once, then one in a while. (A code has 80 random bits and lives for
/// an hour; this keeps the log and the catalogue quiet rather than the codes safe.)
class FailureLimit
{
public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    static constexpr int kBurst = 30;
    static constexpr std::chrono::seconds kRefill{2};

    bool isReached(SteadyTime now);
    void count(SteadyTime now);

private:
    void refill(SteadyTime now);
    std::mutex mutex_; ///< guards what follows
    int left_ = kBurst;
    SteadyTime filled_;
};

/// Thread-safe; blocks on the catalogue and on the disk.
class EnrolmentDesk
{
public:
    explicit EnrolmentDesk(appliance::Appliance &appliance) : appliance_(appliance) {}

    /// Uses the code up and binds a new certificate to its client.
    /// Errors: Denied (the code is wrong, used or expired), Busy (too many wrong ones lately), Invalid (the certificate
    /// request; the code is then still good), Io.
    Result<protocol::EnrolReply> enrol(const protocol::Enrol &request);

private:
    appliance::Appliance &appliance_;
    FailureLimit failures_;
};

} // namespace backspool::api
