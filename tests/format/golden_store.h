#pragma once
/// The content of the golden store in tests/format/golden: what was backed up, and the bytes that this makes.
/// make_golden_store writes them; the committed files are what counts, also when a later writer makes other ones.
#include "codec/keys.h"
#include "format/extent.h"
#include "format/point_record.h"

#include <map>
#include <vector>

namespace backspool::format {

struct GoldenEntry
{
    DirectoryEntry entry; ///< as stored: content names the signature or tree
    Hint hint;
    QByteArray content;          ///< of a file
    std::vector<Extent> extents; ///< of a file longer than one leaf
    std::vector<GoldenEntry> children;
};

struct GoldenPoint
{
    PointRecord record;
    GoldenEntry root;
};

struct GoldenStore
{
    std::map<QByteArray, QByteArray> files; ///< by path in the data directory
    std::vector<GoldenPoint> points;
};

codec::SecretKey goldenKey();
GoldenStore makeGoldenStore();

} // namespace backspool::format
