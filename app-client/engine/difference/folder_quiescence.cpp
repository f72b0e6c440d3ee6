/// Files that somebody has just written to: put off to the end of the walk, until they are left alone.
#include "difference/folder_job.h"

namespace backspool::engine {

/// It is put off: somebody has just written to it, and may again. (Groups have better means than to wait.)
bool FolderJob::isRestless(const Item &item) const
{
    const auto &quiescence = context_.quiescence;
    return quiescence.quietTime.count() > 0 && quiescence.giveUp.count() > 0 &&
           quiescence.untilQuiet(item.draft->status, context_.clock.now()).count() > 0;
}

/// Of the folder's content only @p items are left to be read. They are, at once or later; then partDone().
void FolderJob::putOff(std::vector<size_t> items)
{
    const auto now = context_.clock.steadyNow();
    if (giveUpAt_ == std::chrono::steady_clock::time_point{})
        giveUpAt_ = now + std::chrono::duration_cast<std::chrono::steady_clock::duration>(context_.quiescence.giveUp);
    auto due = giveUpAt_;
    for (const size_t i : items) {
        const auto wait = context_.quiescence.untilQuiet(items_[i].draft->status, context_.clock.now());
        due = std::min(due, now + std::chrono::duration_cast<std::chrono::steady_clock::duration>(wait));
    }
    const auto isDue = [self = shared_from_this(), due] {
        return self->context_.cancel.isCancelled() || self->context_.clock.steadyNow() >= due;
    };
    if (!context_.queue.addPutOff(items.size(), [self = shared_from_this(), items] { self->readPutOff(items); }, isDue))
        readAll(items);
}

/// Those that are left alone by now; all, when it is time to give up.
void FolderJob::readPutOff(const std::vector<size_t> &items)
{
    if (const auto cancelled = context_.cancel.check(); !cancelled) {
        context_.failure.set(cancelled.error());
        return;
    }
    const bool givesUp = context_.clock.steadyNow() >= giveUpAt_;
    std::vector<size_t> restless, safe;
    for (const size_t i : items) {
        auto &item = items_[i];
        if (const auto status = statusAt(folder_.get(), item.name); status && !givesUp)
            item.draft->status = *status;
        (givesUp || !isRestless(item) ? safe : restless).push_back(i);
    }
    if (restless.empty()) {
        readAll(safe);
        return;
    }
    for (const size_t i : safe)
        readItem(items_[i]);
    if (!context_.failure.isSet())
        putOff(std::move(restless));
}

void FolderJob::readAll(const std::vector<size_t> &items)
{
    for (const size_t i : items) {
        if (context_.failure.isSet())
            return;
        readItem(items_[i]);
    }
    partDone();
}

} // namespace backspool::engine
