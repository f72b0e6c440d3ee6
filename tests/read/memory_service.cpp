#include "read/memory_service.h"

#include "format/version_record.h"

namespace backspool::tests {

using format::ObjectKind;

void MemoryService::add(ObjectKind kind, const ObjectName &name, const QByteArray &bytes)
{
    const std::lock_guard lock(mutex_);
    objects_.insert_or_assign(name, Object{kind, bytes});
}

ObjectName MemoryService::addChunk(const QByteArray &bytes)
{
    const auto name = digester_.chunk(bytes);
    add(ObjectKind::Chunk, name, bytes);
    return name;
}

format::NodeTreeBuilder::Emit MemoryService::nodeEmitter()
{
    return [this](const ObjectName &name, const QByteArray &bytes) { add(ObjectKind::Node, name, bytes); };
}

PointId MemoryService::addPoint(format::PointRecord record)
{
    const std::lock_guard lock(mutex_);
    record.point = PointId{points_.size() + 1};
    if (record.started == WallTime{})
        record.started = WallTime(std::chrono::hours(24 * 365 * 50 + 24 * record.point.value));
    points_.push_back(record);
    return record.point;
}

void MemoryService::forgetPoint(PointId point)
{
    const std::lock_guard lock(mutex_);
    forgotten_.insert(point);
}

void MemoryService::forgetGiven()
{
    const std::lock_guard lock(mutex_);
    roots_.clear();
    given_.clear();
}

void MemoryService::change(const ObjectName &name, Fault fault)
{
    const std::lock_guard lock(mutex_);
    objects_.at(name).fault = fault;
}

Result<protocol::Points> MemoryService::listPoints(const protocol::ListPoints &request)
{
    const std::lock_guard lock(mutex_);
    protocol::Points reply;
    for (size_t i = points_.size(); i-- > 0;) {
        const auto &record = points_[i];
        if ((request.before && record.point >= request.before) || forgotten_.contains(record.point))
            continue;
        if (reply.points.size() == (request.limit > 0 ? request.limit : 3U)) { // small pages, so that tests see several
            reply.more = true;
            break;
        }
        reply.points.push_back({record.point, record.base, record.started, record.ended, record.host, record.zone,
                                record.statistics, record.root.content, record.rootHint.hints});
    }
    return reply;
}

size_t MemoryService::distinctGiven()
{
    const std::lock_guard lock(mutex_);
    return given_.size();
}

Result<format::PointRecord> MemoryService::point(PointId point)
{
    const std::lock_guard lock(mutex_);
    if (point.value == 0 || point.value > points_.size() || forgotten_.contains(point))
        return fail(ErrorKind::NotFound, QStringLiteral("there is no such point"));
    const auto &record = points_[point.value - 1];
    roots_.insert(record.root.content);
    roots_.insert(record.rootHint.hints);
    return record;
}

bool MemoryService::mayHave(const ObjectName &parent, const ObjectName &name)
{
    if (parent.isNull())
        return roots_.contains(name);
    if (!given_.contains(parent))
        return false;
    const auto &object = objects_.at(parent);
    if (object.kind == ObjectKind::Version) {
        const auto record = format::VersionRecord::decode(object.bytes);
        return record && (record->extentTree == name ||
                          std::ranges::contains(record->inlineExtents, name, &format::Extent::chunk));
    }
    const auto node = format::Node::parse(object.bytes);
    for (size_t i = 0; node && i < node->count(); ++i) {
        if (node->level() > 0) {
            if (node->child(i)->name == name)
                return true;
        } else if (node->item(i).contains(name.view())) { // names do not come about by accident
            return true;
        }
    }
    return false;
}

Result<QByteArray> MemoryService::answer(const protocol::GetObjects &request)
{
    protocol::Objects reply;
    reply.last = true;
    format::BlockPacker chunks(format::BlockKind::Chunks);
    format::BlockPacker tree(format::BlockKind::Tree);
    std::vector<protocol::Objects::Place> places;
    const auto close = [&](format::BlockPacker &packer) {
        if (packer.isEmpty())
            return;
        for (auto &place : places)
            place.block = uint16_t(reply.blocks.size());
        reply.places.insert(reply.places.end(), places.begin(), places.end());
        places.clear();
        reply.blocks.push_back(packer.take());
    };
    uint32_t index = 0;
    for (const auto &group : request.groups) {
        for (const auto &name : group.names) {
            if (!mayHave(group.parent, name))
                return fail(ErrorKind::Denied, QStringLiteral("that is not yours"));
            if (objectsLeft_ >= 0 && objectsLeft_-- == 0) {
                objectsLeft_ = 0;
                return fail(ErrorKind::Unreachable, QStringLiteral("the connection was lost"));
            }
            const auto found = objects_.find(name);
            if (found == objects_.end() || found->second.fault == Fault::Lost) {
                reply.failures.push_back(
                    {index++, ErrorKind::NotFound, QStringLiteral("It is missing from the store.")});
                continue;
            }
            const auto &object = found->second;
            given_.insert(name);
            ++objectsGiven_;
            QByteArray bytes = object.bytes;
            if (object.fault == Fault::Damaged)
                bytes[bytes.size() / 2] = char(~bytes[bytes.size() / 2]);
            auto &packer = object.kind == ObjectKind::Chunk ? chunks : tree;
            chunksGiven_ += object.kind == ObjectKind::Chunk;
            // Each kind of block is closed before the other begins, or when it is full: places are of one block.
            close(object.kind == ObjectKind::Chunk ? tree : chunks);
            if (packer.rawSize() + bytes.size() > 1_MiB)
                close(packer);
            places.push_back({index++, 0, uint16_t(packer.objectCount())});
            packer.add(object.kind, bytes);
        }
    }
    close(chunks);
    close(tree);
    return reply.encode();
}

Status MemoryService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    ++requests_;
    Result<QByteArray> payload;
    {
        const std::lock_guard lock(mutex_);
        payload = answer(request);
    }
    onObjects(std::move(payload), true);
    return {};
}

} // namespace backspool::tests
