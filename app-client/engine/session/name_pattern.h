#pragma once
/// What a search looks for: part of a name, or a whole name with wildcards.
#include "policy/path_glob.h"

namespace backspool::engine {

/// Immutable. Without an upper-case letter in the pattern, case does not matter.
class NamePattern
{
public:
    /// With "*", "?" or "[": a pattern that matches whole names; else a text that may stand anywhere in them.
    /// Errors: Invalid (empty; with a "/", which names do not have; a set without end).
    static Result<NamePattern> make(const QByteArray &text);
    bool matches(QByteArrayView name) const;

private:
    bool ignoresCase_ = false;
    QByteArray text_;
    std::optional<policy::NameGlob> glob_;
};

} // namespace backspool::engine
