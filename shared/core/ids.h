#pragma once
/// Strong numbers for the things that the catalogue counts: a ClientId cannot be passed for a PointId.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace backspool {

template <class Tag, class Number> struct Id
{
    Number value = 0;
    auto operator<=>(const Id &) const = default;
    explicit operator bool() const { return value != 0; }
};

template <class Tag, class Number> size_t qHash(Id<Tag, Number> id, size_t seed = 0)
{
    return std::hash<Number>{}(id.value) ^ seed;
}

/// Zero means "none" in each.
using ClientId = Id<struct ClientTag, uint32_t>;       ///< 4 bytes in the RFE record of the seed (Figure 8)
using PointId = Id<struct PointTag, uint64_t>;         ///< in order of grant over all clients
using ContainerId = Id<struct ContainerTag, uint32_t>; ///< a BDF or DTF in the catalogue and the chunk index
using LeaseId = Id<struct LeaseTag, uint64_t>;         ///< a fencing number: a later lease has a greater one

} // namespace backspool

template <class Tag, class Number> struct std::hash<backspool::Id<Tag, Number>>
{
    size_t operator()(backspool::Id<Tag, Number> id) const noexcept { return std::hash<Number>{}(id.value); }
};
