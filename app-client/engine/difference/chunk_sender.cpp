#include "difference/chunk_sender.h"

namespace backspool::engine {

ChunkSender::ChunkSender(const codec::Digester &digester, const codec::Chunker &chunker, ObjectSink &sink,
                         std::shared_ptr<Outcome> outcome, Extents extents)
    : digester_(digester), chunker_(chunker), sink_(sink), outcome_(std::move(outcome)), keeping_(extents),
      version_(digester, [this](const ObjectName &name, const QByteArray &bytes) {
          if (emitted_)
              emitted_ = sink_.submit(format::ObjectKind::Node, name, bytes, uint64_t(bytes.size()), {}, outcome_);
      })
{
}

Status ChunkSender::data(QByteArrayView bytes)
{
    carry_.append(bytes);
    return cut(false);
}

Status ChunkSender::hole(uint64_t length)
{
    TRY(cut(true));
    add({{}, 0, length});
    return {};
}

Status ChunkSender::copy(const format::Extent &extent)
{
    TRY(cut(true));
    add(extent);
    return {};
}

Status ChunkSender::finish()
{
    return cut(true);
}

void ChunkSender::forgetExtents()
{
    keeping_ = Extents::Forget;
    extents_ = {};
}

Result<format::VersionRecord> ChunkSender::record()
{
    auto record = version_.finish();
    TRY(std::move(emitted_));
    return record;
}

Status ChunkSender::cut(bool isLast)
{
    QByteArrayView rest(carry_);
    if (rest.isEmpty())
        return {};
    while (!rest.isEmpty()) {
        const qsizetype length = chunker_.cut(rest, isLast);
        if (length == 0)
            break;
        const QByteArray chunk = rest.first(length).toByteArray();
        const auto name = digester_.chunk(chunk);
        add({name, 0, uint64_t(length)});
        TRY(sink_.submit(format::ObjectKind::Chunk, name, chunk, uint64_t(length), {}, outcome_));
        rest = rest.sliced(length);
    }
    carry_ = rest.toByteArray();
    return {};
}

void ChunkSender::add(const format::Extent &extent)
{
    version_.add(extent);
    if (keeping_ == Extents::Forget)
        return;
    if (!extents_.empty() && format::canJoin(extents_.back(), extent))
        extents_.back().length += extent.length;
    else
        extents_.push_back(extent);
}

} // namespace backspool::engine
