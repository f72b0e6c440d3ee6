#pragma once
/// Checks the store: that every point's trees are whole and every object they need is there; with data, that every
/// block opens and every object has its digest.
#include "core/progress.h"
#include "points/point_commit.h"

namespace backspool::points {

struct Damage
{
    ObjectName object; ///< null: the container itself
    QString container; ///< file name, relative to the store
    QString what;      ///< a sentence
    struct Use
    {
        PointId point;
        QByteArray path; ///< of one client's file or folder that needs it
        ClientId client;
    };
    std::vector<Use> uses; ///< at most 100
};

/// Without readData: the trees are read (a node that the mirror still has counts as whole), and every chunk is looked
/// up. With it: also every block of every container, and of every mirror.
struct VerifyOptions
{
    bool readData = false;
    double samplePercent = 0; ///< share of the data blocks to read, 0..100, when not readData
    quint64 seed = 0;         ///< of the sample; printed
};

struct VerifyReport
{
    uint64_t points = 0;
    uint64_t objects = 0;
    uint64_t blocksRead = 0;
    ByteCount bytesRead = 0;
    std::vector<Damage> damages;   ///< at most 10,000
    uint64_t damagesNotListed = 0; ///< beyond those
};

Result<VerifyReport> verify(const CommitContext &context, const VerifyOptions &options, ProgressSink &progress,
                            const CancelToken &cancel);

} // namespace backspool::points
