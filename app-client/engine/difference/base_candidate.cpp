#include "difference/base_candidate.h"

#include <algorithm>

namespace backspool::engine {

namespace {

/// With its dot; empty without one.
QByteArrayView extensionOf(QByteArrayView name)
{
    const auto dot = name.lastIndexOf('.');
    return dot <= 0 ? QByteArrayView() : name.sliced(dot);
}

} // namespace

qsizetype nameLikeness(QByteArrayView one, QByteArrayView other)
{
    if (extensionOf(one) != extensionOf(other))
        return 0;
    const auto shorter = std::min(one.size(), other.size());
    qsizetype front = 0, back = 0;
    while (front < shorter && one[front] == other[front])
        ++front;
    while (back < shorter - front && one[one.size() - 1 - back] == other[other.size() - 1 - back])
        ++back;
    const auto alike = front + back;
    return 2 * alike < std::max(one.size(), other.size()) ? 0 : alike;
}

bool areSizesAlike(uint64_t one, uint64_t other)
{
    return one / 2 <= other && other / 2 <= one;
}

bool CandidateTries::isWorthTrying(QByteArrayView name) const
{
    const std::lock_guard lock(mutex_);
    const auto found = inVain_.find(extensionOf(name).toByteArray());
    return found == inVain_.end() || found->second < kMostInVain;
}

void CandidateTries::tried(QByteArrayView name, bool wasOfUse)
{
    const std::lock_guard lock(mutex_);
    auto &inVain = inVain_[extensionOf(name).toByteArray()];
    inVain = wasOfUse ? 0 : inVain + 1;
}

} // namespace backspool::engine
