#include "points/damage_uses.h"

#include <algorithm>
#include <ranges>

namespace backspool::points {

using format::ObjectKind;

namespace {
/// A minute of work. What is damaged is walked again wherever it is used, and a hostile tree may use it without end.
constexpr uint64_t kMaxVisits = 50'000'000;
} // namespace

Status DamageUses::findIn(const catalogue::PointRow &point, const CancelToken &cancel)
{
    point_ = point.id;
    client_ = point.client;
    open_.clear();
    TRY(walkPoint(store_, point.root, point.hints, *this, cancel));
    return walkContent(store_, point.systemInformation, kSystemInformationPath, *this, cancel);
}

Status DamageUses::noteUses(const ObjectName &name, QByteArrayView path)
{
    auto *damage = damages_.find(name);
    if (!damage && damages_.hasContainers()) {
        const auto location = TRY(store_.find(name));
        damage = location ? damages_.find(location->container) : nullptr;
    }
    if (!damage)
        return {};
    damages_.addUse(*damage, point_, client_, path);
    for (auto &open : open_)
        open.isDamaged = true;
    return {};
}

Result<bool> DamageUses::object(const ObjectName &name, ObjectKind kind, QByteArrayView path)
{
    if (++visits_ > kMaxVisits || !damages_.wantsUses())
        return false;
    if (kind == ObjectKind::Chunk) {
        TRY(noteUses(name, path));
        return false;
    }
    if (clean_.contains(name.view()))
        return false;
    open_.push_back({name});
    TRY(noteUses(name, path));
    return true;
}

Status DamageUses::unreadable(const ObjectName &, QByteArrayView, const Error &)
{
    // It is in the list; what is beneath it cannot be told.
    return {};
}

void DamageUses::left(const ObjectName &name)
{
    // Not always the last one: directories and hints are left each in its own time.
    const auto found = std::ranges::find(open_ | std::views::reverse, name, &Open::name);
    const auto open = std::prev(found.base());
    if (!open->isDamaged)
        clean_.put(name.view());
    open_.erase(open);
}

} // namespace backspool::points
