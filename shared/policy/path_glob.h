#pragma once
/// A pattern with wildcards, compiled: `*`, `?` and sets within a name, `**` over folders (exclude_pattern.h says what
/// each means). Private to ExcludeRules.
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <bitset>
#include <optional>
#include <span>
#include <vector>

namespace backspool::policy {

/// The pattern of one name. Immutable.
class NameGlob
{
public:
    /// Errors: Invalid (a set or an escape without end), without naming the pattern.
    [[nodiscard]] static Result<NameGlob> compile(QByteArrayView pattern);
    /// Takes time of at most the product of the two lengths.
    [[nodiscard]] bool matches(QByteArrayView name) const;
    /// The one name that matches, if there are no wildcards.
    std::optional<QByteArray> literal() const;
    /// For "*" and then no wildcard (`*.o`): what a name must end with.
    std::optional<QByteArray> suffix() const;

private:
    enum class Kind : uint8_t { Byte, AnyCharacter, AnyRun, Set };
    struct Token
    {
        Kind kind = Kind::Byte;
        char byte = 0;
        uint32_t set = 0; ///< index into sets_
    };
    std::optional<QByteArray> literalFrom(size_t first) const;
    Result<qsizetype> compileSet(QByteArrayView pattern);
    /// How many bytes of @p name @p token takes; 0: it does not match.
    qsizetype matchOne(const Token &token, QByteArrayView name) const;

    std::vector<Token> tokens_;
    std::vector<std::bitset<256>> sets_;
};

/// The pattern of a path below some folder. Immutable.
class PathGlob
{
public:
    /// @p pattern without a slash at either end.
    /// Errors: Invalid, without naming the pattern.
    [[nodiscard]] static Result<PathGlob> compile(QByteArrayView pattern);
    /// @p names: the path's components.
    [[nodiscard]] bool matches(std::span<const QByteArrayView> names) const;
    /// The same pattern, at any depth.
    void prependAnyFolders();

    size_t partCount() const { return parts_.size(); }
    /// The name's pattern, when the path's is nothing but that.
    const NameGlob *onlyName() const { return parts_.size() == 1 && !parts_[0].isFolders ? &parts_[0].name : nullptr; }
    /// "a/b" if there are no wildcards.
    std::optional<QByteArray> literal() const;

private:
    struct Part
    {
        bool isFolders = false; ///< any number of folders; at the end at least one name
        NameGlob name;          ///< else
    };
    std::vector<Part> parts_;
};

} // namespace backspool::policy
