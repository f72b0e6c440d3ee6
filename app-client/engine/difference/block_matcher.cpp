#include "difference/block_matcher.h"

#include <algorithm>

namespace backspool::engine {

namespace {

/// Bytes to pass over for one strong part without a match: it takes some hundred nanoseconds, so the worst content is
/// searched at some 100 MB/s.
constexpr int64_t kBytesForTry = 32;
constexpr int64_t kMostBudget = 4'096 * kBytesForTry;
/// What was passed over is handed on from so many bytes on, so that memory stays bounded.
constexpr qsizetype kMostLiteral = 256_KiB;

} // namespace

BlockMatcher::BlockMatcher(const FingerprintSet &old, codec::Fingerprinter &fingerprinter, MatchSink &sink)
    : old_(old), fingerprinter_(fingerprinter), sink_(sink), table_(old),
      wholeBlocks_(old.size / uint64_t(old.blockSize)), budget_(kMostBudget)
{
}

Status BlockMatcher::add(QByteArrayView bytes)
{
    buffer_.append(bytes);
    while (left() >= old_.blockSize) {
        if (!isSliding_) {
            if (TRY(matchExpected()))
                continue;
            rolling_ = fingerprinter_.rolling(window());
            isSliding_ = true;
            isTried_ = false;
        }
        if (!isTried_ && TRY(matchByTable()))
            continue;
        isTried_ = true;
        if (left() == old_.blockSize)
            break;
        slide();
        if (at_ - literal_ >= kMostLiteral)
            TRY(emitLiteral());
    }
    if (literal_ >= kMostLiteral) // handed on: no more of use
        forget();
    return {};
}

Result<bool> BlockMatcher::matchExpected()
{
    if (expected_ >= wholeBlocks_ || fingerprinter_.strong(window()) != old_.fingerprint(expected_).strong)
        return false;
    TRY(take(expected_, window()));
    return true;
}

Result<bool> BlockMatcher::matchByTable()
{
    if (!table_.mayHave(rolling_) || budget_ < kBytesForTry || !table_.has(rolling_))
        return false;
    budget_ -= kBytesForTry;
    const codec::Fingerprint fingerprint{rolling_, fingerprinter_.strong(window())};
    auto found = table_.find(fingerprint);
    if (!found)
        return false;
    // Of equal blocks the one in the same place: extents that follow one another are one.
    const uint64_t offset = bufferOffset_ + uint64_t(at_);
    const uint64_t inPlace = offset / uint64_t(old_.blockSize);
    if (offset % uint64_t(old_.blockSize) == 0 && inPlace < wholeBlocks_ && old_.fingerprint(inPlace) == fingerprint)
        found = inPlace;
    TRY(take(*found, window()));
    return true;
}

/// On to the next window that may be a block, or the last there is.
void BlockMatcher::slide()
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(buffer_.constData());
    const qsizetype block = old_.blockSize;
    const qsizetype last = std::min(buffer_.size() - block, literal_ + kMostLiteral);
    uint32_t rolling = rolling_;
    qsizetype at = at_;
    do {
        rolling = fingerprinter_.slide(rolling, bytes[at], bytes[at + block]);
        ++at;
    } while (at < last && !table_.mayHave(rolling));
    budget_ = std::min(budget_ + int64_t(at - at_), kMostBudget);
    at_ = at;
    rolling_ = rolling;
    isTried_ = false;
}

Status BlockMatcher::take(uint64_t block, QByteArrayView bytes)
{
    TRY(emitLiteral());
    TRY(sink_.match(block * uint64_t(old_.blockSize), bytes));
    at_ += bytes.size();
    literal_ = at_;
    expected_ = block + 1;
    isSliding_ = false;
    return {};
}

Status BlockMatcher::flush()
{
    TRY(takeTail());
    at_ = buffer_.size();
    TRY(emitLiteral());
    isSliding_ = false;
    forget();
    return {};
}

/// The old version's last block may be short: it is looked for at the end only.
Status BlockMatcher::takeTail()
{
    const qsizetype tail = qsizetype(old_.size % uint64_t(old_.blockSize));
    if (tail == 0 || buffer_.size() - literal_ < tail)
        return {};
    const auto bytes = QByteArrayView(buffer_).last(tail);
    if (fingerprinter_.of(bytes) != old_.fingerprint(wholeBlocks_))
        return {};
    at_ = buffer_.size() - tail;
    return take(wholeBlocks_, bytes);
}

Status BlockMatcher::emitLiteral()
{
    if (at_ > literal_)
        TRY(sink_.literal(QByteArrayView(buffer_).sliced(literal_, at_ - literal_)));
    literal_ = at_;
    return {};
}

void BlockMatcher::forget()
{
    buffer_.remove(0, literal_);
    bufferOffset_ += uint64_t(literal_);
    at_ -= literal_;
    literal_ = 0;
}

void BlockMatcher::moveTo(uint64_t offset)
{
    Q_ASSERT(buffer_.isEmpty());
    bufferOffset_ = offset;
    expected_ = offset % uint64_t(old_.blockSize) == 0 ? offset / uint64_t(old_.blockSize) : wholeBlocks_;
}

} // namespace backspool::engine
