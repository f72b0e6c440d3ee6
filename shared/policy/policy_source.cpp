#include "policy/policy_source.h"

#include "policy/file_trust.h"

#include <QFile>

#include <algorithm>

namespace backspool::policy {

namespace {

/// It names commands, or says whose are run.
bool speaksOfCommands(const PolicyFile &file)
{
    return !file.commands.empty() ||
           std::ranges::any_of(file.values, [](const auto &field) { return isAboutCommands(field.first); }) ||
           std::ranges::any_of(file.locked, isAboutCommands);
}

/// A policy about commands is one that only its owner and root can have written.
Result<PolicyFile> loadTrusted(const QString &file, PolicyFile::Role role)
{
    auto loaded = TRY(PolicyFile::load(file, role));
    if (!speaksOfCommands(loaded))
        return loaded;
    const auto path =
        TRY_CONTEXT(QStringLiteral("reading the policy %1: it is about commands").arg(file), ownersOnlyPath(file));
    return PolicyFile::load(path, role); // once more: what was read before may have been another file
}

} // namespace

std::set<QString> PolicyInForce::locked() const
{
    auto all = service.locked;
    all.insert(network.locked.begin(), network.locked.end());
    return all;
}

PolicyInForce PolicySource::read()
{
    PolicyInForce result;
    // Its own copy: it was good when it was written.
    result.service = readOne(places_.service, {}, PolicyFile::Role::Service, service_, result.refused);
    result.network = readOne(places_.network, places_.copyFolder + QStringLiteral("/network-policy.last-good.json"),
                             PolicyFile::Role::Network, network_, result.refused);
    result.user = readOne(places_.user, places_.copyFolder + QStringLiteral("/policy.last-good.json"),
                          PolicyFile::Role::User, user_, result.refused);
    result.policy = mergePolicies(result.service, result.network, result.user);
    return result;
}

PolicyFile PolicySource::readOne(const QString &file, const QString &copy, PolicyFile::Role role, Kept &kept,
                                 std::vector<Error> &refused) const
{
    if (!std::exchange(kept.isLoaded, true) && !copy.isEmpty()) {
        if (auto lastGood = PolicyFile::load(copy, role))
            kept = {.isLoaded = true, .isKnown = true, .file = *std::move(lastGood)};
    }
    auto loaded = loadTrusted(file, role);
    if (loaded) {
        // A copy that cannot be kept, in a folder that does not exist yet, say, is missed only after a restart.
        if (!copy.isEmpty() && (!kept.isKnown || !(kept.file == *loaded)))
            std::ignore = loaded->save(copy);
        kept = {.isLoaded = true, .isKnown = true, .file = *std::move(loaded)};
    } else if (loaded.error().kind() == ErrorKind::NotFound) {
        if (kept.isKnown && !copy.isEmpty())
            QFile::remove(copy);
        kept = {.isLoaded = true, .isKnown = false, .file = {}};
    } else {
        const QString instead = kept.isKnown ? QStringLiteral("the last good one stays in force")
                                             : QStringLiteral("there was no good one yet, so it counts as empty");
        refused.emplace_back(loaded.error().kind(),
                             QStringLiteral("%1 (%2; correct the file)").arg(loaded.error().text(), instead));
    }
    return kept.file;
}

} // namespace backspool::policy
