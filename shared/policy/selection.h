#pragma once
/// What is to be backed up: the paths that a user selected, and the patterns of what to leave out within them
/// (exclude_pattern.h). Kept as a JSON file that people can read and edit:
///
///     {"version": 1,
///      "paths": [{"path": "/home"}, {"path": "/srv/caf?", "path_base64": "L3Nydi9jYWbp"}],
///      "excludes": [{"pattern": "*.o"}]}
///
/// "path_base64" (and "pattern_base64") is there only where the bytes are not UTF-8; it then counts.
#include "core/result.h"
#include "policy/normalised_path.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace backspool::policy {

/// What a change did to a Selection, so that a program can say it.
struct SelectionChange
{
    std::vector<QByteArray> added;
    std::vector<QByteArray> removed; ///< also: paths that lie beneath an added one and are now covered by it
    QByteArray coveredBy;            ///< nothing was added, since this selected path covers it (or is it)
    bool isEmpty() const { return added.empty() && removed.empty(); }
};

struct Selection
{
    std::vector<QByteArray> paths;    ///< normalised, sorted as bytes, none beneath another
    std::vector<QByteArray> excludes; ///< patterns in the user's order: a later one overrules an earlier one

    bool operator==(const Selection &) const = default;

    /// Errors: Invalid (normalisedPath()).
    [[nodiscard]] Result<SelectionChange> addPath(QByteArrayView path);
    /// Takes @p path itself out, not what is beneath it. Errors: Invalid; NotFound (it is not selected; says by
    /// which selected path it is covered, if it is).
    [[nodiscard]] Result<SelectionChange> removePath(QByteArrayView path);
    /// Adds @p pattern at the end; one that is there already moves there (it is then both removed and added).
    /// Errors: Invalid (ExcludeRules::compile()).
    [[nodiscard]] Result<SelectionChange> addExclude(QByteArrayView pattern);
    /// Errors: NotFound.
    [[nodiscard]] Result<SelectionChange> removeExclude(QByteArrayView pattern);

    /// Errors: NotFound (no such file), Damaged (not what save() writes: says where), Invalid (a path), Io.
    [[nodiscard]] static Result<Selection> load(const QString &file);
    /// Replaces @p file atomically; a crash leaves the old or the new. Errors: Io, Denied, NoSpace.
    [[nodiscard]] Status save(const QString &file) const;
};

} // namespace backspool::policy
