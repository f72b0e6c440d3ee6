#pragma once
/// Some windows of a content on their way. Every chunk is held to its name.
#include "mount/content_window.h"
#include "mount/version_extents.h"

#include <condition_variable>

namespace backspool::engine {

/// Begun by one thread, then waited for by one; the callbacks of the fetcher keep what they need.
class WindowFetch
{
public:
    /// Asks for what @p extents (all that overlap the windows, in order) say of the windows from @p first on, until
    /// @p end in the content. Does not wait.
    WindowFetch(ObjectFetcher &fetcher, const std::vector<PlacedExtent> &extents, uint64_t first, uint64_t end);

    bool covers(uint64_t index) const { return index >= first_ && index * kWindowSize < end_; }
    uint64_t first() const { return first_; }
    /// Waits until all is there. Errors: ObjectFetcher::ask(), Damaged.
    Result<std::vector<std::shared_ptr<const ContentWindow>>> windows(const codec::Digester &digester);

private:
    /// What the callbacks fill, each a part of its own.
    struct Content
    {
        QByteArray bytes;
        std::mutex mutex; ///< guards what follows
        std::condition_variable came;
        size_t missing = 0;
        std::optional<Error> error;
    };
    struct Part
    {
        uint64_t offset = 0; ///< in the chunk
        uint64_t length = 0;
        uint64_t to = 0; ///< in the content's bytes
    };
    static void take(Content &content, const Part &part, const Result<FetchedObject> &chunk);

    const uint64_t first_, end_;
    const std::shared_ptr<Content> content_;
};

} // namespace backspool::engine
