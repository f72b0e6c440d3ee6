#include "restore/owner_map.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>

namespace backspool::engine {

namespace {

std::optional<uint32_t> localUser(const QByteArray &name)
{
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwnam_r(name.constData(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return entry.pw_uid;
}

std::optional<uint32_t> localGroup(const QByteArray &name)
{
    std::array<char, 65536> buffer{};
    group entry{};
    group *found = nullptr;
    if (::getgrnam_r(name.constData(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return entry.gr_gid;
}

uint32_t mapped(const std::map<uint32_t, uint32_t> &map, uint32_t id)
{
    const auto found = map.find(id);
    return found == map.end() ? id : found->second;
}

} // namespace

OwnerMap OwnerMap::make(const format::PointRecord &record, const QString &host)
{
    OwnerMap map;
    map.self_ = {::geteuid(), ::getegid()};
    map.isRoot_ = map.self_.uid == 0;
    std::vector<gid_t> groups(size_t(std::max(0, ::getgroups(0, nullptr))));
    const int count = ::getgroups(int(groups.size()), groups.data());
    map.groups_.insert(groups.begin(), groups.begin() + std::max(0, count));
    map.groups_.insert(map.self_.gid);
    if (record.host == host)
        return map;
    for (const auto &[uid, name] : record.users) {
        if (const auto local = localUser(name); local && *local != uid)
            map.users_[uid] = *local;
    }
    for (const auto &[gid, name] : record.groups) {
        if (const auto local = localGroup(name); local && *local != gid)
            map.groupNumbers_[gid] = *local;
    }
    return map;
}

Owner OwnerMap::ownerOf(const format::DirectoryEntry &entry) const
{
    return {mapped(users_, entry.uid), mapped(groupNumbers_, entry.gid)};
}

} // namespace backspool::engine
