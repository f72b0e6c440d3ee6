#include "policy/exclude_pattern.h"

#include "policy/normalised_path.h"
#include "policy/path_glob.h"

#include <QVarLengthArray>

#include <string_view>
#include <unordered_map>

namespace backspool::policy {

namespace {

constexpr qsizetype kMaxPattern = 4'096;
constexpr size_t kMaxPatterns = 10'000;

std::string_view viewOf(QByteArrayView bytes)
{
    return {bytes.data(), size_t(bytes.size())};
}

struct HashBytes
{
    using is_transparent = void;
    size_t operator()(std::string_view bytes) const { return std::hash<std::string_view>{}(bytes); }
};

/// What a pattern says besides what it matches.
struct Rule
{
    bool isInclude = false;
    bool foldersOnly = false;
    size_t pattern = 0; ///< its place among those that were given
};

/// A rule among those with the same key.
struct KeyedRule
{
    size_t rule = 0;
    QByteArray suffix; ///< for extensions: all that the name must end with ("*.tar.gz" is keyed by "gz")
};
using RulesByKey = std::unordered_map<std::string, std::vector<KeyedRule>, HashBytes, std::equal_to<>>;

struct GlobRule
{
    size_t rule = 0;
    bool isBelowRoots = false; ///< also means what lies so below a selected path
    PathGlob glob;
};

/// The spaces at the end that a backslash does not keep are dropped.
QByteArrayView withoutTrailingSpaces(QByteArrayView pattern)
{
    while (pattern.endsWith(' ')) {
        qsizetype backslashes = 0;
        while (backslashes + 1 < pattern.size() && pattern[pattern.size() - 2 - backslashes] == '\\')
            ++backslashes;
        if (backslashes % 2 == 1)
            break;
        pattern.chop(1);
    }
    return pattern;
}

QByteArrayView nameOf(QByteArrayView path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

/// After the last dot; null when there is none.
QByteArrayView extensionOf(QByteArrayView name)
{
    const qsizetype dot = name.lastIndexOf('.');
    return dot < 0 ? QByteArrayView() : name.sliced(dot + 1);
}

using Names = QVarLengthArray<QByteArrayView, 64>;

Names namesOf(QByteArrayView path)
{
    Names names;
    while (!path.isEmpty()) {
        const qsizetype slash = path.indexOf('/');
        const QByteArrayView name = path.first(slash < 0 ? path.size() : slash);
        if (!name.isEmpty())
            names.append(name);
        path = path.sliced(std::min(name.size() + 1, path.size()));
    }
    return names;
}

/// The folder that an anchored pattern leads into with its names before the first wildcard: "/a" of "/a/b" and "/a/b*".
QByteArray literalFolder(QByteArrayView pattern)
{
    QByteArray path;
    for (qsizetype i = 0; i < pattern.size() && !QByteArrayView("*?[").contains(pattern[i]); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size())
            ++i;
        path += pattern[i];
    }
    return path.first(std::max<qsizetype>(0, path.lastIndexOf('/')));
}

} // namespace

struct ExcludeRules::Compiled
{
    std::vector<Rule> rules;
    RulesByKey byName;      ///< unanchored names without wildcards
    RulesByKey byExtension; ///< unanchored `*.o`
    RulesByKey byPath;      ///< anchored paths without wildcards
    RulesByKey byPathBelow; ///< those of them that also mean what lies so below a selected path
    std::vector<GlobRule> globs;
    std::vector<QByteArray> roots; ///< sorted
    bool hasAnchored = false;

    /// @p place: among the patterns that were given.
    Status add(QByteArrayView pattern, size_t place);
    /// An anchored pattern that leads into a selected path means just that, and nothing that lies so below another.
    bool leadsIntoRoot(QByteArrayView pattern) const;
    /// What of @p path lies beneath the selected path that it belongs to: "" or "/a/b"; null: none.
    QByteArrayView belowRoot(QByteArrayView path) const;
    /// The last of @p key's rules that @p name and @p isFolder satisfy, or @p otherwise if that is later.
    size_t laterOf(const RulesByKey &map, QByteArrayView key, QByteArrayView name, bool isFolder,
                   size_t otherwise) const;
};

Status ExcludeRules::Compiled::add(QByteArrayView pattern, size_t place)
{
    const QByteArrayView whole = pattern;
    const auto invalid = [&](const QString &why) {
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the pattern \"%1\" cannot be used: %2")
                        .arg(QString::fromUtf8(whole.first(std::min<qsizetype>(whole.size(), 200))), why));
    };
    if (pattern.size() > kMaxPattern)
        return invalid(QStringLiteral("it is longer than %1 bytes").arg(kMaxPattern));
    if (pattern.contains('\0'))
        return invalid(QStringLiteral("it holds a NUL"));
    pattern = withoutTrailingSpaces(pattern);
    if (pattern.isEmpty() || pattern[0] == '#')
        return {};

    Rule rule;
    rule.pattern = place;
    if (pattern[0] == '!') {
        rule.isInclude = true;
        pattern = pattern.sliced(1);
    }
    const bool isAnchored = pattern.startsWith('/');
    rule.foldersOnly = pattern.endsWith('/');
    Result<PathGlob> glob = PathGlob::compile(pattern);
    if (!glob)
        return invalid(glob.error().text());
    if (glob->partCount() == 0)
        return invalid(QStringLiteral("it names nothing"));

    const size_t number = rules.size();
    rules.push_back(rule);
    hasAnchored |= isAnchored;
    const auto literal = glob->literal();
    const auto suffix = glob->onlyName() && !isAnchored ? glob->onlyName()->suffix() : std::nullopt;
    const bool isBelowRoots = isAnchored && !leadsIntoRoot(pattern);
    if (literal && isAnchored) {
        const std::string path = "/" + literal->toStdString();
        byPath[path].push_back({.rule = number, .suffix = {}});
        if (isBelowRoots)
            byPathBelow[path].push_back({.rule = number, .suffix = {}});
    } else if (literal && glob->onlyName())
        byName[literal->toStdString()].push_back({.rule = number, .suffix = {}});
    else if (suffix && suffix->contains('.'))
        byExtension[extensionOf(*suffix).toByteArray().toStdString()].push_back({.rule = number, .suffix = *suffix});
    else {
        if (!isAnchored)
            glob->prependAnyFolders();
        globs.push_back({.rule = number, .isBelowRoots = isBelowRoots, .glob = *std::move(glob)});
    }
    return {};
}

bool ExcludeRules::Compiled::leadsIntoRoot(QByteArrayView pattern) const
{
    const QByteArray folder = literalFolder(pattern.endsWith('/') ? pattern.chopped(1) : pattern);
    return std::ranges::any_of(roots, [&](const QByteArray &root) { return isWithin(folder, root); });
}

QByteArrayView ExcludeRules::Compiled::belowRoot(QByteArrayView path) const
{
    for (QByteArrayView folder = path; !folder.isEmpty();
         folder = folder.first(std::max<qsizetype>(0, folder.lastIndexOf('/')))) {
        if (std::ranges::binary_search(roots, folder))
            return path.sliced(folder.size());
    }
    return {};
}

size_t ExcludeRules::Compiled::laterOf(const RulesByKey &map, QByteArrayView key, QByteArrayView name, bool isFolder,
                                       size_t otherwise) const
{
    const auto found = map.find(viewOf(key));
    if (found == map.end())
        return otherwise;
    for (auto keyed = found->second.rbegin(); keyed != found->second.rend(); ++keyed) {
        if (otherwise != rules.size() && keyed->rule < otherwise)
            break;
        if ((isFolder || !rules[keyed->rule].foldersOnly) && name.endsWith(keyed->suffix))
            return keyed->rule;
    }
    return otherwise;
}

ExcludeRules::ExcludeRules() : compiled_(std::make_shared<Compiled>()) {}

Result<ExcludeRules> ExcludeRules::compile(const std::vector<QByteArray> &patterns,
                                           const std::vector<QByteArray> &roots)
{
    if (patterns.size() > kMaxPatterns)
        return fail(ErrorKind::Invalid, QStringLiteral("there are more than %1 patterns").arg(kMaxPatterns));
    auto compiled = std::make_shared<Compiled>();
    compiled->roots = roots;
    std::erase(compiled->roots, "/"); // "/a" is "/a" already
    std::ranges::sort(compiled->roots);
    for (size_t i = 0; i < patterns.size(); ++i)
        TRY(compiled->add(patterns[i], i));
    ExcludeRules rules;
    rules.compiled_ = std::move(compiled);
    return rules;
}

bool ExcludeRules::isEmpty() const
{
    return compiled_->rules.empty();
}

bool ExcludeRules::isExcluded(QByteArrayView path, bool isFolder) const
{
    const size_t last = lastRule(path, isFolder);
    return last != compiled_->rules.size() && !compiled_->rules[last].isInclude;
}

std::optional<size_t> ExcludeRules::decidingPattern(QByteArrayView path, bool isFolder) const
{
    const size_t last = lastRule(path, isFolder);
    return last == compiled_->rules.size() ? std::nullopt : std::optional(compiled_->rules[last].pattern);
}

size_t ExcludeRules::lastRule(QByteArrayView path, bool isFolder) const
{
    const Compiled &c = *compiled_;
    const size_t none = c.rules.size();
    size_t last = none;
    const QByteArrayView name = nameOf(path);
    if (!c.byName.empty())
        last = c.laterOf(c.byName, name, {}, isFolder, last);
    if (!c.byExtension.empty()) {
        if (const QByteArrayView extension = extensionOf(name); !extension.isNull())
            last = c.laterOf(c.byExtension, extension, name, isFolder, last);
    }
    QByteArrayView below;
    if (c.hasAnchored) {
        below = c.belowRoot(path);
        last = c.laterOf(c.byPath, path, {}, isFolder, last);
        if (!below.isEmpty())
            last = c.laterOf(c.byPathBelow, below, {}, isFolder, last);
    }

    if (!c.globs.empty() && (last == none || c.globs.back().rule > last)) {
        const Names names = namesOf(path);
        // The names beneath the root are the last ones of all.
        const std::span<const QByteArrayView> all(names.constData(), size_t(names.size()));
        const std::span<const QByteArrayView> beneath = all.last(size_t(std::ranges::count(below, '/')));
        for (auto glob = c.globs.rbegin(); glob != c.globs.rend() && (last == none || glob->rule > last); ++glob) {
            if (c.rules[glob->rule].foldersOnly && !isFolder)
                continue;
            if (glob->glob.matches(all) || (glob->isBelowRoots && !beneath.empty() && glob->glob.matches(beneath))) {
                last = glob->rule;
                break;
            }
        }
    }
    return last;
}

QByteArray exactPattern(const QByteArray &path)
{
    QByteArray pattern;
    for (const char byte : path) {
        if (QByteArrayView("*?[]\\ ").contains(byte))
            pattern += '\\';
        pattern += byte;
    }
    return pattern;
}

} // namespace backspool::policy
