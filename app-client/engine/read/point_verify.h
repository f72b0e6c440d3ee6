#pragma once
/// Reads all content of a point back and holds it to its digests; writes nothing.
#include "core/cancel_token.h"
#include "core/progress.h"
#include "read/content_fetch.h"
#include "read/point_reader.h"

namespace backspool::engine {

struct PointDamage
{
    QByteArray path;
    QString reason;
};

struct PointVerifyReport
{
    uint64_t files = 0; ///< regular files whose content came and is right
    uint64_t bytes = 0; ///< of them
    uint64_t directories = 0;
    std::vector<PointDamage> damages; ///< the first 10,000
    uint64_t damageCount = 0;
};

/// Blocks. Errors: Unreachable, Cancelled, Damaged (the point's record). What is damaged or missing is in the report; a
/// folder whose list is damaged stands for all that is in it.
Result<PointVerifyReport> verifyPoint(ObjectFetcher &fetcher, const Verifier &verifier, const PointReader &point,
                                      ProgressSink &progress, const CancelToken &cancel);

} // namespace backspool::engine
