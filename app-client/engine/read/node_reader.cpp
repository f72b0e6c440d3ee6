#include "read/node_reader.h"

namespace backspool::engine {

std::optional<QByteArray> NodeReader::find(const ObjectName &name)
{
    const std::lock_guard lock(mutex_);
    const auto found = nodes_.find(name);
    if (found == nodes_.end())
        return std::nullopt;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->bytes;
}

Result<QByteArray> NodeReader::read(const ObjectName &parent, const ObjectName &name)
{
    if (auto found = find(name))
        return *std::move(found);
    auto bytes = TRY(fetcher_.get({parent, name, format::ObjectKind::Node})).copy();
    keep(name, bytes);
    return bytes;
}

void NodeReader::prefetch(const std::vector<Place> &places)
{
    std::vector<ObjectWant> wants;
    for (const auto &place : places) {
        if (!find(place.name))
            wants.push_back({place.parent, place.name, format::ObjectKind::Node});
    }
    if (wants.empty())
        return;
    const auto objects = fetcher_.getAll(wants);
    for (size_t i = 0; i < wants.size(); ++i) {
        if (objects[i])
            keep(wants[i].name, objects[i]->copy());
    }
}

void NodeReader::keep(const ObjectName &name, const QByteArray &bytes)
{
    const std::lock_guard lock(mutex_);
    if (nodes_.contains(name))
        return;
    order_.push_front({name, bytes});
    nodes_[name] = order_.begin();
    size_ += bytes.size();
    while (size_ > kept_ && order_.size() > 1) {
        size_ -= order_.back().bytes.size();
        nodes_.erase(order_.back().name);
        order_.pop_back();
    }
}

} // namespace backspool::engine
