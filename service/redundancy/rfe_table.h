#pragma once
/// The RFE index on disk: rows of {the 28-byte record, the whole 32-byte signature} in batches with a checksum each.
///
/// A generation is one or more segment files, each appended to by one run of the program; row numbers go on from
/// segment to segment. A new generation is written aside and renamed when it is whole; then the one before is removed.
/// What is not whole when it is opened (a cut batch, a missing segment) makes the generation worthless: it is derived.
///
/// Segment: "BKSPLRFE", u16 version 1, u16 zero, u32 generation, u32 segment, u64 first row, u32 CRC-32C of these; then
/// batches: u32 rows, u32 CRC-32C of the rows and their count, rows.
#include "redundancy/rfe_index.h"

#include <functional>
#include <optional>

namespace backspool::redundancy {

/// Not thread-safe.
class RfeTable
{
public:
    RfeTable(store::Disk &disk, QString folder) : disk_(disk), folder_(std::move(folder)) {}

    /// Called with each row in order; false stops.
    using OnRow = std::function<bool(uint32_t row, const RfeFile &file)>;
    /// Reads the newest generation. False: there is none that is whole (some rows may have been given); rows that are
    /// appended make a new one.
    Result<bool> load(const OnRow &onRow);

    /// The row's number. It is on disk after save().
    uint32_t append(const RfeFile &file);
    /// Errors: Io, NoSpace (also of a write since the last save()).
    Status save();
    /// Writes a new generation of the rows that @p keeps. Errors: then the old one is as it was.
    Status rewrite(const OnRow &keeps);
    size_t segmentCount() const { return segments_; }
    uint32_t rowCount() const { return rows_; }

private:
    struct Name;
    QString path(const Name &name) const;
    QString newPath() const { return folder_ + QStringLiteral("/rfe.new"); }
    Result<std::vector<Name>> list() const;
    Status loadSegment(const Name &name, uint32_t firstRow, const OnRow &onRow, uint32_t *nextRow) const;
    Status openFile();
    Status writePending();
    Status publishGeneration();
    void removeOthers();

    store::Disk &disk_;
    const QString folder_;
    uint32_t generation_ = 0;
    uint32_t segments_ = 0; ///< of the generation; 0: it is not published yet
    uint32_t rows_ = 0;     ///< given, pending ones too
    std::vector<RfeFile> pending_;
    std::unique_ptr<store::AppendFile> file_;
    std::optional<Error> failure_; ///< of a write that nobody has been told of
};

} // namespace backspool::redundancy
