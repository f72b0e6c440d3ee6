#include "attach/access_check.h"

#include <optional>

namespace backspool::engine {

namespace {

/// The attribute's value as the kernel gives it (linux/posix_acl_xattr.h).
constexpr uint32_t kAclVersion = 2;
enum AclTag : uint16_t { UserObject = 1, User = 2, GroupObject = 4, Group = 8, Mask = 16, Others = 32 };

struct AclEntry
{
    uint16_t tag = 0;
    uint16_t permissions = 0;
    uint32_t id = 0;
};
using Acl = std::vector<AclEntry>;

Result<Acl> parseAcl(QByteArrayView value)
{
    ByteReader reader(value, "access control list");
    if (TRY(reader.u32()) != kAclVersion)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the access control list is of a version that is not known"));
    Acl acl;
    while (reader.remaining() > 0) {
        AclEntry entry;
        entry.tag = TRY(reader.u16());
        entry.permissions = TRY(reader.u16());
        entry.id = TRY(reader.u32());
        acl.push_back(entry);
    }
    return acl;
}

/// The entry's own list; empty: it has none, and the permission bits say all. Errors: it is not understood.
Result<Acl> aclOf(const format::DirectoryEntry &entry)
{
    Acl acl;
    for (const auto &attribute : entry.attributes) {
        if (attribute.type != format::Attribute::ExtendedAttribute)
            continue;
        const auto [name, value] = TRY(attribute.asExtended());
        if (name == "system.posix_acl_access")
            acl = TRY(parseAcl(value));
        else if (name == "system.nfs4_acl" || name == "system.richacl" || name == "system.cifs_acl" ||
                 name == "system.ntfs_acl")
            return fail(ErrorKind::Unsupported, QStringLiteral("the access control list is not one of POSIX"));
    }
    return acl;
}

bool mayByBits(const format::DirectoryEntry &entry, const LocalUser &user, uint8_t wanted)
{
    const uint32_t bits = user.isIn(entry.gid) ? entry.mode >> 3 : entry.mode;
    return (bits & wanted) == wanted;
}

/// Of who is not the owner.
bool mayByAcl(const Acl &acl, uint32_t owningGroup, const LocalUser &user, uint8_t wanted)
{
    std::optional<uint16_t> mask, others, named, group;
    for (const auto &entry : acl) {
        switch (entry.tag) {
        case User:
            if (entry.id == user.uid && !named)
                named = entry.permissions;
            break;
        case GroupObject:
        case Group:
            if (user.isIn(entry.tag == Group ? entry.id : owningGroup) && (group.value_or(0) & wanted) != wanted)
                group = entry.permissions;
            break;
        case Mask:
            mask = entry.permissions;
            break;
        case Others:
            others = entry.permissions;
            break;
        default:
            break;
        }
    }
    if (const auto matching = named ? named : group)
        return (*matching & mask.value_or(0xffff) & wanted) == wanted;
    return (others.value_or(0) & wanted) == wanted;
}

} // namespace

bool mayAccess(const format::DirectoryEntry &entry, const LocalUser &user, uint8_t wanted)
{
    if (user.isRoot())
        return true;
    if (user.uid == entry.uid)
        return (entry.mode >> 6 & wanted) == wanted;
    const auto acl = aclOf(entry);
    if (!acl)
        return false;
    return acl->empty() ? mayByBits(entry, user, wanted) : mayByAcl(*acl, entry.gid, user, wanted);
}

} // namespace backspool::engine
