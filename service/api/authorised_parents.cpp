#include "api/authorised_parents.h"

#include "api/tree_children.h"
#include "points/version_trust.h"

#include <QRandomGenerator>

#include <algorithm>

namespace backspool::api {

namespace {
/// Directories and large files of one restore: with 4 million the set takes about 100 MB. A connection that wants more
/// is made anew.
constexpr size_t kMostParents = 4'000'000;
constexpr size_t kMostRoots = 10'000;
/// An agent asks for the children of one parent in several requests, and for those of neighbours side by side. A node
/// of the largest size has 2 MB of names.
constexpr ByteCount kChildrenKept = 4_MiB;

std::unexpected<Error> denied()
{
    return fail(ErrorKind::Denied,
                QStringLiteral("An object was asked for that does not belong to what this connection was given."));
}
} // namespace

AuthorisedParents::AuthorisedParents() : seed_(QRandomGenerator::system()->generate64()), children_(kChildrenKept) {}

AuthorisedParents::Tag AuthorisedParents::tagOf(const ObjectName &name) const
{
    return qHashBits(name.data(), ObjectName::kSize, seed_);
}

void AuthorisedParents::addRoot(const ObjectName &root)
{
    if (!std::ranges::contains(roots_, root) && roots_.size() < kMostRoots)
        roots_.push_back(root);
}

Status AuthorisedParents::addParent(const ObjectName &name)
{
    if (parents_.size() >= kMostParents)
        return fail(ErrorKind::Denied,
                    QStringLiteral("This connection has been given as much as one may hold. Connect again to go on."));
    parents_.insert(tagOf(name));
    return {};
}

Status AuthorisedParents::check(const store::ObjectStore &store, const ObjectName &parent,
                                std::span<const ObjectName> names)
{
    if (parent.isNull()) {
        const bool areRoots =
            std::ranges::all_of(names, [&](const ObjectName &name) { return std::ranges::contains(roots_, name); });
        return areRoots ? Status() : denied();
    }
    if (!parents_.contains(tagOf(parent)))
        return denied();
    const auto children = TRY(childrenOf(store, parent));
    const bool areChildren =
        std::ranges::all_of(names, [&](const ObjectName &name) { return std::ranges::binary_search(*children, name); });
    return areChildren ? Status() : denied();
}

Result<AuthorisedParents::Children> AuthorisedParents::childrenOf(const store::ObjectStore &store,
                                                                  const ObjectName &parent)
{
    if (auto known = children_.find(parent))
        return *std::move(known);
    const auto location = TRY(store.find(parent));
    if (!location)
        return fail(ErrorKind::NotFound, QStringLiteral("A stored directory or file is missing from the store."));
    // The very record that was found: another of the same name may name what is not the client's.
    const auto bytes =
        TRY(location->kind == format::ObjectKind::Version ? points::VersionTrust::readRecord(store, parent, *location)
                                                          : store.readNode(parent));
    auto names = TRY(api::childrenOf(location->kind, bytes));
    std::ranges::sort(names);
    names.shrink_to_fit();
    const auto size = ByteCount((names.size() + 1) * sizeof(ObjectName));
    auto children = std::make_shared<const std::vector<ObjectName>>(std::move(names));
    children_.insert(parent, children, size);
    return children;
}

} // namespace backspool::api
