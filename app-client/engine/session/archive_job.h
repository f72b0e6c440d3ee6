#pragma once
/// An archive of points' files that is being made.
#include "archive/point_archive.h"
#include "session/session_job.h"

namespace backspool::engine {

struct ArchiveRequest
{
    struct Part
    {
        PointId point;
        std::vector<QByteArray> paths; ///< in the point
    };
    std::vector<Part> parts; ///< what was deleted is in another point than what is there
    QString file;            ///< the archive; one that exists is replaced
    ArchiveFormat format = ArchiveFormat::Zip;
};

/// Lives in the thread that makes it.
class ArchiveJob final : public SessionJob
{
    Q_OBJECT

public:
    ArchiveJob(PointSession::Connect connect, ArchiveRequest request);
    ~ArchiveJob() override { stop(); }

    /// After finished().
    const Result<ArchiveReport> &result() const { return *result_; }

private:
    Status run(PointSession &session, const CancelToken &cancel) override;
    void ended(const Status &status) override;

    const ArchiveRequest request_;
    std::optional<Result<ArchiveReport>> result_;
};

} // namespace backspool::engine
