#include "api/strand.h"

#include <chrono>
#include <deque>
#include <mutex>

namespace backspool::api {

namespace {
/// A strand gives its thread up after this long, so that a busy session does not keep the others waiting.
constexpr std::chrono::milliseconds kTurnTime{50};

struct Item
{
    Strand::Task task;
    bool isReady = true; ///< its preparation is done
};
} // namespace

struct Strand::State : std::enable_shared_from_this<Strand::State>
{
    explicit State(QThreadPool &threads) : pool(threads) {}

    /// With the mutex held.
    void startIfPossible();
    void run();
    /// The next task to call; nullptr when there is none now (running is then over).
    std::shared_ptr<Item> next();
    void ended(Turn turn);
    std::function<void()> takeLast();

    QThreadPool &pool;
    std::mutex mutex; ///< guards what follows
    std::deque<std::shared_ptr<Item>> queue;
    size_t preparing = 0; ///< preparations that are not done
    bool isRunning = false;
    bool isSuspended = false;
    bool isWoken = false;
    std::function<void()> last;
    std::atomic<bool> isFinishing = false; ///< set under the mutex
};

void Strand::State::startIfPossible()
{
    if (isRunning)
        return;
    const bool hasTask = !queue.empty() && queue.front()->isReady && !isSuspended;
    const bool hasLast = isFinishing && preparing == 0 && last;
    if (!hasTask && !hasLast)
        return;
    isRunning = true;
    pool.start([self = shared_from_this()] { self->run(); });
}

std::shared_ptr<Item> Strand::State::next()
{
    const std::scoped_lock lock(mutex);
    if (queue.empty() || !queue.front()->isReady || isSuspended) {
        isRunning = false;
        startIfPossible(); // a preparation may have become ready, or finish() was called
        return nullptr;
    }
    return queue.front();
}

void Strand::State::ended(Turn turn)
{
    const std::scoped_lock lock(mutex);
    if (isFinishing)
        return; // finish() has emptied the queue
    if (turn == Turn::Done)
        queue.pop_front();
    else
        isSuspended = !std::exchange(isWoken, false);
}

std::function<void()> Strand::State::takeLast()
{
    const std::scoped_lock lock(mutex);
    if (!isFinishing || preparing > 0)
        return nullptr;
    return std::exchange(last, nullptr);
}

void Strand::State::run()
{
    const auto until = std::chrono::steady_clock::now() + kTurnTime;
    for (;;) {
        if (const auto final = takeLast()) {
            final();
            return; // isRunning stays: nothing is started any more
        }
        const auto item = next();
        if (!item)
            return;
        ended(item->task());
        if (std::chrono::steady_clock::now() >= until) {
            const std::scoped_lock lock(mutex);
            isRunning = false;
            startIfPossible();
            return;
        }
    }
}

Strand::Strand(QThreadPool &pool) : state_(std::make_shared<State>(pool)) {}

Strand::~Strand() = default;

void Strand::post(Task task)
{
    const std::scoped_lock lock(state_->mutex);
    if (state_->isFinishing)
        return;
    state_->queue.push_back(std::make_shared<Item>(std::move(task)));
    state_->startIfPossible();
}

void Strand::post(std::function<void()> prepare, Task task)
{
    const auto item = std::make_shared<Item>(std::move(task), false);
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->isFinishing)
            return;
        state_->queue.push_back(item);
        ++state_->preparing;
    }
    state_->pool.start([state = state_, item, prepare = std::move(prepare)] {
        if (!state->isFinishing.load())
            prepare();
        const std::scoped_lock lock(state->mutex);
        item->isReady = true;
        --state->preparing;
        state->startIfPossible();
    });
}

void Strand::wake()
{
    const std::scoped_lock lock(state_->mutex);
    if (!std::exchange(state_->isSuspended, false))
        state_->isWoken = true;
    state_->startIfPossible();
}

void Strand::finish(std::function<void()> last)
{
    const std::scoped_lock lock(state_->mutex);
    if (state_->isFinishing)
        return;
    state_->isFinishing = true;
    state_->last = std::move(last);
    state_->queue.clear();
    state_->startIfPossible();
}

} // namespace backspool::api
