#pragma once
/// How the agent is doing, for threads that wait to tell it on: the agent's event loop writes, and waits for nobody.
#include "agent/agent_report.h"
#include "core/file_descriptor.h"

#include <mutex>
#include <set>

namespace backspool::engine {

/// Thread-safe.
class StatusBoard
{
public:
    void publish(const AgentReport &report);
    std::optional<AgentReport> report() const;

    /// Becomes readable with each publish().
    class Bell
    {
    public:
        explicit Bell(StatusBoard &board);
        ~Bell();
        Bell(const Bell &) = delete;
        Bell &operator=(const Bell &) = delete;
        int get() const { return file_.get(); }
        void quieten() const;

    private:
        StatusBoard &board_;
        const FileDescriptor file_;
    };

private:
    mutable std::mutex mutex_; ///< guards what follows
    std::optional<AgentReport> report_;
    std::set<int> bells_;
};

/// @p report without what is other people's: paths, and texts that may have some in them, as those of errors. Their
/// kinds and the numbers stay.
AgentReport withoutPaths(AgentReport report);

} // namespace backspool::engine
