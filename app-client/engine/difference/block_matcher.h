#pragma once
/// Finds blocks of an old version at any offset of a new one (seed: sliding fingerprint process 342).
///
/// A window of one block slides over the new content byte by byte. After a match the block that follows in the old
/// version is tried first: the common case, which costs the strong part alone.
///
/// Time is linear whatever the content: a look-up is short (FingerprintTable), and strong parts computed without a
/// match have a budget that grows with the bytes passed over.
#include "difference/fingerprint_table.h"

namespace backspool::engine {

/// Where the new content's pieces go, in their order.
class MatchSink
{
public:
    virtual ~MatchSink() = default;
    /// Not found in the old version.
    virtual Status literal(QByteArrayView bytes) = 0;
    /// By its fingerprint this is what the old version has from @p oldOffset on.
    virtual Status match(uint64_t oldOffset, QByteArrayView bytes) = 0;
};

/// Not thread-safe. Keeps less than a MiB of the content.
class BlockMatcher
{
public:
    /// All outlive it.
    BlockMatcher(const FingerprintSet &old, codec::Fingerprinter &fingerprinter, MatchSink &sink);

    /// The next bytes. Errors: the sink's.
    Status add(QByteArrayView bytes);
    /// Something else follows what was added (a hole, a copy found otherwise, the end): what is left of it goes to the
    /// sink. Errors: the sink's.
    Status flush();
    /// What is added next begins at @p offset of the new content, and is expected to be what the old version has at
    /// the same offset. REQUIRES: nothing is left (flush()).
    void moveTo(uint64_t offset);

private:
    qsizetype left() const { return buffer_.size() - at_; }
    QByteArrayView window() const { return QByteArrayView(buffer_).sliced(at_, old_.blockSize); }
    Result<bool> matchExpected();
    Result<bool> matchByTable();
    void slide();
    Status take(uint64_t block, QByteArrayView bytes);
    Status takeTail();
    Status emitLiteral();
    void forget();

    const FingerprintSet &old_;
    codec::Fingerprinter &fingerprinter_;
    MatchSink &sink_;
    const FingerprintTable table_;
    const uint64_t wholeBlocks_; ///< of the old version
    QByteArray buffer_;
    qsizetype literal_ = 0;     ///< in the buffer: where what was passed over begins
    qsizetype at_ = 0;          ///< in the buffer: the window
    uint64_t bufferOffset_ = 0; ///< of the buffer in the new content
    uint64_t expected_ = 0;     ///< block
    uint32_t rolling_ = 0;      ///< of the window, while sliding
    bool isSliding_ = false;
    bool isTried_ = false; ///< the window is no block
    int64_t budget_;
};

} // namespace backspool::engine
