#include "cli/user_path.h"

#include "policy/normalised_path.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>

namespace backspool::cli {

namespace {

struct Free
{
    void operator()(char *text) const { std::free(text); }
};

std::optional<QByteArray> realPath(const QByteArray &path)
{
    const std::unique_ptr<char, Free> real(::realpath(path.constData(), nullptr));
    if (!real)
        return std::nullopt;
    return QByteArray(real.get());
}

/// Without trailing slashes and "/." (which say "the folder, not the link").
QByteArray withoutEnd(QByteArray path)
{
    while (path.size() > 1 && (path.endsWith('/') || path.endsWith("/.")))
        path.chop(path.endsWith('/') ? 1 : 2);
    return path.isEmpty() ? QByteArrayLiteral("/") : path;
}

QByteArray parentOf(const QByteArray &path)
{
    const auto slash = path.lastIndexOf('/');
    return slash <= 0 ? QByteArrayLiteral("/") : path.first(slash);
}

QByteArray joined(const QByteArray &folder, const QByteArray &rest)
{
    return folder.endsWith('/') ? folder + rest : folder + '/' + rest;
}

/// The normalised @p path with as much of what leads to its last name as exists followed through links.
QByteArray throughLeadingLinks(const QByteArray &path)
{
    if (path == "/")
        return path;
    QByteArray folder = parentOf(path);
    QByteArray rest = path.sliced(path.lastIndexOf('/') + 1);
    for (;;) {
        if (const auto real = realPath(folder))
            return joined(*real, rest);
        if (folder == "/")
            return path;
        rest = folder.sliced(folder.lastIndexOf('/') + 1) + '/' + rest;
        folder = parentOf(folder);
    }
}

} // namespace

Result<QByteArray> absolutePath(const QByteArray &typed)
{
    if (typed.isEmpty() || typed.contains('\0'))
        return fail(ErrorKind::Invalid, QStringLiteral("an empty path names nothing"));
    if (typed.startsWith('/'))
        return typed;
    const std::unique_ptr<char, Free> here(::getcwd(nullptr, 0));
    if (!here)
        return fail(systemError(errno, QStringLiteral("cannot tell the working folder")));
    return joined(QByteArray(here.get()), typed);
}

Result<UserPath> pathToProtect(const QByteArray &typed)
{
    const QByteArray path = withoutEnd(TRY(absolutePath(typed)));
    struct stat status{};
    if (::lstat(path.constData(), &status) != 0)
        return fail(systemError(errno, QStringLiteral("cannot look at %1").arg(QString::fromUtf8(typed))));
    struct stat target{};
    const bool isLink = S_ISLNK(status.st_mode) && ::stat(path.constData(), &target) == 0 && S_ISDIR(target.st_mode);
    const QByteArray name = path.sliced(path.lastIndexOf('/') + 1);
    if (isLink || S_ISDIR(status.st_mode) || name == "..") {
        const auto real = realPath(path);
        if (!real)
            return fail(systemError(errno, QStringLiteral("cannot follow %1").arg(QString::fromUtf8(typed))));
        return UserPath{*real, isLink};
    }
    const auto folder = realPath(parentOf(path));
    if (!folder)
        return fail(systemError(errno, QStringLiteral("cannot follow %1").arg(QString::fromUtf8(typed))));
    return UserPath{joined(*folder, name), false};
}

Result<std::vector<QByteArray>> meaningsOf(const QByteArray &typed)
{
    const QByteArray absolute = TRY(absolutePath(typed));
    std::vector<QByteArray> meanings = {TRY(policy::normalisedPath(absolute))};
    const auto add = [&](const QByteArray &path) {
        if (std::ranges::find(meanings, path) == meanings.end())
            meanings.push_back(path);
    };
    add(throughLeadingLinks(meanings.front()));
    if (const auto real = realPath(absolute))
        add(*real);
    return meanings;
}

} // namespace backspool::cli
