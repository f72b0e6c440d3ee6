#include "attach/user_view.h"

#include "attach/access_check.h"
#include "codec/keys.h"
#include "format/leaf_node.h"
#include "read/withheld_entry.h"

namespace backspool::engine {

namespace {

codec::SecretKey keyFor(const LocalUser &user, const codec::SecretKey &domain)
{
    ByteWriter salt;
    salt.u32(user.uid);
    return codec::deriveKey(domain, salt.buffer(), "backspool withheld names");
}

/// As getxattr(2) has it: xattr(7), "Extended attribute namespaces".
bool showsAttribute(const format::Attribute &attribute, bool mayRead)
{
    if (attribute.type != format::Attribute::ExtendedAttribute)
        return mayRead;
    const auto extended = attribute.asExtended();
    if (!extended)
        return false;
    const auto &name = extended->first;
    if (name.startsWith("trusted."))
        return false;
    return mayRead || name.startsWith("security.") || name == "system.posix_acl_access" ||
           name == "system.posix_acl_default";
}

} // namespace

UserView::UserView(LocalUser user, const codec::SecretKey &domain)
    : user_(std::move(user)), names_(keyFor(user_, domain))
{
}

bool UserView::mayHaveContent(const format::DirectoryEntry &entry) const
{
    return mayAccess(entry, user_, entry.isDirectory() ? Read | Search : Read);
}

/// Only the same file in the same state has the same one: that two files of others are alike is not told either. Of a
/// folder the state is what stat shows of it: its content's name would tell when anything beneath it changes.
ObjectName UserView::madeName(const format::DirectoryEntry &entry) const
{
    ByteWriter writer;
    writer.name(entry.isDirectory() ? ObjectName() : entry.content).u32(entry.uid).signedVarint(entry.modified.seconds);
    writer.u32(entry.modified.nanoseconds).varint(entry.size).bytes(entry.name);
    return names_.chunk(writer.buffer());
}

format::DirectoryEntry UserView::entry(format::DirectoryEntry entry) const
{
    if (user_.isRoot())
        return entry;
    const bool mayRead = mayAccess(entry, user_, Read);
    if (!entry.content.isNull() && !mayHaveContent(entry)) {
        entry.content = madeName(entry);
        entry.flags |= kWithheldFlag;
    }
    std::erase_if(entry.attributes,
                  [mayRead](const format::Attribute &attribute) { return !showsAttribute(attribute, mayRead); });
    return entry;
}

Result<QByteArray> UserView::node(const format::Node &node) const
{
    if (node.kind() == format::TreeKind::Hints)
        return fail(ErrorKind::Denied, QStringLiteral("Hints are not given to users of this computer."));
    if (user_.isRoot() || node.kind() != format::TreeKind::Directory || node.level() > 0)
        return node.bytes();
    std::vector<QByteArray> items;
    items.reserve(node.count());
    bool isAsStored = true;
    for (size_t i = 0; i < node.count(); ++i) {
        const auto stored = TRY(format::DirectoryEntry::decode(node.item(i)));
        const auto shown = entry(stored);
        isAsStored = isAsStored && shown == stored;
        items.push_back(shown == stored ? node.item(i).toByteArray() : shown.encode());
    }
    return isAsStored ? node.bytes() : format::encodeLeaf(node.kind(), items);
}

format::PointRecord UserView::record(format::PointRecord record) const
{
    if (user_.isRoot())
        return record;
    record.root = entry(std::move(record.root));
    record.rootHint = {};
    record.selection.clear();
    record.exclude.clear();
    record.systemInformation = {};
    return record;
}

protocol::PointSummary UserView::summary(protocol::PointSummary summary) const
{
    if (!user_.isRoot())
        summary.hints = {};
    return summary;
}

} // namespace backspool::engine
