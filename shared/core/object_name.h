#pragma once
/// The name of a stored object (chunk, version or node): a 32-byte keyed digest (docs/format.md, "Names").
#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>

namespace backspool {

class ObjectName
{
public:
    static constexpr qsizetype kSize = 32;

    /// All zeros: no object has this name.
    ObjectName() = default;
    /// REQUIRES: bytes.size() == kSize.
    static ObjectName fromBytes(QByteArrayView bytes);

    bool isNull() const;
    QByteArrayView view() const { return {reinterpret_cast<const char *>(bytes_.data()), kSize}; }
    uint8_t *data() { return bytes_.data(); }
    const uint8_t *data() const { return bytes_.data(); }
    /// The first 8 bytes, big-endian: names sort by it; being digests, they spread evenly over it.
    uint64_t prefix() const;
    QByteArray toHex() const { return view().toByteArray().toHex(); }

    auto operator<=>(const ObjectName &) const = default;

private:
    std::array<uint8_t, kSize> bytes_{};
};

inline size_t qHash(const ObjectName &name, size_t seed = 0)
{
    return size_t(name.prefix()) ^ seed;
}

} // namespace backspool

template <> struct std::hash<backspool::ObjectName>
{
    size_t operator()(const backspool::ObjectName &name) const noexcept { return size_t(name.prefix()); }
};
