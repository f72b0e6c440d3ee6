#include "format/leaf_node.h"

namespace backspool::format {

QByteArray encodeLeaf(TreeKind kind, const std::vector<QByteArray> &items)
{
    ByteWriter writer;
    writer.u8(uint8_t(kind)).u8(0);
    for (const auto &item : items)
        writer.sizedBytes(item);
    return writer.take();
}

} // namespace backspool::format
