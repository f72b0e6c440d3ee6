#pragma once
/// Names of users and groups, for the point record.
#include <QByteArray>

#include <cstdint>
#include <map>
#include <set>

namespace backspool::engine {

/// Adds names of the ids that @p names does not have; ids without a name are left out.
void addUserNames(std::map<uint32_t, QByteArray> &names, const std::set<uint32_t> &ids);
void addGroupNames(std::map<uint32_t, QByteArray> &names, const std::set<uint32_t> &ids);

} // namespace backspool::engine
