#include "difference/base_service.h"

#include <algorithm>
#include <semaphore>

namespace backspool::engine {

namespace {

/// A set of the most blocks with the most extents, and room.
constexpr ByteCount kMostOfAnswer = 128_MiB;

/// Gathers the frames of one answer; lives until the last has come.
struct Answer
{
    Result<std::vector<QByteArray>> payloads;
    ByteCount size = 0;
    std::binary_semaphore done{0};

    /// Whether more is to come.
    bool take(Result<protocol::Frame> frame)
    {
        if (frame && frame->type != protocol::MessageType::Fingerprints)
            frame =
                fail(ErrorKind::Invalid, QStringLiteral("the service answered with something else than fingerprints"));
        if (frame)
            size += frame->payload.size();
        if (frame && size > kMostOfAnswer)
            frame = fail(ErrorKind::Invalid, QStringLiteral("the service's fingerprints of one file do not end"));
        if (!frame) {
            payloads = std::unexpected(frame.error());
            done.release();
            return false;
        }
        // The lowest bit of the first byte says whether the message is the last.
        const bool isLast = frame->payload.isEmpty() || (frame->payload.front() & 1) != 0;
        payloads->push_back(std::move(frame->payload));
        if (isLast)
            done.release();
        return !isLast;
    }
};

} // namespace

Result<std::vector<protocol::Fingerprints>> BaseService::fingerprints(const protocol::GetFingerprints &request) const
{
    const auto answer = std::make_shared<Answer>();
    TRY(connection_.request(protocol::MessageType::GetFingerprints, request.encode(),
                            [answer](Result<protocol::Frame> frame) { return answer->take(std::move(frame)); }));
    answer->done.acquire();
    std::vector<protocol::Fingerprints> parts;
    for (const auto &payload : TRY(std::move(answer->payloads)))
        parts.push_back(TRY(protocol::Fingerprints::decode(payload)));
    return parts;
}

Result<std::vector<bool>> BaseService::checkCopies(const QByteArray &path,
                                                   const std::vector<protocol::CheckCopies::Copy> &copies) const
{
    std::vector<bool> right;
    right.reserve(copies.size());
    for (size_t done = 0; done < copies.size();) {
        protocol::CheckCopies request{path, {}};
        const size_t count = std::min(protocol::kMaxCopiesInMessage, copies.size() - done);
        request.copies.assign(copies.begin() + ptrdiff_t(done), copies.begin() + ptrdiff_t(done + count));
        const auto reply = TRY(protocol::CopiesChecked::decode(TRY(connection_.call(
            protocol::MessageType::CheckCopies, request.encode(), protocol::MessageType::CopiesChecked))));
        if (reply.right.size() != count)
            return fail(ErrorKind::Invalid, QStringLiteral("the service did not answer for each copy"));
        right.insert(right.end(), reply.right.begin(), reply.right.end());
        done += count;
    }
    return right;
}

} // namespace backspool::engine
