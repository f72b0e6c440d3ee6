#include "read/fetch_request.h"

#include <unordered_map>

namespace backspool::engine {

protocol::GetObjects ObjectFetcher::Request::message()
{
    protocol::GetObjects message;
    std::unordered_map<ObjectName, size_t> groups;
    std::vector<std::vector<size_t>> members;
    for (size_t i = 0; i < asked.size(); ++i) {
        const auto [at, isNew] = groups.try_emplace(asked[i].want.parent, message.groups.size());
        if (isNew) {
            message.groups.push_back({asked[i].want.parent, {}});
            members.emplace_back();
        }
        message.groups[at->second].names.push_back(asked[i].want.name);
        members[at->second].push_back(i);
    }
    std::vector<Asked> ordered;
    ordered.reserve(asked.size());
    for (const auto &group : members) {
        for (const size_t i : group)
            ordered.push_back(std::move(asked[i]));
    }
    asked = std::move(ordered);
    return message;
}

/// Who waits for the object; nobody when it was answered already.
std::vector<ObjectFetcher::OnObject> ObjectFetcher::Request::take(size_t index)
{
    const std::lock_guard lock(mutex);
    return std::exchange(asked[index].onObject, {});
}

} // namespace backspool::engine
