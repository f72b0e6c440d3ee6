#pragma once
/// Hears of what is written on this computer's file systems, all the time (seed: file delta accelerator 345).
/// write_log.h decides what of it may be believed.
#include "core/result.h"
#include "core/units.h"
#include "watch/changed_set.h"

#include <memory>
#include <optional>
#include <vector>

namespace backspool::engine {

/// Thread-safe.
class WriteMonitor
{
public:
    virtual ~WriteMonitor() = default;

    /// What was written since the last cut, or since the monitor began: whatever was done before the call is in it.
    /// What comes after belongs to the next. A cut that is neither accept()ed nor giveBack()n is given back. Blocks for
    /// the time that looking up the folders takes. Errors: Unsupported, Denied, Io (what was written is not known; the
    /// next cut may know).
    virtual Result<ChangedSet> cut() = 0;
    /// What the last cut said is no longer needed.
    virtual void accept() = 0;
    /// It is: the next cut says it again.
    virtual void giveBack() = 0;

    /// Why the next cut will know nothing; none: as far as is known it will.
    virtual std::optional<QString> lostBecause() const = 0;
    /// Sizes of the files that were written since the last cut, added up: more than what was written where files are
    /// large. Some ten seconds old. Nothing: not known.
    virtual std::optional<ByteCount> amountWritten() const = 0;
    /// Mount points of file systems that are not watched: all beneath them is in each cut.
    virtual std::vector<QByteArray> unwatched() const = 0;
    /// "fanotify"
    virtual QString name() const = 0;

    /// Ends the listening of this process. What it heard, for a monitor that goes on with descriptor(). Errors:
    /// Unsupported (what was written is not known).
    virtual Result<QByteArray> save() = 0;
    /// In which the kernel keeps what is written, also while nobody listens. -1: there is none.
    virtual int descriptor() const = 0;
};

} // namespace backspool::engine
