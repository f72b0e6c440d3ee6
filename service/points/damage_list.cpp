#include "points/damage_list.h"

#include <algorithm>

namespace backspool::points {

namespace {

constexpr size_t kMaxDamages = 10'000;
constexpr size_t kMaxUses = 100;

QString fileName(const catalogue::ContainerRow &container)
{
    const auto id = QString::fromLatin1(format::toHex(container.uuid));
    const auto area = container.area == catalogue::Area::Full ? QStringLiteral("full") : QStringLiteral("delta");
    const auto kind = container.kind == format::ContainerKind::Dtf ? QStringLiteral("dtf") : QStringLiteral("bdf");
    return QStringLiteral("%1/%2/%3.%4").arg(area, id.left(2), id, kind);
}

} // namespace

DamageList::DamageList(const store::ObjectStore &store, VerifyReport &report) : store_(store), report_(report)
{
    for (const auto &container : store.containers())
        files_.emplace(container.id, fileName(container));
}

QString DamageList::fileOf(ContainerId container) const
{
    const auto file = files_.find(container);
    return file == files_.end() ? QString() : file->second;
}

Damage *DamageList::add(const ObjectName &object, const QString &container, const Error &error)
{
    if (report_.damages.size() >= kMaxDamages) {
        ++report_.damagesNotListed;
        return nullptr;
    }
    report_.damages.push_back({object, container, error.text(), {}});
    return &report_.damages.back();
}

void DamageList::addNeeded(const ObjectName &object, const Error &error)
{
    if (objects_.contains(object))
        return;
    const auto location = store_.find(object);
    const auto container = location && *location ? fileOf((*location)->container) : QString();
    if (add(object, container, error))
        objects_.emplace(object, report_.damages.size() - 1);
}

void DamageList::addStored(ContainerId container, const ObjectName &object, const Error &error)
{
    if (!object.isNull() && objects_.contains(object))
        return;
    if (add(object, fileOf(container), error) && !object.isNull())
        objects_.emplace(object, report_.damages.size() - 1);
}

void DamageList::addContainer(ContainerId container, const Error &error)
{
    if (add({}, fileOf(container), error))
        containers_.emplace(container, report_.damages.size() - 1);
}

void DamageList::truncate(size_t count)
{
    const auto isLater = [count](const auto &entry) { return entry.second >= count; };
    std::erase_if(objects_, isLater);
    std::erase_if(containers_, isLater);
    report_.damages.resize(count);
}

Damage *DamageList::find(const ObjectName &object)
{
    const auto found = objects_.find(object);
    return found == objects_.end() ? nullptr : &report_.damages[found->second];
}

Damage *DamageList::find(ContainerId container)
{
    const auto found = containers_.find(container);
    return found == containers_.end() ? nullptr : &report_.damages[found->second];
}

void DamageList::addUse(Damage &damage, PointId point, ClientId client, QByteArrayView path)
{
    const auto isSame = [&](const Damage::Use &use) { return use.point == point && use.path == path; };
    if (damage.uses.size() >= kMaxUses || std::ranges::any_of(damage.uses, isSame))
        return;
    damage.uses.push_back({point, path.toByteArray(), client});
    satisfied_ += damage.uses.size() == kMaxUses ? 1 : 0;
}

} // namespace backspool::points
