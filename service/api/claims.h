#pragma once
/// What a client says that it has, and the proofs that it has it (docs/protocol.md, "Have"; docs/security.md).
///
/// What the client itself sent before is granted to it. What somebody else sent must be proven: a digest is no
/// permission. Every large content and every directory is asked for, small contents one in eight at random. After one
/// wrong answer nothing that is another's is held for this session any more.
#include "api/question.h"
#include "api/services.h"
#include "points/grants.h"

#include <map>
#include <unordered_set>

namespace backspool::api {

/// Of one backup session; its calls come one after the other. Blocks on disk, and for as long as it takes to read a
/// whole version the first time that another client claims it; but no longer than the holder of the lease is there.
class Claims
{
public:
    /// @p lease and @p grants are the session's and outlive this.
    Claims(const Services &services, const points::Lease &lease, points::SessionGrants &grants);

    /// Errors: Invalid (too many questions open), Io, Cancelled.
    Result<protocol::HaveReply> have(uint32_t request, const protocol::Have &have);
    /// Errors: Invalid (no such question, or another number of answers), Io, Cancelled.
    Result<protocol::ProveReply> prove(const protocol::Prove &prove);
    /// For the commit: what is granted, and what the client sent itself in an earlier session that came to no point.
    points::Grant grantOf(const ObjectName &name) const;

private:
    struct Verdict
    {
        protocol::Held held = protocol::Held::Missing;
        points::Grant grant = points::Grant::Held; ///< when held, or once proven
        std::vector<Question> questions;           ///< with Prove
    };
    struct OpenClaim
    {
        ObjectName name;
        points::Grant grant;
        std::vector<Question> questions;
    };
    using Claim = protocol::Have::Claim;

    Result<Verdict> judge(const Claim &claim, const store::ObjectLocation &location, size_t questionsLeft);
    Result<Verdict> judgeOwn(const Claim &claim, const store::ObjectLocation &location);
    Result<Verdict> judgeForeign(const Claim &claim, const store::ObjectLocation &location, size_t questionsLeft);
    Result<Verdict> judgeForeignChunk(const Claim &claim, const store::ObjectLocation &location);
    Result<Verdict> judgeForeignVersion(const Claim &claim, const store::ObjectLocation &location);
    Result<Verdict> judgeForeignNode(const Claim &claim, const store::ObjectLocation &location, size_t questionsLeft);
    bool isOwn(const store::ObjectLocation &location) const;
    /// Whether all that is beneath the client's own @p name is its own or granted to it.
    Result<bool> isOwnBeneath(const ObjectName &name);
    /// Whether all that is beneath @p name is there. It stays for this session, whose lease is older than any reclaim
    /// that would remove it.
    Result<bool> isThereBeneath(const ObjectName &name);
    /// Whether @p name may be granted with all that is beneath it: a commit has checked it, and it is there.
    Result<bool> isWhole(const ObjectName &name, const store::ObjectLocation &location);
    enum class Step { Refuse, PassBy, Enter };
    using Look = std::function<Result<Step>(const ObjectName &, const std::optional<store::ObjectLocation> &)>;
    /// Looks at @p name and what is beneath it; false once @p look refuses something, or when it is too much for this
    /// message. What was looked at is added to @p seen.
    Result<bool> lookBeneath(const ObjectName &name, const Look &look, std::unordered_set<ObjectName> &seen);
    Result<bool> isAnswered(const OpenClaim &claim, const Question &question, QByteArrayView answer);

    appliance::Appliance &appliance_;
    store::ObjectStore &store_;
    CommittedTrees &trees_;
    const points::Lease &lease_;
    const CancelToken &cancel_; ///< the lease's holder is gone
    points::SessionGrants &grants_;
    bool isDistrusted_ = false; ///< gave a wrong answer, or too often none
    int cannotCount_ = 0;
    size_t beneathLeft_ = 0; ///< names that lookBeneath() may still look up for this message
    points::NameTags there_; ///< nodes and versions that isThereBeneath() is true for
    std::map<uint32_t, std::vector<OpenClaim>> open_;
};

} // namespace backspool::api
