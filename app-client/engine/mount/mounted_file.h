#pragma once
/// A file of a point that somebody reads.
///
/// Content comes in windows as it is read, and some ahead where it is read in order. Every chunk is held to its name.
/// The whole is held to its signature as a restore does it: files of a few windows before their first byte is given,
/// larger ones as soon as all of them was read, whatever the order: who reads such a file to its end is told at the
/// end, and it gives nothing more.
#include "format/directory_entry.h"
#include "mount/content_window.h"
#include "mount/service_link.h"
#include "mount/window_fetch.h"

namespace backspool::engine {

/// Opens what leads to the file on a line, so that the service gives its content there.
using LeadTo = std::function<Status(OpenLine &line)>;

/// Thread-safe; who reads one at the same time waits for each other.
class MountedFile
{
public:
    /// @p entry: a file, which the node @p holder holds. @p windows, the digester's keys and what @p lead needs outlive
    /// it.
    MountedFile(format::DirectoryEntry entry, const ObjectName &holder, LeadTo lead, ContentWindows &windows,
                const codec::Digester &digester)
        : entry_(std::move(entry)), holder_(holder), lead_(std::move(lead)), kept_(windows), digester_(digester)
    {
    }

    /// Fewer than @p size bytes only at the end. Blocks. Errors: Damaged, NotFound, those of the line.
    Result<QByteArray> read(OpenLine &line, uint64_t offset, uint64_t size);

private:
    using Window = std::shared_ptr<const ContentWindow>;

    Status openOn(OpenLine &line);
    Result<Window> window(OpenLine &line, uint64_t index);
    Result<Window> fetchFrom(OpenLine &line, uint64_t index);
    Result<std::unique_ptr<WindowFetch>> begin(OpenLine &line, uint64_t first, uint64_t count);
    void readAhead(OpenLine &line, uint64_t index);
    Status check(uint64_t index, const ContentWindow &window);
    uint64_t windowCount() const { return (entry_.size + kWindowSize - 1) / kWindowSize; }

    const format::DirectoryEntry entry_;
    const ObjectName holder_;
    const LeadTo lead_;
    ContentWindows &kept_;
    const codec::Digester digester_;
    std::mutex mutex_;      ///< guards what follows
    uint64_t openedOn_ = 0; ///< number of the line that the rest is of; 0: none
    format::VersionRecord record_;
    uint64_t fetchedTo_ = 0; ///< the window after the last that was asked for
    uint64_t together_ = 1;  ///< windows that were asked for at a time
    std::unique_ptr<WindowFetch> ahead_;
    /// Windows whose leaves are known, until the whole is checked.
    std::unordered_map<uint64_t, std::vector<ObjectName>> leaves_;
    bool isChecked_ = false;
    std::optional<Error> damage_; ///< the whole is not what its signature says
};

} // namespace backspool::engine
