#include "watch/fanotify_events.h"

#include <fcntl.h>
#include <sys/fanotify.h>

#include <cstring>

namespace backspool::engine {

const uint64_t kWatchedEvents =
    FAN_MODIFY | FAN_CLOSE_WRITE | FAN_CREATE | FAN_DELETE | FAN_RENAME | FAN_ATTRIB | FAN_ONDIR;

namespace {

struct Place
{
    QByteArray folder, name;
};

template <class T> bool readAt(QByteArrayView bytes, qsizetype at, T &value)
{
    if (at < 0 || bytes.size() - at < qsizetype(sizeof value))
        return false;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return true;
}

/// A record of @p bytes: fsid, file handle, and the name after it.
std::optional<Place> placeOf(QByteArrayView bytes)
{
    constexpr qsizetype kFsid = sizeof(fanotify_event_info_header);
    constexpr qsizetype kHandle = kFsid + kFileSystemKeySize;
    struct
    {
        uint32_t size;
        int32_t type;
    } handle{};
    static_assert(sizeof(handle.type) == kHandleTypeSize);
    if (!readAt(bytes, kHandle, handle) || handle.size == 0 || handle.size > MAX_HANDLE_SZ)
        return std::nullopt;
    const qsizetype data = kHandle + qsizetype(sizeof handle);
    if (bytes.size() - data < qsizetype(handle.size))
        return std::nullopt;
    Place place;
    place.folder.append(bytes.sliced(kFsid, kFileSystemKeySize));
    place.folder.append(bytes.sliced(kHandle + qsizetype(sizeof handle.size), kHandleTypeSize + handle.size));
    const auto rest = bytes.sliced(data + qsizetype(handle.size));
    place.name = rest.first(qsizetype(::strnlen(rest.data(), size_t(rest.size())))).toByteArray();
    return place;
}

struct Places
{
    std::optional<Place> at, from, to;
};

Places placesOf(QByteArrayView records)
{
    Places places;
    while (!records.isEmpty()) {
        fanotify_event_info_header header{};
        if (!readAt(records, 0, header) || header.len < sizeof header || header.len > records.size())
            break;
        const auto record = records.first(header.len);
        if (header.info_type == FAN_EVENT_INFO_TYPE_DFID_NAME || header.info_type == FAN_EVENT_INFO_TYPE_DFID)
            places.at = placeOf(record);
        else if (header.info_type == FAN_EVENT_INFO_TYPE_OLD_DFID_NAME)
            places.from = placeOf(record);
        else if (header.info_type == FAN_EVENT_INFO_TYPE_NEW_DFID_NAME)
            places.to = placeOf(record);
        records = records.sliced(header.len);
    }
    return places;
}

void add(uint64_t mask, bool isOwn, const Places &places, WriteJournal &journal)
{
    const uint8_t folder = mask & FAN_ONDIR ? WriteJournal::Folder : WriteJournal::Changed;
    if (mask & FAN_RENAME) {
        // One of the two is missing when it is on a file system that is not watched, which there is none of: a rename
        // does not leave its own.
        if (places.from)
            journal.add(places.from->folder, places.from->name, WriteJournal::Changed);
        if (places.to)
            journal.add(places.to->folder, places.to->name, WriteJournal::Came | folder);
        if (!places.from && !places.to)
            journal.giveUp(QStringLiteral("the kernel did not say where something was renamed"));
    }
    if (!(mask & ~uint64_t(FAN_RENAME | FAN_ONDIR)))
        return;
    if (!places.at) {
        // Of a file without a name any more, or not yet: what brings it a name says so.
        return;
    }
    uint8_t happened = WriteJournal::Changed;
    if (mask & (FAN_MODIFY | FAN_CLOSE_WRITE) && !isOwn)
        happened |= WriteJournal::Written;
    if (mask & FAN_CREATE)
        happened |= WriteJournal::Came | folder;
    journal.add(places.at->folder, places.at->name, happened);
}

} // namespace

Status addEvents(QByteArrayView buffer, int self, WriteJournal &journal)
{
    while (!buffer.isEmpty()) {
        fanotify_event_metadata event{};
        if (!readAt(buffer, 0, event) || event.event_len < sizeof event || event.event_len > buffer.size() ||
            event.metadata_len > event.event_len || event.vers != FANOTIFY_METADATA_VERSION)
            return fail(ErrorKind::Damaged, QStringLiteral("the kernel's events are not understood"));
        const auto records = buffer.first(event.event_len).sliced(event.metadata_len);
        if (event.mask & FAN_Q_OVERFLOW)
            journal.giveUp(QStringLiteral("more was written at once than the kernel keeps"));
        else
            add(event.mask, event.pid == self, placesOf(records), journal);
        buffer = buffer.sliced(event.event_len);
    }
    return {};
}

} // namespace backspool::engine
