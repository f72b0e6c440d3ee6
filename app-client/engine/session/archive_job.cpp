#include "session/archive_job.h"

namespace backspool::engine {

ArchiveJob::ArchiveJob(AgentState state, QString software, ArchiveRequest request)
    : SessionJob(std::move(state), std::move(software), 0), request_(std::move(request))
{
}

Status ArchiveJob::run(ServiceSession &session, const CancelToken &cancel)
{
    ObjectFetcher fetcher(session.service(), session.digester());
    NodeReader nodes(fetcher);
    const auto point = TRY(PointReader::open(session.service(), nodes, request_.point));
    result_ = TRY(writeArchive(fetcher, session.digester(), point, request_.paths, request_.file, request_.format,
                               *this, cancel));
    return {};
}

void ArchiveJob::ended(const Status &status)
{
    if (!status)
        result_ = fail(status.error());
}

} // namespace backspool::engine
