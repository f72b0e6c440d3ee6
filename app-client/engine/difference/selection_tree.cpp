#include "difference/selection_tree.h"

#include <QList>

#include <functional>

namespace backspool::engine {

namespace {
struct Draft
{
    bool isWhole = false;
    std::map<QByteArray, Draft> children;
};
} // namespace

std::shared_ptr<const SelectionTree> SelectionTree::make(const std::vector<QByteArray> &paths)
{
    Draft root;
    for (const auto &path : paths) {
        Draft *at = &root;
        const auto names = path.split('/');
        for (const auto &name : names) {
            if (!name.isEmpty() && !at->isWhole)
                at = &at->children[name];
        }
        at->isWhole = true;
        at->children.clear();
    }
    const std::function<std::shared_ptr<const SelectionTree>(const Draft &)> freeze = [&freeze](const Draft &draft) {
        auto tree = std::make_shared<SelectionTree>();
        tree->isWhole_ = draft.isWhole;
        for (const auto &[name, child] : draft.children)
            tree->children_.emplace(name, freeze(child));
        return std::shared_ptr<const SelectionTree>(tree);
    };
    return freeze(root);
}

} // namespace backspool::engine
