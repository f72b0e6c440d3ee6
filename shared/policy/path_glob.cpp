#include "policy/path_glob.h"

#include <algorithm>

namespace backspool::policy {

namespace {

/// Bytes of the UTF-8 character at the start of @p name; 1 where there is none.
qsizetype characterSize(QByteArrayView name)
{
    const auto lead = uint8_t(name[0]);
    const qsizetype size = lead >= 0xf0 && lead <= 0xf4  ? 4
                           : lead >= 0xe0 && lead < 0xf0 ? 3
                           : lead >= 0xc2 && lead < 0xe0 ? 2
                                                         : 1;
    if (size > name.size() || (size > 1 && !name.first(size).isValidUtf8()))
        return 1;
    return size;
}

} // namespace

Result<qsizetype> NameGlob::compileSet(QByteArrayView pattern)
{
    const auto endless = [] { return fail(ErrorKind::Invalid, QStringLiteral("a \"[\" has no \"]\"")); };
    std::bitset<256> set;
    qsizetype at = 1;
    const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
    at += negated;
    const auto byteAt = [&]() -> std::optional<uint8_t> {
        if (at < pattern.size() && pattern[at] == '\\')
            ++at;
        return at < pattern.size() ? std::optional(uint8_t(pattern[at++])) : std::nullopt;
    };
    // A "]" that comes first is a member.
    for (bool isFirst = true;; isFirst = false) {
        if (at >= pattern.size())
            return endless();
        if (pattern[at] == ']' && !isFirst)
            break;
        const auto from = byteAt();
        auto to = from;
        if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
            ++at;
            to = byteAt();
        }
        if (!from || !to)
            return endless();
        for (unsigned byte = *from; byte <= *to; ++byte)
            set.set(byte);
    }
    tokens_.push_back({.kind = Kind::Set, .set = uint32_t(sets_.size())});
    sets_.push_back(negated ? ~set : set);
    return at + 1;
}

Result<NameGlob> NameGlob::compile(QByteArrayView pattern)
{
    NameGlob glob;
    while (!pattern.isEmpty()) {
        qsizetype taken = 1;
        switch (pattern[0]) {
        case '*':
            if (glob.tokens_.empty() || glob.tokens_.back().kind != Kind::AnyRun)
                glob.tokens_.push_back({.kind = Kind::AnyRun});
            break;
        case '?':
            glob.tokens_.push_back({.kind = Kind::AnyCharacter});
            break;
        case '[':
            taken = TRY(glob.compileSet(pattern));
            break;
        case '\\':
            if (pattern.size() < 2)
                return fail(ErrorKind::Invalid, QStringLiteral("nothing follows the last \"\\\""));
            glob.tokens_.push_back({.kind = Kind::Byte, .byte = pattern[1]});
            taken = 2;
            break;
        default:
            glob.tokens_.push_back({.kind = Kind::Byte, .byte = pattern[0]});
            break;
        }
        pattern = pattern.sliced(taken);
    }
    return glob;
}

qsizetype NameGlob::matchOne(const Token &token, QByteArrayView name) const
{
    switch (token.kind) {
    case Kind::Byte:
        return name[0] == token.byte;
    case Kind::AnyCharacter:
        return characterSize(name);
    case Kind::Set:
        return sets_[token.set].test(uint8_t(name[0]));
    case Kind::AnyRun:
        break;
    }
    return 0;
}

bool NameGlob::matches(QByteArrayView name) const
{
    // Only the last run needs to be lengthened when what follows it fails: an earlier one that took more would leave
    // the rest of the pattern less to match, never more.
    size_t token = 0;
    qsizetype at = 0;
    size_t runToken = tokens_.size();
    qsizetype runEnd = 0;
    while (at < name.size()) {
        if (token < tokens_.size() && tokens_[token].kind == Kind::AnyRun) {
            runToken = token++;
            runEnd = at;
            continue;
        }
        if (token < tokens_.size()) {
            if (const qsizetype taken = matchOne(tokens_[token], name.sliced(at))) {
                at += taken;
                ++token;
                continue;
            }
        }
        if (runToken == tokens_.size())
            return false;
        at = ++runEnd;
        token = runToken + 1;
    }
    while (token < tokens_.size() && tokens_[token].kind == Kind::AnyRun)
        ++token;
    return token == tokens_.size();
}

std::optional<QByteArray> NameGlob::literalFrom(size_t first) const
{
    QByteArray bytes;
    for (size_t i = first; i < tokens_.size(); ++i) {
        if (tokens_[i].kind != Kind::Byte)
            return std::nullopt;
        bytes.append(tokens_[i].byte);
    }
    return bytes;
}

std::optional<QByteArray> NameGlob::literal() const
{
    return literalFrom(0);
}

std::optional<QByteArray> NameGlob::suffix() const
{
    if (tokens_.empty() || tokens_[0].kind != Kind::AnyRun)
        return std::nullopt;
    return literalFrom(1);
}

Result<PathGlob> PathGlob::compile(QByteArrayView pattern)
{
    PathGlob glob;
    while (!pattern.isEmpty()) {
        qsizetype slash = 0;
        // A set cannot hold a slash, as a name cannot; so the slash ends the name also within "[".
        while (slash < pattern.size() && pattern[slash] != '/')
            ++slash;
        const QByteArrayView part = pattern.first(slash);
        pattern = pattern.sliced(std::min(slash + 1, pattern.size()));
        if (part.isEmpty())
            continue;
        if (part == "." || part == "..")
            return fail(ErrorKind::Invalid, QStringLiteral("\".\" and \"..\" match nothing"));
        if (part != "**")
            glob.parts_.push_back({.isFolders = false, .name = TRY(NameGlob::compile(part))});
        else if (glob.parts_.empty() || !glob.parts_.back().isFolders)
            glob.parts_.push_back({.isFolders = true, .name = {}});
    }
    return glob;
}

void PathGlob::prependAnyFolders()
{
    if (!parts_.empty() && !parts_[0].isFolders)
        parts_.insert(parts_.begin(), {.isFolders = true, .name = {}});
}

bool PathGlob::matches(std::span<const QByteArrayView> names) const
{
    // The names after the last "**" must be the path's last ones: that settles most paths with a look at their end.
    const auto lastFolders =
        std::find_if(parts_.rbegin(), parts_.rend(), [](const Part &part) { return part.isFolders; });
    const auto tail = size_t(lastFolders - parts_.rbegin());
    if (lastFolders == parts_.rend() ? names.size() != tail : names.size() < tail)
        return false;
    for (size_t i = 1; i <= tail; ++i) {
        if (!parts_[parts_.size() - i].name.matches(names[names.size() - i]))
            return false;
    }
    if (tail > 0 && tail + 1 >= parts_.size())
        return true;

    // As within a name: only the last "**" needs to be lengthened.
    size_t part = 0;
    size_t at = 0;
    size_t foldersPart = parts_.size();
    size_t foldersEnd = 0;
    while (at < names.size()) {
        if (part < parts_.size() && parts_[part].isFolders) {
            if (part + 1 == parts_.size())
                return true; // the rest is at least one name
            foldersPart = part++;
            foldersEnd = at;
            continue;
        }
        if (part < parts_.size() && parts_[part].name.matches(names[at])) {
            ++at;
            ++part;
            continue;
        }
        if (foldersPart == parts_.size())
            return false;
        at = ++foldersEnd;
        part = foldersPart + 1;
    }
    return part == parts_.size();
}

std::optional<QByteArray> PathGlob::literal() const
{
    QByteArray path;
    for (const Part &part : parts_) {
        const auto name = part.isFolders ? std::nullopt : part.name.literal();
        if (!name)
            return std::nullopt;
        if (!path.isEmpty())
            path.append('/');
        path.append(*name);
    }
    return path;
}

} // namespace backspool::policy
