#include "backup/owner_names.h"

#include <grp.h>
#include <pwd.h>

#include <array>

namespace backspool::engine {

void addUserNames(std::map<uint32_t, QByteArray> &names, const std::set<uint32_t> &ids)
{
    std::array<char, 16384> buffer{};
    for (const uint32_t id : ids) {
        passwd entry{};
        passwd *found = nullptr;
        if (!names.contains(id) && ::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
            names[id] = found->pw_name;
    }
}

void addGroupNames(std::map<uint32_t, QByteArray> &names, const std::set<uint32_t> &ids)
{
    std::array<char, 65536> buffer{};
    for (const uint32_t id : ids) {
        group entry{};
        group *found = nullptr;
        if (!names.contains(id) && ::getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
            names[id] = found->gr_name;
    }
}

} // namespace backspool::engine
