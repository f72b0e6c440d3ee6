#pragma once
/// Puts the content of one version together: extents are delivered in any order and handed on in theirs.
#include "codec/signature.h"
#include "read/content_fetch.h"

namespace backspool::engine {

/// Thread-safe.
class ContentFetch::Assembly
{
public:
    Assembly(const Verifier &verifier, const codec::Signature &expected, std::shared_ptr<ContentSink> sink)
        : expected_(expected), sink_(std::move(sink))
    {
        if (verifier.digester())
            signature_.emplace(*verifier.digester());
    }

    /// The next extent; its number, for deliver(). A hole is delivered with that.
    size_t add(const format::Extent &extent);
    /// No more extents follow.
    void close();
    void deliver(size_t number, Result<FetchedObject> object);
    /// Ends the file with @p error, unless it has ended.
    void abandon(const Error &error);

    /// Blocks while more than @p window bytes were added and not handed on yet. False: the file has ended.
    bool waitForRoom(ByteCount window);

private:
    struct Piece
    {
        format::Extent extent;
        std::optional<Result<FetchedObject>> object; ///< none yet; never for holes
    };
    void drain(std::unique_lock<std::mutex> &lock);
    Status handOn(const Piece &piece);
    void end(const Status &status);

    const codec::Signature expected_;
    std::mutex mutex_; ///< guards what follows but signature_ and sink_, which are the draining thread's
    std::condition_variable roomier_;
    std::deque<Piece> pieces_; ///< from next_ on
    size_t next_ = 0;          ///< number of the first piece
    ByteCount waiting_ = 0;
    bool closed_ = false;
    bool draining_ = false;
    bool ended_ = false;
    std::optional<Error> abandoned_;
    std::optional<codec::SignatureBuilder> signature_; ///< nothing: who gives the parts has verified them
    std::shared_ptr<ContentSink> sink_;
};

} // namespace backspool::engine
