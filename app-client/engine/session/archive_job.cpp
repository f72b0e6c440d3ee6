#include "session/archive_job.h"

#include <list>

namespace backspool::engine {

ArchiveJob::ArchiveJob(PointSession::Connect connectTo, ArchiveRequest request)
    : SessionJob(std::move(connectTo), 0), request_(std::move(request))
{
}

Status ArchiveJob::run(PointSession &session, const CancelToken &cancel)
{
    ObjectFetcher fetcher(session.service(), session.verifier());
    NodeReader nodes(fetcher);
    std::list<PointReader> points;
    std::vector<ArchivePart> parts;
    for (const auto &[point, paths] : request_.parts)
        parts.push_back({points.emplace_back(TRY(PointReader::open(session.service(), nodes, point))), paths});
    result_ = TRY(writeArchive(fetcher, session.verifier(), parts, request_.file, request_.format, *this, cancel));
    return {};
}

void ArchiveJob::ended(const Status &status)
{
    if (!status)
        result_ = fail(status.error());
}

} // namespace backspool::engine
