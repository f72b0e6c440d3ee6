#pragma once
/// The selected paths as a tree from "/": which folders are taken whole, and which only lead to those.
#include <QByteArray>
#include <QByteArrayView>

#include <map>
#include <memory>
#include <vector>

namespace backspool::engine {

class SelectionTree
{
public:
    /// @p paths: absolute and normalised. A path beneath another selected one adds nothing.
    static std::shared_ptr<const SelectionTree> make(const std::vector<QByteArray> &paths);

    bool isWhole() const { return isWhole_; }
    /// Names beneath that are selected or lead to what is. Empty when whole.
    const std::map<QByteArray, std::shared_ptr<const SelectionTree>> &children() const { return children_; }

private:
    bool isWhole_ = false;
    std::map<QByteArray, std::shared_ptr<const SelectionTree>> children_;
};

} // namespace backspool::engine
