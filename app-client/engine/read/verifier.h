#pragma once
/// What an object that came is held to.
#include "codec/digest.h"

#include <optional>

namespace backspool::engine {

/// The digests of the elimination domain, by which an object must be what its name says. Or the word of who gives the
/// objects and has done that itself: the system's agent, to users of its computer, who are not to have the domain's
/// secret (docs/security.md, "A user of a protected computer").
/// A cheap copy. Thread-safe.
class Verifier
{
public:
    /// Wherever somebody has the secret, its digester is the verifier.
    Verifier(const codec::Digester &digester) : digester_(digester) {}
    static Verifier byGiver() { return {}; }

    /// Null: what came was verified.
    const codec::Digester *digester() const { return digester_ ? &*digester_ : nullptr; }

private:
    Verifier() = default;
    std::optional<codec::Digester> digester_;
};

} // namespace backspool::engine
