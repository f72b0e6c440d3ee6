#pragma once
/// Byte counts with readable literals.
#include <cstdint>

namespace backspool {

using ByteCount = int64_t;

consteval ByteCount operator""_KiB(unsigned long long n)
{
    return ByteCount(n) << 10;
}
consteval ByteCount operator""_MiB(unsigned long long n)
{
    return ByteCount(n) << 20;
}
consteval ByteCount operator""_GiB(unsigned long long n)
{
    return ByteCount(n) << 30;
}

} // namespace backspool
