#pragma once
/// One GetObjects of the fetcher and what has come of it. Private to the fetcher.
#include "read/object_fetcher.h"

namespace backspool::engine {

struct ObjectFetcher::Request
{
    Request(ObjectFetcher &of, Lane in) : fetcher(of), lane(in) {}

    /// The budget's share; goes with the last object of the request.
    struct Hold
    {
        Hold(ObjectFetcher &of, ByteCount size) : fetcher(of), bytes(size) {}
        Hold(const Hold &) = delete;
        Hold &operator=(const Hold &) = delete;
        ~Hold() { fetcher.letGo(bytes); }
        ObjectFetcher &fetcher;
        ByteCount bytes;
    };

    /// The objects in the order of the message: grouped by parent.
    protocol::GetObjects message();
    std::vector<OnObject> take(size_t index);

    ObjectFetcher &fetcher;
    const Lane lane;
    ByteCount expected = 0;
    std::shared_ptr<Hold> hold; ///< content only

    std::mutex mutex; ///< guards what follows
    std::vector<Asked> asked;
    ByteCount received = 0;
    int unprocessed = 0; ///< messages
    bool isLastThere = false;
};

} // namespace backspool::engine
