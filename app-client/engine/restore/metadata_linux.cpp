#include "files/attributes.h"
#include "restore/metadata.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cerrno>
#include <system_error>

namespace backspool::engine {

namespace {

constexpr uint32_t kSetIdBits = S_ISUID | S_ISGID;

QString reasonOf(int number)
{
    return QString::fromStdString(std::generic_category().message(number));
}

/// A path that names exactly the open file, whatever became of its name; works for descriptors of links, too.
QByteArray procPath(int file)
{
    return "/proc/self/fd/" + QByteArray::number(file);
}

/// Only root may set attributes of these.
bool isRootsOnly(QByteArrayView name)
{
    return name.startsWith("security.") || name.startsWith("trusted.");
}

/// The kernel, or a security module, sets some by itself; those are not taken for the file's own.
bool isOfTheFile(QByteArrayView name)
{
    return !name.startsWith("security.") || name == "security.capability";
}

std::map<QByteArray, QByteArray> extendedAttributes(const std::vector<format::Attribute> &attributes)
{
    std::map<QByteArray, QByteArray> result;
    for (const auto &attribute : attributes) {
        if (attribute.type != format::Attribute::ExtendedAttribute)
            continue;
        if (auto pair = attribute.asExtended())
            result.insert(*std::move(pair));
    }
    return result;
}

void removeUnwanted(int file, const std::map<QByteArray, QByteArray> &wanted, QStringList &problems)
{
    const auto path = procPath(file);
    QByteArray names(65'536, Qt::Uninitialized);
    const ssize_t size = ::listxattr(path.constData(), names.data(), size_t(names.size()));
    if (size <= 0)
        return;
    names.truncate(size);
    for (const auto &name : names.split('\0')) {
        if (name.isEmpty() || wanted.contains(name) || !isOfTheFile(name))
            continue;
        if (::removexattr(path.constData(), name.constData()) != 0 && errno != ENODATA)
            problems += QStringLiteral("the attribute %1 that it should not have: %2")
                            .arg(QString::fromUtf8(name), reasonOf(errno));
    }
}

void setAttributes(int file, const format::DirectoryEntry &entry, const MetadataBefore &before, QStringList &problems)
{
    if (entry.attributes.empty() && !before.mayHaveAttributes)
        return;
    const auto wanted = extendedAttributes(entry.attributes);
    if (before.mayHaveAttributes)
        removeUnwanted(file, wanted, problems);
    const auto path = procPath(file);
    for (const auto &[name, value] : wanted) {
        if (::setxattr(path.constData(), name.constData(), value.constData(), size_t(value.size()), 0) != 0)
            problems += QStringLiteral("its attribute %1: %2").arg(QString::fromUtf8(name), reasonOf(errno));
    }
}

struct OwnerSet
{
    bool isRight = false;
    bool isChanged = false; ///< and with that, set-id bits are gone
};

OwnerSet setOwner(int file, const format::DirectoryEntry &entry, const Owner &has, const OwnerMap &owners,
                  QStringList &problems)
{
    const Owner wanted = owners.ownerOf(entry);
    if (has == wanted)
        return {.isRight = true};
    if (::fchownat(file, "", wanted.uid, wanted.gid, AT_EMPTY_PATH) == 0)
        return {.isRight = true, .isChanged = true};
    const int number = errno;
    // The group alone may be possible.
    Owner reached = has;
    if (has.gid != wanted.gid && ::fchownat(file, "", uid_t(-1), wanted.gid, AT_EMPTY_PATH) == 0)
        reached.gid = wanted.gid;
    const QString problem = ownerProblem(reached, entry, owners);
    problems += problem.isEmpty() ? QStringLiteral("its owner: %1").arg(reasonOf(number)) : problem;
    return {.isRight = reached == wanted, .isChanged = reached != has};
}

void setMode(int file, const format::DirectoryEntry &entry, uint32_t before, OwnerSet owner, QStringList &problems)
{
    if (entry.type == format::FileType::SymbolicLink)
        return; // they have none of their own
    const uint32_t mode = owner.isRight ? entry.mode : entry.mode & ~kSetIdBits;
    if (mode == before && !owner.isChanged && entry.attributes.empty())
        return;
    // By the path in /proc: fchmod() does not take descriptors of O_PATH.
    if (::fchmod(file, mode) != 0 && (errno != EBADF || ::chmod(procPath(file).constData(), mode) != 0))
        problems += QStringLiteral("its permissions: %1").arg(reasonOf(errno));
    if (mode != entry.mode)
        problems += QStringLiteral("its set-id bits are left off, since it is not its owner's");
}

void setTime(int file, const format::DirectoryEntry &entry, QStringList &problems)
{
    std::array<timespec, 2> times{};
    times[0].tv_nsec = UTIME_OMIT;
    times[1].tv_sec = entry.modified.seconds;
    times[1].tv_nsec = entry.modified.nanoseconds;
    if (::utimensat(file, "", times.data(), AT_EMPTY_PATH) != 0)
        problems += QStringLiteral("its modification time: %1").arg(reasonOf(errno));
}

} // namespace

QString ownerProblem(const Owner &has, const format::DirectoryEntry &entry, const OwnerMap &owners)
{
    const Owner wanted = owners.ownerOf(entry);
    if (has.uid != wanted.uid && !owners.mayOwn(wanted.uid))
        return QStringLiteral("it belongs to user %1, which only root can make so").arg(wanted.uid);
    if (has.gid != wanted.gid && !owners.mayGroup(wanted.gid))
        return QStringLiteral("it belongs to group %1, which only root can make so").arg(wanted.gid);
    return {};
}

QStringList setMetadata(int file, const format::DirectoryEntry &entry, const MetadataBefore &before,
                        const OwnerMap &owners)
{
    QStringList problems;
    const auto owner = setOwner(file, entry, before.owner, owners, problems);
    setAttributes(file, entry, before, problems);
    setMode(file, entry, before.mode, owner, problems);
    setTime(file, entry, problems);
    return problems;
}

bool hasMetadata(const FileStatus &status, const std::vector<format::Attribute> &attributes,
                 const format::DirectoryEntry &entry, const OwnerMap &owners)
{
    const Owner wanted = owners.ownerOf(entry);
    const bool isOwnerRight = (status.uid == wanted.uid || !owners.mayOwn(wanted.uid)) &&
                              (status.gid == wanted.gid || !owners.mayGroup(wanted.gid));
    const bool isExactOwner = Owner{status.uid, status.gid} == wanted;
    const uint32_t mode = isExactOwner ? entry.mode : entry.mode & ~kSetIdBits;
    if (!isOwnerRight || status.modified != entry.modified ||
        (entry.type != format::FileType::SymbolicLink && status.mode != mode))
        return false;
    const auto has = extendedAttributes(attributes);
    const auto wants = extendedAttributes(entry.attributes);
    for (const auto &[name, value] : wants) {
        const auto found = has.find(name);
        if ((found == has.end() || found->second != value) && (owners.isRoot() || !isRootsOnly(name)))
            return false;
    }
    return std::ranges::all_of(has, [&](const auto &one) {
        return wants.contains(one.first) || !isOfTheFile(one.first) || (!owners.isRoot() && isRootsOnly(one.first));
    });
}

} // namespace backspool::engine
