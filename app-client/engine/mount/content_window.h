#pragma once
/// The content of large files in pieces of one size, and those that were read last.
#include "core/object_name.h"
#include "core/units.h"

#include <QByteArray>

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace backspool::engine {

/// Whole leaves of the signature: sixteen.
constexpr uint64_t kWindowSize = uint64_t(1_MiB);

/// A piece of a content, and the digests of its leaves, by which the whole is held to its signature.
struct ContentWindow
{
    QByteArray bytes; ///< shorter than kWindowSize only at the end of the content
    std::vector<ObjectName> leaves;
};

/// Thread-safe.
class ContentWindows
{
public:
    /// @p kept: bytes of content.
    explicit ContentWindows(ByteCount kept) : kept_(kept) {}

    /// Window @p index of the content @p content; null: it is not kept.
    std::shared_ptr<const ContentWindow> find(const ObjectName &content, uint64_t index);
    void keep(const ObjectName &content, uint64_t index, std::shared_ptr<const ContentWindow> window);

private:
    struct Place
    {
        ObjectName content;
        uint64_t index = 0;
        bool operator==(const Place &) const = default;
    };
    struct HashPlace
    {
        size_t operator()(const Place &place) const
        {
            return std::hash<ObjectName>{}(place.content) ^ std::hash<uint64_t>{}(place.index);
        }
    };
    using Kept = std::pair<Place, std::shared_ptr<const ContentWindow>>;

    const ByteCount kept_;
    std::mutex mutex_; ///< guards what follows
    ByteCount size_ = 0;
    std::list<Kept> order_; ///< the last used first
    std::unordered_map<Place, std::list<Kept>::iterator, HashPlace> windows_;
};

} // namespace backspool::engine
