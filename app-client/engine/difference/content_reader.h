#pragma once
/// Reads a file once: cuts it into chunks, hands them to the sink and computes its signature.
#include "codec/chunker.h"
#include "codec/signature.h"
#include "core/cancel_token.h"
#include "difference/changed_regions.h"
#include "difference/difference_bases.h"
#include "difference/file_runs.h"
#include "difference/tally.h"
#include "files/file_status.h"
#include "transfer/object_sink.h"

namespace backspool::engine {

/// What was read.
struct Content
{
    ObjectName signature; ///< null when empty
    uint64_t size = 0;
};

/// What a modified file is read against.
struct DifferenceBase
{
    DifferenceBases &bases;
    const QByteArray &path; ///< of the file, in the base
    const FingerprintSet &set;
    const ChangedRegions *regions = nullptr; ///< none: all of it is read
};

/// The same, where it is known what of it was written since.
struct ChangedSince
{
    DifferenceBases &bases;
    const QByteArray &path; ///< of the file, in the base
    const KnownVersion &old;
    std::optional<FileContent> oldFile; ///< what that was read from; none: see RegionDifference
    const ChangedRegions &regions;
};

struct Differenced
{
    Content content;
    uint64_t copied = 0; ///< bytes that the base has
};

/// Thread-safe.
class ContentReader
{
public:
    ContentReader(const codec::Digester &digester, const codec::Chunker &chunker, ObjectSink &sink, Tally &tally,
                  const CancelToken &cancel)
        : digester_(digester), chunker_(chunker), sink_(sink), tally_(tally), cancel_(cancel)
    {
    }

    /// Everything of @p file up to @p status.size goes to the sink (holes are not read). @p prover answers for the
    /// whole content. @p keepIn: gets what is then known of the version; null: nobody does.
    /// Errors: Io (the file), or the sink's failure: see isFileError().
    Result<Content> send(const FileContent &file, const FileStatus &status, const ClaimQueue::Prover &prover,
                         std::shared_ptr<Outcome> outcome, DifferenceBases *keepIn = nullptr) const;
    /// The same of a modified file: what @p base has of it is referred to, not sent. nullopt: that did not come off,
    /// and the file is to be sent as any other.
    Result<std::optional<Differenced>> sendDifference(const FileContent &file, const FileStatus &status,
                                                      const DifferenceBase &base, const ClaimQueue::Prover &prover,
                                                      std::shared_ptr<Outcome> outcome) const;
    /// nullopt: what it was read from is another, or cannot be read, and nothing that is said of the changes is to be
    /// believed.
    Result<std::optional<Content>> sendChanges(const FileContent &file, const FileStatus &status,
                                               const ChangedSince &base, const ClaimQueue::Prover &prover,
                                               std::shared_ptr<Outcome> outcome) const;
    /// What of @p file, which nobody writes to, differs from @p old, the version at @p path of the base; nullopt, and
    /// errors: see LeafComparison::run().
    Result<std::optional<ChangedRegions>> findChanges(const FileContent &file, const FileStatus &status,
                                                      const DifferenceBases &bases, const QByteArray &path,
                                                      const KnownVersion &old, uint64_t most) const;
    /// Reads and digests only.
    Result<Content> digest(const FileContent &file, const FileStatus &status) const;
    /// The answer to a challenge over the content of @p file; empty where it ends before.
    static QByteArray prove(int file, const protocol::Challenge &challenge);

private:
    Result<Content> sendSmall(const FileContent &file, const FileStatus &status,
                              std::shared_ptr<Outcome> outcome) const;
    Result<Content> sendLarge(const FileContent &file, const FileStatus &status, const ClaimQueue::Prover &prover,
                              std::shared_ptr<Outcome> outcome, DifferenceBases *keepIn) const;

    const codec::Digester &digester_;
    const codec::Chunker &chunker_;
    ObjectSink &sink_;
    Tally &tally_;
    const CancelToken &cancel_;
};

} // namespace backspool::engine
