#include "points/wanted_objects.h"

#include "core/bytes.h"
#include "format/version_record.h"
#include "points/look_up_scope.h"
#include "points/tree_cursor.h"
#include "points/version_trust.h"

#include <algorithm>

namespace backspool::points {

using format::ObjectKind;
using store::ObjectLocation;

namespace {

constexpr size_t kBatch = 8192;

QByteArray keyOf(const ObjectLocation &place)
{
    return ByteWriter().u32(place.container.value).u32(place.place.blockOffset).u16(place.place.slot).take();
}

} // namespace

/// The nodes of a version's extents.
class WantedObjects::ExtentNodes final : public NodeGate
{
public:
    ExtentNodes(WantedObjects &wanted, Need need) : wanted_(wanted), need_(need) {}

    Result<std::optional<uint8_t>> enter(const ObjectName &name, uint8_t) override
    {
        if (wanted_.markFound(name, TRY(wanted_.store_.find(name)), need_))
            return std::nullopt;
        return uint8_t(0);
    }
    Status unreadable(const ObjectName &, const Error &error) override
    {
        return need_ == Need::Needed ? Status(fail(error)) : Status();
    }
    void left(const ObjectName &) override {}

private:
    WantedObjects &wanted_;
    const Need need_;
};

Status WantedObjects::mark(const ObjectName &root, const ObjectName &hints, const CancelToken &cancel)
{
    const LookUpScope scope(LookUpScope::kEverything);
    cancel_ = &cancel;
    TRY(walkPoint(store_, root, hints, *this, cancel));
    TRY(markChunks(Need::Needed));
    return markChunks(Need::Spare);
}

Status WantedObjects::mark(const format::FileContent &content, const CancelToken &cancel)
{
    const LookUpScope scope(LookUpScope::kEverything);
    cancel_ = &cancel;
    TRY(walkContent(store_, content, kSystemInformationPath, *this, cancel));
    TRY(markChunks(Need::Needed));
    return markChunks(Need::Spare);
}

bool WantedObjects::markFound(const ObjectName &name, const std::optional<ObjectLocation> &location, Need need)
{
    if (!location) {
        missing_ += need == Need::Needed ? 1 : 0;
        return false;
    }
    if (!needed_.covers(location->container))
        return elsewhere_.put(name.view(), uint8_t(need)) >= uint8_t(need);
    return need == Need::Needed ? needed_.set(*location) : needed_.test(*location) || spare_.set(*location);
}

bool WantedObjects::markRecord(const ObjectName &name, const ObjectLocation &place, Need need)
{
    if (need == Need::Needed || needed_.covers(place.container))
        return markFound(name, place, need);
    // By its place: its name is marked for the one that is found.
    return elsewhere_.put(keyOf(place), uint8_t(need)) != 0;
}

Result<bool> WantedObjects::object(const ObjectName &name, ObjectKind kind, QByteArrayView)
{
    if (kind == ObjectKind::Node)
        return !markFound(name, TRY(store_.find(name)), Need::Needed);
    // What a record names is marked here, for each one as it is at its place.
    TRY(kind == ObjectKind::Version ? markVersion(name) : addChunk(name, Need::Needed));
    return false;
}

Status WantedObjects::markVersion(const ObjectName &name)
{
    auto places = TRY(store_.findAll(name));
    std::erase_if(places, [](const ObjectLocation &place) { return place.kind != ObjectKind::Version; });
    // The first that can be read is what everybody reads.
    auto need = Need::Needed;
    Error error(ErrorKind::NotFound,
                QStringLiteral("the store does not have the version %1").arg(QLatin1StringView(name.toHex())));
    std::vector<QByteArray> read;
    for (const auto &place : places) {
        if (markRecord(name, place, need)) {
            need = Need::Spare;
            continue;
        }
        const auto record = VersionTrust::readRecord(store_, name, place);
        if (!record) {
            error = record.error();
            continue;
        }
        if (!std::ranges::contains(read, *record))
            TRY(markExtents(*record, need));
        read.push_back(*record);
        need = Need::Spare;
    }
    return need == Need::Spare ? Status() : fail(error);
}

Status WantedObjects::markExtents(const QByteArray &bytes, Need need)
{
    const auto record = format::VersionRecord::decode(bytes);
    if (!record)
        return need == Need::Needed ? Status(fail(record.error())) : Status();
    for (const auto &extent : record->inlineExtents) {
        if (!extent.isHole())
            TRY(addChunk(extent.chunk, need));
    }
    ExtentNodes nodes(*this, need);
    TreeCursor extents(store_, format::TreeKind::Extents, record->extentTree);
    while (TRY(extents.next(nodes))) {
        TRY(cancel_->check());
        const auto extent = format::Extent::decode(extents.item());
        if (!extent && need == Need::Needed)
            return fail(extent.error());
        if (extent && !extent->isHole())
            TRY(addChunk(extent->chunk, need));
    }
    return {};
}

Status WantedObjects::addChunk(const ObjectName &name, Need need)
{
    chunks(need).push_back(name);
    return chunks(need).size() >= kBatch ? markChunks(need) : Status();
}

Status WantedObjects::markChunks(Need need)
{
    auto &names = chunks(need);
    const auto locations = TRY(store_.find(names));
    for (size_t i = 0; i < names.size(); ++i)
        markFound(names[i], locations[i], need);
    names.clear();
    return {};
}

Status WantedObjects::unreadable(const ObjectName &, QByteArrayView, const Error &error)
{
    return fail(error);
}

} // namespace backspool::points
