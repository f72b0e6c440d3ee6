#pragma once
/// Runs the tasks of one session one after the other in a thread pool, in the order in which they were posted.
///
/// A task may have a preparation, which runs in the pool at once, beside everything else; the task itself waits for its
/// turn and for its preparation. A task that cannot go on (the peer does not take more) answers Suspend: it stays
/// first, holds no thread, and is called again after wake().
///
/// Thread-safe. What tasks refer to must outlive the strand's last task: see finish().
#include <QThreadPool>

#include <functional>
#include <memory>

namespace backspool::api {

class Strand
{
public:
    enum class Turn { Done, Suspend };
    using Task = std::function<Turn()>;

    explicit Strand(QThreadPool &pool);
    /// REQUIRES: finish() was called, and its task has run; or nothing was ever posted.
    ~Strand();
    Strand(const Strand &) = delete;
    Strand &operator=(const Strand &) = delete;

    void post(Task task);
    void post(std::function<void()> prepare, Task task);
    /// The suspended task is called again; when none is suspended, the next Suspend is void.
    void wake();
    /// Drops what has not begun, lets what runs end (preparations too), then runs @p last: nothing comes after it.
    /// Once.
    void finish(std::function<void()> last);

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace backspool::api
