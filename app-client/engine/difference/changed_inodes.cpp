#include "difference/changed_inodes.h"

#include "files/file_status.h"
#include "format/hint.h"

namespace backspool::engine {

Status addPlacesOfInodes(const TreeCache &cache, ChangedSet &changes)
{
    if (changes.inodes().empty() || cache.isEmpty())
        return {};
    struct Todo
    {
        QByteArray path;
        uint64_t record;
    };
    std::vector<Todo> todo = {{QByteArrayLiteral("/"), cache.point().rootRecord.offset}};
    while (!todo.empty()) {
        const auto [path, record] = std::move(todo.back());
        todo.pop_back();
        if (record == 0)
            continue; // restless: looked at in any case
        const auto folder = TRY(cache.read(record));
        for (const auto &entry : folder.entries()) {
            const auto hint = format::Hint::decode(entry.hint);
            if (hint && hint->isDirectory())
                todo.push_back({joinPath(path, entry.name), entry.child.offset});
            else if (!hint || changes.inodes().contains(hint->inode))
                changes.addEntry(path, entry.name.toByteArray());
        }
    }
    return {};
}

} // namespace backspool::engine
