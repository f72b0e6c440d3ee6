#pragma once
/// What a backup session may refer to besides its base: what it sent, and what it has proven to hold.
#include "core/object_name.h"
#include "points/name_tags.h"

#include <functional>
#include <shared_mutex>

namespace backspool::points {

/// Sent: the session sent the object; what it refers to needs grants of its own. Held: the session has shown that it
/// holds the object with all that is beneath it.
enum class Grant : uint8_t { None, Sent, Held };

using GrantOf = std::function<Grant(const ObjectName &)>;

/// The grants of one session, in at most 16 bytes for each. Thread-safe.
class SessionGrants
{
public:
    /// The stronger one counts where @p name has a grant already.
    void add(const ObjectName &name, Grant grant);
    Grant of(const ObjectName &name) const;
    /// of(); valid as long as this.
    GrantOf function() const
    {
        return [this](const ObjectName &name) { return of(name); };
    }
    size_t count() const;

private:
    mutable std::shared_mutex mutex_; ///< guards tags_
    NameTags tags_;
};

} // namespace backspool::points
