#include "api/claims.h"

#include "api/committed_trees.h"
#include "api/tree_children.h"
#include "core/logging.h"
#include "points/look_up_scope.h"

namespace backspool::api {

namespace {

using format::ObjectKind;
using points::Grant;
using protocol::Held;

constexpr size_t kMostFilesAsked = 8;
/// Proofs that a session may owe before it is believed nothing more.
constexpr int kMostCannot = 8;
/// Questions of one reply: with an entry's name each has about 300 bytes at most, the reply stays below 4 MiB.
constexpr size_t kMostQuestions = 12'000;
/// Replies whose proofs are not there yet: an agent asks ahead, but not endlessly.
constexpr size_t kMostOpen = 64;
/// Names looked up beneath the claims of one message (see lookBeneath()); with more the agent sends directories again.
constexpr size_t kMostBeneath = 500'000;

} // namespace

Claims::Claims(const Services &services, const points::Lease &lease, points::SessionGrants &grants)
    : appliance_(services.appliance), store_(services.appliance.store()), trees_(services.trees), lease_(lease),
      cancel_(*lease.holder), grants_(grants)
{
}

Result<protocol::HaveReply> Claims::have(uint32_t request, const protocol::Have &have)
{
    if (open_.size() >= kMostOpen || open_.contains(request))
        return fail(ErrorKind::Invalid, QStringLiteral("too many claims wait for their proofs"));
    // A question that was asked before a reclaim condemned its content is answered after it.
    const points::LookUpScope scope(lease_.id);
    std::vector<ObjectName> names;
    names.reserve(have.claims.size());
    for (const auto &claim : have.claims)
        names.push_back(claim.name);
    const auto locations = TRY(store_.find(names));

    beneathLeft_ = kMostBeneath;
    protocol::HaveReply reply;
    std::vector<OpenClaim> open;
    for (size_t i = 0; i < have.claims.size(); ++i) {
        TRY(cancel_.check());
        const auto &claim = have.claims[i];
        Verdict verdict;
        if (locations[i] && locations[i]->kind == claim.kind)
            verdict =
                TRY(judge(claim, *locations[i], kMostQuestions - std::min(kMostQuestions, reply.challenges.size())));
        reply.held.push_back(verdict.held);
        if (verdict.held == Held::Yes)
            grants_.add(claim.name, verdict.grant);
        if (verdict.held != Held::Prove)
            continue;
        for (const auto &question : verdict.questions)
            reply.challenges.push_back({uint32_t(i), question.entry, question.nonce, question.offset, question.length});
        open.push_back({claim.name, verdict.grant, std::move(verdict.questions)});
    }
    if (!open.empty())
        open_.emplace(request, std::move(open));
    return reply;
}

Result<Claims::Verdict> Claims::judge(const Claim &claim, const store::ObjectLocation &location, size_t questionsLeft)
{
    if (grants_.of(claim.name) == Grant::Held)
        return Verdict{.held = Held::Yes};
    auto verdict = isOwn(location) ? judgeOwn(claim, location) : judgeForeign(claim, location, questionsLeft);
    if (verdict)
        return verdict;
    if (verdict.error().kind() != ErrorKind::Damaged && verdict.error().kind() != ErrorKind::NotFound)
        return verdict;
    // The agent sends again what is damaged here: that heals it.
    qCWarning(logSession).noquote() << "a claimed object is damaged in the store:" << verdict.error().text();
    return Verdict{};
}

Result<Claims::Verdict> Claims::judgeOwn(const Claim &claim, const store::ObjectLocation &location)
{
    if (claim.kind == ObjectKind::Chunk || grants_.of(claim.name) == Grant::Sent)
        return Verdict{.held = Held::Yes, .grant = Grant::Sent};
    if (TRY(isWhole(claim.name, location)))
        return Verdict{.held = Held::Yes, .grant = Grant::Held};
    // Sent in a session that came to no point, or left out of it: the commit looks beneath it.
    if (TRY(isOwnBeneath(claim.name)))
        return Verdict{.held = Held::Yes, .grant = Grant::Sent};
    // Looked at before: the signature is computed from all of it.
    if (claim.kind != ObjectKind::Version || !TRY(isThereBeneath(claim.name)))
        return Verdict{};
    TRY(appliance_.trust().verify(claim.name, claim.size, cancel_));
    return Verdict{.held = Held::Prove, .grant = Grant::Held, .questions = {askContent(claim.name, claim.size)}};
}

Result<Claims::Verdict> Claims::judgeForeign(const Claim &claim, const store::ObjectLocation &location,
                                             size_t questionsLeft)
{
    if (isDistrusted_ || questionsLeft < kMostFilesAsked)
        return Verdict{};
    switch (claim.kind) {
    case ObjectKind::Chunk:
        return judgeForeignChunk(claim, location);
    case ObjectKind::Version:
        return judgeForeignVersion(claim, location);
    case ObjectKind::Node:
        return judgeForeignNode(claim, location, questionsLeft);
    default:
        return Verdict{};
    }
}

Result<Claims::Verdict> Claims::judgeForeignChunk(const Claim &claim, const store::ObjectLocation &location)
{
    // The claimed size decides nothing: a small one would spare the question. (Blocks are cached: small files that
    // stand together here stand together there.)
    const auto block = TRY(store_.readObjects(location));
    if (location.place.slot >= block.count())
        return Verdict{};
    const auto size = uint64_t(block.table()[location.place.slot].size);
    if (size != claim.size)
        return Verdict{};
    if (!isWorthAsking(size))
        return Verdict{.held = Held::Yes, .grant = Grant::Held};
    return Verdict{.held = Held::Prove, .grant = Grant::Held, .questions = {askContent(claim.name, size)}};
}

Result<Claims::Verdict> Claims::judgeForeignVersion(const Claim &claim, const store::ObjectLocation &location)
{
    const auto record = TRY(format::VersionRecord::decode(TRY(store_.readNode(claim.name))));
    if (record.size != claim.size || !TRY(isThereBeneath(claim.name)))
        return Verdict{};
    // What the service has copied was some client's before: its record vouches for nothing either.
    if (store_.clientOf(location.container))
        TRY(appliance_.trust().ensure(claim.name, claim.size, lease_.client, cancel_));
    else
        TRY(appliance_.trust().verify(claim.name, claim.size, cancel_));
    return Verdict{.held = Held::Prove, .grant = Grant::Held, .questions = {askContent(claim.name, claim.size)}};
}

Result<Claims::Verdict> Claims::judgeForeignNode(const Claim &claim, const store::ObjectLocation &location,
                                                 size_t questionsLeft)
{
    const auto node = TRY(format::Node::parse(TRY(store_.readNode(claim.name))));
    // Hints are one client's own, and a piece of a version comes with its version.
    if (node.kind() != format::TreeKind::Directory || !TRY(isWhole(claim.name, location)))
        return Verdict{};
    auto questions = TRY(askDirectory(store_, claim.name, std::min(kMostFilesAsked, questionsLeft)));
    if (questions.empty())
        questions.push_back(askContent(claim.name, uint64_t(node.bytes().size())));
    return Verdict{.held = Held::Prove, .grant = Grant::Held, .questions = std::move(questions)};
}

bool Claims::isOwn(const store::ObjectLocation &location) const
{
    return store_.clientOf(location.container) == lease_.client;
}

Result<bool> Claims::isOwnBeneath(const ObjectName &name)
{
    std::unordered_set<ObjectName> seen;
    const auto look = [&](const ObjectName &object, const auto &location) -> Result<Step> {
        if (grants_.of(object) != Grant::None)
            return Step::PassBy;
        if (!location || !isOwn(*location))
            return Step::Refuse;
        if (location->kind == ObjectKind::Chunk ||
            TRY(trees_.standingOf(object, *location, cancel_)) == Standing::Whole)
            return Step::PassBy;
        return Step::Enter;
    };
    return lookBeneath(name, look, seen);
}

Result<bool> Claims::isThereBeneath(const ObjectName &name)
{
    std::unordered_set<ObjectName> seen;
    std::vector<ObjectName> entered;
    const auto look = [&](const ObjectName &object, const auto &location) -> Result<Step> {
        if (!location)
            return Step::Refuse;
        const bool isKnown = location->kind == ObjectKind::Chunk || there_.contains(object.view()) ||
                             TRY(trees_.standingOf(object, *location, cancel_)) == Standing::Whole;
        if (!isKnown)
            entered.push_back(object);
        return isKnown ? Step::PassBy : Step::Enter;
    };
    if (!TRY(lookBeneath(name, look, seen)))
        return false;
    for (const auto &object : entered)
        there_.put(object.view());
    return true;
}

Result<bool> Claims::isWhole(const ObjectName &name, const store::ObjectLocation &location)
{
    switch (TRY(trees_.standingOf(name, location, cancel_))) {
    case Standing::Whole:
        return true;
    case Standing::Copied:
        return TRY(isThereBeneath(name));
    case Standing::Unchecked:
        break;
    }
    return false;
}

Result<bool> Claims::lookBeneath(const ObjectName &name, const Look &look, std::unordered_set<ObjectName> &seen)
{
    std::vector<ObjectName> wave = {name};
    seen.insert(name);
    while (!wave.empty()) {
        if (wave.size() > beneathLeft_)
            return false;
        beneathLeft_ -= wave.size();
        const auto locations = TRY(store_.find(wave));
        std::vector<ObjectName> next;
        for (size_t i = 0; i < wave.size(); ++i) {
            TRY(cancel_.check());
            const auto step = TRY(look(wave[i], locations[i]));
            if (step == Step::Refuse)
                return false;
            if (step == Step::PassBy)
                continue;
            for (const auto &child : TRY(childrenOf(locations[i]->kind, TRY(store_.readNode(wave[i]))))) {
                if (seen.insert(child).second)
                    next.push_back(child);
            }
            if (next.size() > beneathLeft_)
                return false;
        }
        wave = std::move(next);
    }
    return true;
}

Result<protocol::ProveReply> Claims::prove(const protocol::Prove &prove)
{
    const points::LookUpScope scope(lease_.id);
    const auto found = open_.find(prove.have);
    if (found == open_.end())
        return fail(ErrorKind::Invalid, QStringLiteral("proofs came for claims that wait for none"));
    const auto claims = std::move(found->second);
    open_.erase(found);
    size_t expected = 0;
    for (const auto &claim : claims)
        expected += claim.questions.size();
    if (prove.answers.size() != expected)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 proofs came where %2 were asked for").arg(prove.answers.size()).arg(expected));

    protocol::ProveReply reply;
    auto answer = prove.answers.begin();
    for (const auto &claim : claims) {
        bool accepted = !isDistrusted_;
        for (const auto &question : claim.questions)
            accepted = TRY(isAnswered(claim, question, *answer++)) && accepted;
        reply.accepted.push_back(accepted);
        if (accepted)
            grants_.add(claim.name, claim.grant);
    }
    return reply;
}

Result<bool> Claims::isAnswered(const OpenClaim &claim, const Question &question, QByteArrayView answer)
{
    if (answer.isEmpty()) {
        // "Cannot": files change. Who says it often is guessing, and hopes not to be asked.
        isDistrusted_ = isDistrusted_ || ++cannotCount_ > kMostCannot;
        return false;
    }
    const auto answered = TRY(judgeAnswer(store_, question, answer, cancel_));
    if (answered != Answered::Wrong)
        return answered == Answered::Right;
    isDistrusted_ = true;
    qCWarning(logSession).noquote()
        << QStringLiteral("client %1 gave a wrong proof for %2: it is believed nothing more in this session")
               .arg(lease_.client.value)
               .arg(QString::fromLatin1(claim.name.toHex()));
    return false;
}

points::Grant Claims::grantOf(const ObjectName &name) const
{
    if (const auto grant = grants_.of(name); grant != Grant::None)
        return grant;
    const auto location = store_.find(name);
    return location && *location && isOwn(**location) ? Grant::Sent : Grant::None;
}

} // namespace backspool::api
