#include "mount/window_fetch.h"

#include "codec/signature.h"

#include <cstring>

namespace backspool::engine {

WindowFetch::WindowFetch(ObjectFetcher &fetcher, const std::vector<PlacedExtent> &extents, uint64_t first, uint64_t end)
    : first_(first), end_(end), content_(std::make_shared<Content>())
{
    const uint64_t begin = first * kWindowSize;
    content_->bytes = QByteArray(qsizetype(end - begin), '\0'); // holes stay so
    ObjectFetcher::Asks asks;
    for (const auto &[extent, at, holder] : extents) {
        if (extent.isHole())
            continue;
        const uint64_t from = std::max(begin, at);
        const Part part{extent.offset + (from - at), std::min(end, at + extent.length) - from, from - begin};
        asks.emplace_back(
            ObjectWant{holder, extent.chunk, format::ObjectKind::Chunk, ByteCount(extent.length)},
            [content = content_, part](const Result<FetchedObject> &chunk) { take(*content, part, chunk); });
    }
    content_->missing = asks.size();
    fetcher.askAll(std::move(asks));
}

void WindowFetch::take(Content &content, const Part &part, const Result<FetchedObject> &chunk)
{
    std::optional<Error> error;
    if (!chunk) {
        error = chunk.error();
    } else if (const auto bytes = chunk->bytes();
               part.offset > uint64_t(bytes.size()) || part.length > uint64_t(bytes.size()) - part.offset) {
        error =
            Error(ErrorKind::Damaged, QStringLiteral("the file's description asks for more of a chunk than there is"));
    } else {
        // No two parts overlap, and nobody reads before all are there.
        std::memcpy(const_cast<char *>(content.bytes.constData()) + part.to, bytes.constData() + part.offset,
                    part.length);
    }
    const std::lock_guard lock(content.mutex);
    if (error && !content.error)
        content.error = std::move(error);
    if (--content.missing == 0)
        content.came.notify_all();
}

Result<std::vector<std::shared_ptr<const ContentWindow>>> WindowFetch::windows(const codec::Digester &digester)
{
    {
        std::unique_lock lock(content_->mutex);
        content_->came.wait(lock, [this] { return content_->missing == 0; });
        if (content_->error)
            return fail(*content_->error);
    }
    std::vector<std::shared_ptr<const ContentWindow>> windows;
    const QByteArrayView bytes(content_->bytes);
    for (qsizetype at = 0; at < bytes.size(); at += qsizetype(kWindowSize)) {
        const auto part = bytes.sliced(at, std::min(qsizetype(kWindowSize), bytes.size() - at));
        ContentWindow window{part.toByteArray(), {}};
        for (qsizetype leaf = 0; leaf < part.size(); leaf += codec::kLeafSize)
            window.leaves.push_back(digester.chunk(part.sliced(leaf, std::min(codec::kLeafSize, part.size() - leaf))));
        windows.push_back(std::make_shared<const ContentWindow>(std::move(window)));
    }
    return windows;
}

} // namespace backspool::engine
