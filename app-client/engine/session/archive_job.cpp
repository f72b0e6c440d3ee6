#include "session/archive_job.h"

namespace backspool::engine {

ArchiveJob::ArchiveJob(PointSession::Connect connectTo, ArchiveRequest request)
    : SessionJob(std::move(connectTo), 0), request_(std::move(request))
{
}

Status ArchiveJob::run(PointSession &session, const CancelToken &cancel)
{
    ObjectFetcher fetcher(session.service(), session.verifier());
    NodeReader nodes(fetcher);
    const auto point = TRY(PointReader::open(session.service(), nodes, request_.point));
    result_ = TRY(writeArchive(fetcher, session.verifier(), point, request_.paths, request_.file, request_.format,
                               *this, cancel));
    return {};
}

void ArchiveJob::ended(const Status &status)
{
    if (!status)
        result_ = fail(status.error());
}

} // namespace backspool::engine
