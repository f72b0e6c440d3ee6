#pragma once
/// Patterns of what not to back up, in the manner of .gitignore, over paths as bytes.
///
/// * A blank pattern and one that starts with `#` mean nothing; a backslash takes the special meaning from the next
/// byte
///   (`\#x`, `\!x`, `\*`). Trailing spaces are ignored unless the last is escaped.
/// * `!` before a pattern includes again what an earlier pattern excluded. The last pattern that matches decides.
/// * A trailing `/` matches folders only.
/// * A leading `/` anchors the pattern: at the root of the file system, or at a selected path (unless it leads into a
///   selected path: then it means just that). Without it the pattern matches at any depth, also when it has a `/`
///   within (git anchors those at the .gitignore's folder; here is no such folder).
/// * `*` is any run of bytes without `/`, `?` one byte (one character where the name is UTF-8) but `/`, `[a-z]` and
///   `[!a-z]` one byte of a set. `**/` at the start and `/**/` within are any number of folders; `/**` at the end is
///   everything beneath.
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>
#include <vector>

namespace backspool::policy {

/// Compiled patterns. Immutable and thread-safe; copies share. Names and extensions without wildcards cost one look-up
/// however many there are; the other patterns are tried one by one, in time linear in the path but for `*`.
class ExcludeRules
{
public:
    /// Excludes nothing.
    ExcludeRules();
    /// @p roots: the selected paths (normalised), at which anchored patterns may start besides "/".
    /// Errors: Invalid (names the pattern: a NUL, a set without end, longer than 4 KiB; more than 10,000 patterns).
    [[nodiscard]] static Result<ExcludeRules> compile(const std::vector<QByteArray> &patterns,
                                                      const std::vector<QByteArray> &roots = {});

    /// Whether @p path (absolute, normalised) is left out. Looks at @p path alone, not at the folders above it: a walk
    /// does not enter an excluded folder, so what is beneath is never asked (and `!` cannot bring it back).
    [[nodiscard]] bool isExcluded(QByteArrayView path, bool isFolder) const;
    /// The place in compile()'s @p patterns of the one that decides about @p path: the last that matches. Nothing: none
    /// does.
    [[nodiscard]] std::optional<size_t> decidingPattern(QByteArrayView path, bool isFolder) const;
    bool isEmpty() const;

private:
    struct Compiled;
    /// The number of the last rule that matches, or that of all rules.
    size_t lastRule(QByteArrayView path, bool isFolder) const;

    std::shared_ptr<const Compiled> compiled_;
};

/// The pattern that matches @p path (absolute, normalised), a file or folder, wherever the patterns' roots are.
[[nodiscard]] QByteArray exactPattern(const QByteArray &path);

} // namespace backspool::policy
