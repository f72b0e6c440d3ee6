#pragma once
/// Which path of a point a user means: links may lead elsewhere today than they did when the point was made.
#include "format/directory_entry.h"
#include "read/point_reader.h"

#include <functional>
#include <optional>

namespace backspool::cli {

/// What is at an absolute, normalised path; nullopt: nothing is.
using PathLookup = std::function<Result<std::optional<format::DirectoryEntry>>(const QByteArray &path)>;
PathLookup lookupIn(const engine::PointReader &point);

/// The path that @p typed means where @p lookUp looks. As it was typed, if that is there. Else, when a link that is
/// there itself leads on to it, what that leads to: the link of then, not of today. Else as today's links lead, if that
/// is there. Where nothing is found: as it was typed, for the reader to say what is missing. A path that is not what
/// was typed is said on stderr. Errors: Invalid, Io, those of reading.
Result<QByteArray> choosePath(const QByteArray &typed, const PathLookup &lookUp);

} // namespace backspool::cli
