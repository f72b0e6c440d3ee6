#pragma once
/// Checksums against accidents (not against people), computed by ISA-L with the processor's instructions.
/// Both take and give the CRC in its customary form: begun with all ones and inverted at the end, which the functions
/// do themselves. Thread-safe.
#include <QByteArrayView>

#include <cstdint>

namespace backspool::codec {

/// CRC-32C (Castagnoli; iSCSI, RFC 3720, B.4) of @p bytes; the check value of "123456789" is 0xE3069283. To go on from
/// earlier bytes, @p start is their CRC: crc32c(b, crc32c(a)) == crc32c(a + b).
[[nodiscard]] uint32_t crc32c(QByteArrayView bytes, uint32_t start = 0);

/// CRC-32 (ISO-HDLC, as in zip and gzip, RFC 1952) of @p bytes; the check value of "123456789" is 0xCBF43926. The CRC
/// of the RFE record (Figure 8 of the seed).
[[nodiscard]] uint32_t crc32(QByteArrayView bytes);

} // namespace backspool::codec
