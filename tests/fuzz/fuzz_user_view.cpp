/// What a user is shown of a hostile node: it is a node again, with the same names, and what is withheld is not in it.
/// And what programs of users say first.
#include "attach/local_messages.h"
#include "attach/user_view.h"
#include "format/directory_entry.h"
#include "read/withheld_entry.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::engine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto greeting = Attach::decode(bytes); greeting && greeting->encode() != bytes)
        std::abort();
    std::ignore = Attached::decode(bytes);
    static const UserView view({.uid = 1, .groups = {2, 3}}, codec::SecretKey());
    const auto stored = format::Node::parse(bytes);
    if (!stored)
        return 0;
    const auto shown = view.node(*stored);
    if (!shown)
        return 0;
    const auto node = format::Node::parse(*shown);
    if (!node || node->kind() != stored->kind() || node->level() != stored->level() || node->count() != stored->count())
        std::abort();
    if (node->kind() != format::TreeKind::Directory || node->level() > 0)
        return 0;
    for (size_t i = 0; i < node->count(); ++i) {
        const auto before = format::DirectoryEntry::decode(stored->item(i)),
                   after = format::DirectoryEntry::decode(node->item(i));
        if (!before || !after || before->name != after->name || before->mode != after->mode)
            std::abort();
        if (!before->content.isNull() && !view.mayHaveContent(*before) &&
            (!isWithheld(*after) || after->content == before->content))
            std::abort();
    }
    return 0;
}
