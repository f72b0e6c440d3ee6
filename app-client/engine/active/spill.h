#pragma once
/// Room on the local disk for copies of files that must not be held while the network takes its time (architecture:
/// "local spill"). Bounded; its files have no name, so that nothing of it outlasts the process.
#include "active/guard/guard_protocol.h"
#include "core/file_descriptor.h"
#include "core/result.h"
#include "core/units.h"

#include <QString>

#include <utility>

namespace backspool::engine {

/// Thread-safe. Outlives its leases.
class Spill
{
public:
    /// Room that is given back when the lease ends.
    class Lease
    {
    public:
        Lease() = default;
        Lease(Spill &spill, uint64_t size) : spill_(&spill), size_(size) {}
        Lease(Lease &&other) noexcept : spill_(std::exchange(other.spill_, nullptr)), size_(other.size_) {}
        Lease &operator=(Lease &&other) noexcept
        {
            std::swap(spill_, other.spill_);
            std::swap(size_, other.size_);
            return *this;
        }
        ~Lease();

    private:
        Spill *spill_ = nullptr;
        uint64_t size_ = 0;
    };

    /// @p folder: of the agent's own; must exist by the time that a file is made.
    Spill(QString folder, uint64_t bound);
    ~Spill();
    Spill(const Spill &) = delete;
    Spill &operator=(const Spill &) = delete;

    /// Errors: NoSpace (more than is left of the bound).
    Result<Lease> reserve(uint64_t size);
    /// An empty file, open for reading and writing. Errors: Io, NoSpace, Denied.
    Result<FileDescriptor> makeFile() const;

    /// What is used of the bound; also by other processes, through the descriptor (not open where that cannot be).
    guard::Room &room() { return *room_; }
    const FileDescriptor &roomDescriptor() const { return descriptor_; }

private:
    const QString folder_;
    FileDescriptor descriptor_;
    guard::Room *room_ = nullptr; ///< shared memory, or own_
    guard::Room own_;
};

} // namespace backspool::engine
