#include "difference/exclusion.h"

#include "files/file_status.h"
#include "files/open_file.h"

#include <QByteArray>

#include <unistd.h>

namespace backspool::engine {

namespace {
constexpr QByteArrayView kCacheSignature("Signature: 8a477f597d28d172789f06886806bc55");
}

bool isCacheFolder(int folder)
{
    // The file's kind first: to open a device can do something.
    const auto status = statusAt(folder, kCacheTag);
    if (!status || status->type != format::FileType::File || status->size < uint64_t(kCacheSignature.size()))
        return false;
    const auto file = openFileAt(folder, kCacheTag);
    if (!file)
        return false;
    QByteArray begin(kCacheSignature.size(), Qt::Uninitialized);
    return ::pread(file->get(), begin.data(), size_t(begin.size()), 0) == begin.size() && begin == kCacheSignature;
}

Exclusion::Exclusion(policy::ExcludeRules patterns, const policy::ExclusionCriteria &criteria,
                     const format::FileTime &now)
    : patterns_(std::move(patterns)), criteria_(criteria),
      oldest_{now.seconds - int64_t(criteria.olderThan.count()), now.nanoseconds}
{
}

bool Exclusion::leavesOutFile(uint64_t size, const format::FileTime &modified) const
{
    return isTooLarge(size) || (criteria_.olderThan.count() > 0 && modified < oldest_);
}

QString Exclusion::reason(uint64_t size) const
{
    return isTooLarge(size)
               ? QStringLiteral("it has more than %1 bytes, which the policy leaves out").arg(criteria_.largerThan)
               : QStringLiteral("it was not modified for more than %1 seconds, which the policy leaves out")
                     .arg(qint64(criteria_.olderThan.count()));
}

} // namespace backspool::engine
