#include "active/postgresql/wal_range.h"

#include <algorithm>
#include <bit>

namespace backspool::engine {

namespace {

/// 16 TiB at the usual 16 MiB.
constexpr uint64_t kMostSegments = 1'000'000;
constexpr qsizetype kNameSize = 24;
constexpr uint64_t kLogSize = uint64_t(1) << 32;

std::unexpected<Error> wrong()
{
    return fail(ErrorKind::Invalid, QStringLiteral("its server says what no backup can be made of"));
}

Result<uint64_t> hexadecimal(QByteArrayView text, qsizetype most)
{
    const auto isDigit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    };
    if (text.isEmpty() || text.size() > most || !std::ranges::all_of(text, isDigit))
        return wrong();
    return text.toULongLong(nullptr, 16);
}

} // namespace

Result<uint64_t> parseWalPosition(QByteArrayView text)
{
    const qsizetype slash = text.indexOf('/');
    if (slash < 0)
        return wrong();
    const uint64_t high = TRY(hexadecimal(text.first(slash), 8));
    return high << 32 | TRY(hexadecimal(text.sliced(slash + 1), 8));
}

Result<WalRange> WalRange::of(QByteArrayView label, uint64_t stop, uint64_t segmentSize)
{
    // "START WAL LOCATION: 0/2000028 (file 000000010000000000000002)"
    constexpr QByteArrayView kStart = "START WAL LOCATION: ", kFile = " (file ";
    const qsizetype end = label.indexOf('\n');
    const auto line = label.first(end < 0 ? label.size() : end);
    const qsizetype file = line.indexOf(kFile);
    // 1 MiB to 1 GiB: initdb --wal-segsize.
    if (!std::has_single_bit(segmentSize) || segmentSize < (1U << 20) || segmentSize > (1U << 30))
        return wrong();
    if (!line.startsWith(kStart) || file < kStart.size() || line.size() < file + kFile.size() + kNameSize)
        return wrong();
    const auto start = TRY(parseWalPosition(line.sliced(kStart.size(), file - kStart.size())));
    const auto name = line.sliced(file + kFile.size(), kNameSize);
    WalRange range;
    range.timeLine_ = uint32_t(TRY(hexadecimal(name.first(8), 8)));
    range.segmentSize_ = segmentSize;
    range.first_ = start / segmentSize;
    if (stop <= start || range.nameOf(range.first_) != name)
        return wrong();
    range.last_ = (stop - 1) / segmentSize;
    if (range.last_ - range.first_ >= kMostSegments)
        return wrong();
    return range;
}

QByteArray WalRange::nameOf(uint64_t segment) const
{
    const uint64_t perLog = kLogSize / segmentSize_;
    const auto part = [](uint64_t number) {
        return QByteArray::number(qulonglong(number), 16).toUpper().rightJustified(8, '0');
    };
    return part(timeLine_) + part(segment / perLog) + part(segment % perLog);
}

std::vector<QByteArray> WalRange::names() const
{
    std::vector<QByteArray> names;
    for (uint64_t segment = first_; segment <= last_; ++segment)
        names.push_back(nameOf(segment));
    return names;
}

bool WalRange::needs(QByteArrayView name) const
{
    // Names of one length in order of their bytes are in the order of the log.
    return name.endsWith(".history") || (name.size() == kNameSize && name >= QByteArrayView(nameOf(first_)) &&
                                         name <= QByteArrayView(nameOf(last_)));
}

} // namespace backspool::engine
