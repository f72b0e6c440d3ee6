#pragma once
/// Files that a restore writes under a name of its own until they are whole (and empty folders on their way into a
/// file's place), and the journal that lets the next restore
/// remove those of one that died.
///
/// All temporaries of a run share a prefix that nobody else has; the journal says the prefix and each folder in which
/// there may be one, before the first is made there.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <memory>
#include <mutex>

namespace backspool::engine {

/// Thread-safe once opened.
class Temporaries
{
public:
    /// Removes what earlier runs left (whatever of their folders is still there), then begins a journal of its own. @p
    /// journal and, while other restores run, @p journal with ".1" to ".15" are the files. Errors: Io, Denied; Busy
    /// (too many at once).
    static Result<std::unique_ptr<Temporaries>> open(const QString &journal);
    /// Ends the journal. REQUIRES: none of the temporaries is left.
    ~Temporaries();

    /// There may be temporaries in the folder at @p path (absolute). Once for each folder, before the first.
    Status note(const QByteArray &path);
    QByteArray nextName();
    /// Whether @p name is one of this run's.
    bool isOwn(QByteArrayView name) const { return name.startsWith(prefix_); }

private:
    Temporaries() = default;
    Status begin(const QString &journal);

    QByteArray prefix_;
    std::atomic<uint64_t> count_ = 0;
    std::mutex mutex_; ///< guards journal_ against two notes at once
    FileDescriptor journal_;
};

} // namespace backspool::engine
