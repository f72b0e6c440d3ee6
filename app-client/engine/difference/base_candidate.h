#pragma once
/// Which file of the last point a New one may be an edited copy of (issue: partial redundancy). Only a proposal: what
/// turns out to be nothing like it costs the service one reading.
#include "core/units.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <map>
#include <mutex>

namespace backspool::engine {

/// How alike two names of files are: bytes that they share at their beginning and end (as "dump-2026-11-24.sql" and
/// "dump-2026-11-25.sql"). 0 where that is less than half of the longer one, or the extensions differ.
qsizetype nameLikeness(QByteArrayView one, QByteArrayView other);
/// Sizes of files of which one may come from the other: within a factor of two.
bool areSizesAlike(uint64_t one, uint64_t other);

/// Whether it is worth trying, by what came of it for files with the same extension: photographs have names that are
/// alike and nothing in common. Thread-safe.
class CandidateTries
{
public:
    /// After so many tries in vain no more are made.
    static constexpr int kMostInVain = 2;

    bool isWorthTrying(QByteArrayView name) const;
    /// @p wasOfUse: some of the file was found in the other one.
    void tried(QByteArrayView name, bool wasOfUse);

private:
    mutable std::mutex mutex_; ///< guards inVain_
    std::map<QByteArray, int> inVain_;
};

} // namespace backspool::engine
