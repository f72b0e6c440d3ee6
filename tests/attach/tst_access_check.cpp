#include "attach/access_check.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

Q_DECLARE_METATYPE(backspool::format::DirectoryEntry)

namespace {

constexpr uint32_t kOwner = 1000, kOther = 1001, kGroup = 500, kOtherGroup = 501;

struct AclLine
{
    uint16_t tag, permissions;
    uint32_t id = 0xffffffff;
};

QByteArray acl(const std::vector<AclLine> &lines, uint32_t version = 2)
{
    ByteWriter writer;
    writer.u32(version);
    for (const auto &line : lines)
        writer.u16(line.tag).u16(line.permissions).u32(line.id);
    return writer.take();
}

constexpr uint16_t kUserObject = 1, kUser = 2, kGroupObject = 4, kNamedGroup = 8, kMask = 16, kOthers = 32;

format::DirectoryEntry file(uint32_t mode, const QByteArray &list = {})
{
    format::DirectoryEntry entry;
    entry.name = "file";
    entry.mode = mode;
    entry.uid = kOwner;
    entry.gid = kGroup;
    if (!list.isEmpty())
        entry.attributes.push_back(format::Attribute::extended("system.posix_acl_access", list));
    return entry;
}

} // namespace

class TestAccessCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allowsWhatPosixAllows_data()
    {
        QTest::addColumn<format::DirectoryEntry>("entry");
        QTest::addColumn<uint32_t>("uid");
        QTest::addColumn<uint32_t>("group");
        QTest::addColumn<uint8_t>("wanted");
        QTest::addColumn<bool>("may");

        const auto row = [](const char *name, const format::DirectoryEntry &entry, uint32_t uid, uint32_t group,
                            uint8_t wanted,
                            bool may) { QTest::newRow(name) << entry << uid << group << wanted << may; };
        row("owner reads", file(0600), kOwner, kOtherGroup, Read, true);
        row("owner without permission, though others have it", file(0077), kOwner, kGroup, Read, false);
        row("group reads", file(0640), kOther, kGroup, Read, true);
        row("group without permission, though others have it", file(0604), kOther, kGroup, Read, false);
        row("others read", file(0604), kOther, kOtherGroup, Read, true);
        row("others do not", file(0660), kOther, kOtherGroup, Read, false);
        row("root reads", file(0000), 0, 0, Read | Search, true);
        row("list without search", file(0744), kOther, kOtherGroup, Read | Search, false);
        row("list and search", file(0705), kOther, kOtherGroup, Read | Search, true);
        row("special bits change nothing", file(07700), kOther, kGroup, Read, false);

        const std::vector<AclLine> named = {
            {kUserObject, 7}, {kUser, 4, kOther}, {kGroupObject, 0}, {kMask, 4}, {kOthers, 0}};
        row("a named user", file(0740, acl(named)), kOther, kOtherGroup, Read, true);
        row("another user", file(0740, acl(named)), 1002, kOtherGroup, Read, false);
        row("a named user, not more than named", file(0770, acl(named)), kOther, kOtherGroup, Read | Search, false);
        row("the mode's group bits are the mask: not the group's", file(0740, acl(named)), 1002, kGroup, Read, false);
        row("a named user under the mask",
            file(0700, acl({{kUserObject, 7}, {kUser, 7, kOther}, {kGroupObject, 7}, {kMask, 0}, {kOthers, 0}})),
            kOther, kOtherGroup, Read, false);
        row("a named user without permission, though others have it",
            file(0704, acl({{kUserObject, 7}, {kUser, 0, kOther}, {kGroupObject, 4}, {kMask, 4}, {kOthers, 4}})),
            kOther, kGroup, Read, false);
        row("a named group",
            file(0740,
                 acl({{kUserObject, 7}, {kGroupObject, 0}, {kNamedGroup, 4, kOtherGroup}, {kMask, 4}, {kOthers, 0}})),
            kOther, kOtherGroup, Read, true);
        row("a named group under the mask",
            file(0700,
                 acl({{kUserObject, 7}, {kGroupObject, 0}, {kNamedGroup, 4, kOtherGroup}, {kMask, 3}, {kOthers, 0}})),
            kOther, kOtherGroup, Read, false);
        row("in a group without permission, though others have it",
            file(0704,
                 acl({{kUserObject, 7}, {kGroupObject, 4}, {kNamedGroup, 0, kOtherGroup}, {kMask, 4}, {kOthers, 4}})),
            kOther, kOtherGroup, Read, false);
        row("two groups do not add up",
            file(0750, acl({{kUserObject, 7}, {kGroupObject, 4}, {kNamedGroup, 1, kGroup}, {kMask, 5}, {kOthers, 0}})),
            kOther, kGroup, Read | Search, false);
        row("others beside an ACL",
            file(0744, acl({{kUserObject, 7}, {kUser, 0, 1002}, {kGroupObject, 0}, {kMask, 4}, {kOthers, 4}})), kOther,
            kOtherGroup, Read, true);
        row("the owner goes by the bits", file(0700, acl(named)), kOwner, kOtherGroup, Read, true);

        row("a damaged ACL is the owner's alone", file(0777, QByteArray(5, '\2')), kOther, kGroup, Read, false);
        row("an ACL of another version", file(0777, acl({{kOthers, 7}}, 3)), kOther, kOtherGroup, Read, false);
        row("an ACL without an entry that fits", file(0777, acl({{kUserObject, 7}})), kOther, kOtherGroup, Read, false);
        auto nfs = file(0777);
        nfs.attributes.push_back(format::Attribute::extended("system.nfs4_acl", "x"));
        row("an ACL of NFSv4", nfs, kOther, kOtherGroup, Read, false);
        row("an ACL of NFSv4, to the owner", nfs, kOwner, kOtherGroup, Read, true);
    }

    void allowsWhatPosixAllows()
    {
        QFETCH(const format::DirectoryEntry, entry);
        QFETCH(const uint32_t, uid);
        QFETCH(const uint32_t, group);
        QFETCH(const uint8_t, wanted);
        QFETCH(const bool, may);
        QCOMPARE(mayAccess(entry, {.uid = uid, .groups = {7, group}}, wanted), may);
    }
};

QTEST_GUILESS_MAIN(TestAccessCheck)
#include "tst_access_check.moc"
