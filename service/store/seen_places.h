#pragma once
/// The places of one name that were come by. Nearly all names have one; a client may give one thousands.
#include "store/chunk_index.h"

#include <algorithm>
#include <set>
#include <vector>

namespace backspool::store {

class SeenPlaces
{
public:
    /// Returns whether it is new.
    bool put(const ObjectLocation &place)
    {
        if (few_.size() < kFew) {
            if (std::ranges::find(few_, place) != few_.end())
                return false;
            few_.push_back(place);
            return true;
        }
        return std::ranges::find(few_, place) == few_.end() && many_.insert(place).second;
    }
    void clear()
    {
        few_.clear();
        if (!many_.empty())
            many_.clear();
    }

private:
    static constexpr size_t kFew = 16;
    std::vector<ObjectLocation> few_; ///< searched through
    std::set<ObjectLocation> many_;   ///< what did not fit there
};

} // namespace backspool::store
