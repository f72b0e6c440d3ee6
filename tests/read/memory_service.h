#pragma once
/// A service that answers from memory, with the real one's rule: an object is given only under a parent that names it
/// and was given before.
#include "codec/digest.h"
#include "format/node_tree.h"
#include "read/point_service.h"

#include <map>
#include <mutex>
#include <set>

namespace backspool::tests {

/// Thread-safe.
class MemoryService final : public engine::PointService
{
public:
    explicit MemoryService(const codec::Digester &digester) : digester_(digester) {}

    // What it holds.
    void add(format::ObjectKind kind, const ObjectName &name, const QByteArray &bytes);
    ObjectName addChunk(const QByteArray &bytes);
    format::NodeTreeBuilder::Emit nodeEmitter();
    /// Points get their numbers in order.
    PointId addPoint(format::PointRecord record);

    void forgetPoint(PointId point);
    /// What it gave counts no more, as over a new connection.
    void forgetGiven();

    // What is wrong with it.
    /// Gives it with one wrong byte from now on.
    void damage(const ObjectName &name) { change(name, Fault::Damaged); }
    void lose(const ObjectName &name) { change(name, Fault::Lost); }
    void repair(const ObjectName &name) { change(name, Fault::None); }
    /// After so many further objects the connection is gone.
    void endAfter(int objects) { objectsLeft_ = objects; }

    // What it was asked.
    uint64_t requests() const { return requests_; }
    uint64_t chunksGiven() const { return chunksGiven_; }
    uint64_t objectsGiven() const { return objectsGiven_; }
    /// Of all objects given, those that differ.
    size_t distinctGiven();
    void resetCounts() { requests_ = chunksGiven_ = objectsGiven_ = 0; }

    Result<protocol::Points> listPoints(const protocol::ListPoints &request) override;
    Result<format::PointRecord> point(PointId point) override;
    Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) override;

private:
    enum class Fault : uint8_t { None, Damaged, Lost };
    struct Object
    {
        format::ObjectKind kind;
        QByteArray bytes;
        Fault fault = Fault::None;
    };
    void change(const ObjectName &name, Fault fault);
    bool mayHave(const ObjectName &parent, const ObjectName &name);
    Result<QByteArray> answer(const protocol::GetObjects &request);

    const codec::Digester digester_;
    std::mutex mutex_; ///< guards what follows
    std::map<ObjectName, Object> objects_;
    std::vector<format::PointRecord> points_;
    std::set<PointId> forgotten_;
    std::set<ObjectName> roots_, given_;
    std::atomic<uint64_t> requests_ = 0, chunksGiven_ = 0, objectsGiven_ = 0;
    std::atomic<int> objectsLeft_ = -1;
};

} // namespace backspool::tests
