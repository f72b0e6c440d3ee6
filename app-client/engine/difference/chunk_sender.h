#pragma once
/// Puts a version together as its content is read: new data is cut into chunks, each of which is sent unless the
/// service has it; holes and copies of an older version end the chunk before them.
#include "codec/chunker.h"
#include "format/version_record.h"
#include "transfer/object_sink.h"

namespace backspool::engine {

/// Not thread-safe: one file's. What it is given outlives it.
class ChunkSender
{
public:
    enum class Extents : uint8_t {
        Forget, ///< however many there are: memory is bounded
        Keep    ///< for extents()
    };
    ChunkSender(const codec::Digester &digester, const codec::Chunker &chunker, ObjectSink &sink,
                std::shared_ptr<Outcome> outcome, Extents extents = Extents::Forget);

    /// Errors: the sink's failure.
    Status data(QByteArrayView bytes);
    Status hole(uint64_t length);
    Status copy(const format::Extent &extent);
    Status finish();

    /// What was put together, all nodes sent. REQUIRES: finish(), and something was added. Errors: the sink's failure.
    Result<format::VersionRecord> record();
    /// So far, where they are kept; those that go on from one another as one.
    const std::vector<format::Extent> &extents() const { return extents_; }
    /// They are kept no longer.
    void forgetExtents();
    std::vector<format::Extent> takeExtents() { return std::move(extents_); }

private:
    Status cut(bool isLast);
    void add(const format::Extent &extent);

    const codec::Digester &digester_;
    const codec::Chunker &chunker_;
    ObjectSink &sink_;
    std::shared_ptr<Outcome> outcome_;
    Extents keeping_;
    Status emitted_;
    format::VersionBuilder version_;
    std::vector<format::Extent> extents_;
    QByteArray carry_;
};

} // namespace backspool::engine
