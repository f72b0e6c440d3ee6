#include "read/tree_visit.h"

#include "read/tree_node.h"

#include <atomic>
#include <optional>
#include <ranges>

namespace backspool::engine {

namespace {

class Visit : public std::enable_shared_from_this<Visit>
{
public:
    Visit(ObjectFetcher &fetcher, format::TreeKind kind, std::shared_ptr<TreeVisitor> visitor)
        : fetcher_(fetcher), kind_(kind), visitor_(std::move(visitor))
    {
    }

    void begin(const ObjectName &root, const ObjectName &parent)
    {
        fetcher_.askAll({wantOf(root, parent, std::nullopt, 0, 0)});
    }

private:
    std::pair<ObjectWant, ObjectFetcher::OnObject> wantOf(const ObjectName &name, const ObjectName &parent,
                                                          std::optional<format::ChildNode> statement,
                                                          uint8_t parentLevel, uint64_t first)
    {
        ++pending_;
        return {{parent, name, format::ObjectKind::Node},
                [self = shared_from_this(), name, statement = std::move(statement), parentLevel,
                 first](const Result<FetchedObject> &object) {
                    if (const auto entered = self->enter(name, object, statement, parentLevel, first); !entered)
                        self->visitor_->failed(entered.error());
                    if (--self->pending_ == 0)
                        self->visitor_->done();
                }};
    }

    Status enter(const ObjectName &name, const Result<FetchedObject> &object,
                 const std::optional<format::ChildNode> &statement, uint8_t parentLevel, uint64_t first)
    {
        if (!object)
            return fail(object.error());
        const auto node = TRY(parseTreeNode(object->copy(), kind_, statement ? &*statement : nullptr, parentLevel));
        if (node.level() == 0) {
            visitor_->leaf(name, node, first);
            return {};
        }
        std::vector<std::pair<format::ChildNode, uint64_t>> children;
        for (size_t i = 0; i < node.count(); ++i) {
            auto child = TRY(node.child(i));
            const uint64_t next = first + child.itemCount;
            children.emplace_back(std::move(child), std::exchange(first, next));
        }
        // The newest asked comes first.
        std::vector<std::pair<ObjectWant, ObjectFetcher::OnObject>> wants;
        wants.reserve(children.size());
        for (auto &[child, start] : children | std::views::reverse) {
            const ObjectName childName = child.name;
            wants.push_back(wantOf(childName, name, std::move(child), node.level(), start));
        }
        fetcher_.askAll(std::move(wants));
        return {};
    }

    ObjectFetcher &fetcher_;
    const format::TreeKind kind_;
    std::shared_ptr<TreeVisitor> visitor_;
    std::atomic<size_t> pending_ = 0;
};

} // namespace

void visitTree(ObjectFetcher &fetcher, format::TreeKind kind, const ObjectName &root, const ObjectName &parent,
               std::shared_ptr<TreeVisitor> visitor)
{
    std::make_shared<Visit>(fetcher, kind, std::move(visitor))->begin(root, parent);
}

} // namespace backspool::engine
