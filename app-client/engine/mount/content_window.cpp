#include "mount/content_window.h"

namespace backspool::engine {

std::shared_ptr<const ContentWindow> ContentWindows::find(const ObjectName &content, uint64_t index)
{
    const std::lock_guard lock(mutex_);
    const auto found = windows_.find({content, index});
    if (found == windows_.end())
        return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
}

void ContentWindows::keep(const ObjectName &content, uint64_t index, std::shared_ptr<const ContentWindow> window)
{
    const std::lock_guard lock(mutex_);
    const auto [place, isNew] = windows_.try_emplace({content, index});
    if (!isNew)
        return;
    size_ += window->bytes.size();
    order_.emplace_front(place->first, std::move(window));
    place->second = order_.begin();
    while (size_ > kept_ && order_.size() > 1) {
        size_ -= order_.back().second->bytes.size();
        windows_.erase(order_.back().first);
        order_.pop_back();
    }
}

} // namespace backspool::engine
