/// Hostile trees: the input is a row of nodes, each a u16 length and its bytes; the first byte of a name says which one
/// it means. The first node is the root.
#include "format/directory_reader.h"

#include <cstdlib>
#include <vector>

using namespace backspool;
using namespace backspool::format;

namespace {

std::vector<QByteArray> nodesIn(QByteArrayView input)
{
    std::vector<QByteArray> nodes;
    ByteReader reader(input, "input");
    while (nodes.size() < 256) {
        const auto size = reader.u16();
        if (!size)
            break;
        nodes.push_back(reader.rest().first(std::min<qsizetype>(*size, reader.remaining())).toByteArray());
        if (!reader.bytes(nodes.back().size()))
            break;
    }
    return nodes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto nodes = nodesIn({data, qsizetype(size)});
    const NodeFetch fetch = [&](const ObjectName &name) -> Result<QByteArray> {
        if (name.data()[0] >= nodes.size())
            return fail(ErrorKind::NotFound, QStringLiteral("no such node"));
        return nodes[name.data()[0]];
    };
    for (const auto &bytes : nodes) {
        const auto node = Node::parse(bytes);
        if (node && node->bytes() != bytes)
            std::abort();
    }
    const ObjectName root;
    // A small tree may stand for more items than anybody can visit: that is the caller's to bound.
    constexpr int kMaxVisits = 10'000;
    for (const auto kind : {TreeKind::Directory, TreeKind::Hints, TreeKind::Extents}) {
        const auto stated = treeItemCount(root, kind, fetch);
        uint64_t visits = 0;
        const auto read = forEachItem(root, kind, fetch, [&](QByteArrayView item) -> Result<bool> {
            if (item.isEmpty())
                std::abort();
            return ++visits < kMaxVisits;
        });
        if (read && visits < kMaxVisits && (!stated || *stated != visits))
            std::abort();
    }
    std::vector<QByteArray> names;
    const auto listed = forEachDirectoryEntry(root, fetch, [&](DirectoryEntry &&entry) -> Result<bool> {
        names.push_back(entry.name);
        return names.size() < kMaxVisits;
    });
    (void)listed;
    for (const auto &name : names)
        (void)findDirectoryEntry(root, name, fetch);
    (void)findItem(root, "m", fetch);
    return 0;
}
