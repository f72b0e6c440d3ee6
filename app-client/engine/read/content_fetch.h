#pragma once
/// Gets the content of files, verified, in order and many files at a time.
///
/// Content of at most one leaf is one chunk. Longer content has a version record: with few extents, all its chunks are
/// asked for at once; where the extents are a tree, a thread reads that tree and keeps a window of chunks on the way.
/// Every chunk passes its digest, and a version's whole content is held to its signature, unless the
/// verifier says that who gives them has seen to it.
#include "core/cancel_token.h"
#include "format/directory_entry.h"
#include "format/version_record.h"
#include "read/object_fetcher.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace backspool::engine {

/// Takes the content of one file. Calls come one after the other, from threads of the fetcher.
class ContentSink
{
public:
    virtual ~ContentSink() = default;
    /// The next bytes. An error ends the fetch of this file.
    virtual Status data(QByteArrayView bytes) = 0;
    /// The next @p length bytes are zeros that need no space.
    virtual Status hole(uint64_t length) = 0;
    /// Once, the last call: everything came and is right, or the reason why not.
    virtual void finished(const Status &status) = 0;
};

/// Thread-safe.
class ContentFetch
{
public:
    /// The fetcher outlives it.
    ContentFetch(ObjectFetcher &fetcher, const Verifier &verifier);
    /// Ends the thread; what it works on is answered with Cancelled.
    ~ContentFetch();
    ContentFetch(const ContentFetch &) = delete;
    ContentFetch &operator=(const ContentFetch &) = delete;

    /// The content of the file @p entry, which the node @p parent holds. Does not block.
    /// Errors that the sink gets: ObjectFetcher::ask(); Damaged (not what the entry says); its own.
    void fetch(const format::DirectoryEntry &entry, const ObjectName &parent, std::shared_ptr<ContentSink> sink);

private:
    class Assembly;
    struct Large
    {
        ObjectName name; ///< of the version
        format::VersionRecord record;
        std::shared_ptr<Assembly> assembly;
    };
    void fetchVersion(const ObjectName &name, uint64_t size, const ObjectName &parent,
                      std::shared_ptr<ContentSink> sink);
    void run();
    Status fetchLarge(const Large &large);

    ObjectFetcher &fetcher_;
    const Verifier verifier_;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    std::deque<Large> large_;
    std::shared_ptr<Assembly> current_; ///< what the thread works on
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace backspool::engine
