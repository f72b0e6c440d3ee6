#include "points/wanted_objects.h"

#include "points/look_up_scope.h"

namespace backspool::points {

using format::ObjectKind;
using store::ObjectLocation;

namespace {
constexpr size_t kBatch = 8192;
}

Status WantedObjects::mark(const ObjectName &root, const ObjectName &hints, const CancelToken &cancel)
{
    const LookUpScope scope(LookUpScope::kEverything);
    TRY(walkPoint(store_, root, hints, *this, cancel));
    return markChunks();
}

bool WantedObjects::markFound(const ObjectName &name, const std::optional<ObjectLocation> &location)
{
    if (!location) {
        ++missing_;
        return false;
    }
    if (bits_.covers(location->container))
        return bits_.set(*location);
    return elsewhere_.put(name.view()) != 0;
}

Result<bool> WantedObjects::object(const ObjectName &name, ObjectKind kind, QByteArrayView)
{
    if (kind != ObjectKind::Chunk)
        return !markFound(name, TRY(store_.find(name)));
    chunks_.push_back(name);
    if (chunks_.size() >= kBatch)
        TRY(markChunks());
    return false;
}

Status WantedObjects::markChunks()
{
    const auto locations = TRY(store_.find(chunks_));
    for (size_t i = 0; i < chunks_.size(); ++i)
        markFound(chunks_[i], locations[i]);
    chunks_.clear();
    return {};
}

Status WantedObjects::unreadable(const ObjectName &, QByteArrayView, const Error &error)
{
    return fail(error);
}

} // namespace backspool::points
