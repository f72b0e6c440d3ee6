#pragma once
/// Bytes without repetition that are the same at every run.
#include "codec/keys.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <cstdint>

namespace backspool::codec {

inline QByteArray sampleBytes(qsizetype size, uint32_t seed = 1)
{
    QRandomGenerator generator(seed);
    QByteArray bytes((size + 3) / 4 * 4, Qt::Uninitialized);
    generator.fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / 4);
    bytes.resize(size);
    return bytes;
}

inline SecretKey sampleKey(uint32_t seed = 1)
{
    return SecretKey::fromBytes(sampleBytes(SecretKey::kSize, seed));
}

} // namespace backspool::codec
