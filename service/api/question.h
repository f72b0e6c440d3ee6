#pragma once
/// A question that only who holds a content can answer: bytes of it at a place that nobody knows before, under a fresh
/// nonce (docs/protocol.md, "Challenges").
#include "core/cancel_token.h"
#include "protocol/backup_messages.h"
#include "store/object_store.h"

namespace backspool::api {

struct Question
{
    ObjectName content; ///< whose bytes are asked for: a chunk, a version, or the claimed node itself
    QByteArray entry;   ///< name of the file in the claimed directory; empty: the claimed object itself
    QByteArray nonce;
    uint64_t offset = 0;
    uint32_t length = 0;
};

/// Whether a claim for a content of @p size bytes is asked for: large ones always, small ones by chance.
bool isWorthAsking(uint64_t size);
/// For some bytes of @p content, which has @p size bytes. REQUIRES: size > 0.
Question askContent(const ObjectName &content, uint64_t size);
/// For the contents of files of the directory @p root, chosen at random: as many as are worth asking for, at least one
/// and at most @p most; none when it has no file with content. Errors: Damaged, NotFound, Io.
Result<std::vector<Question>> askDirectory(const store::ObjectStore &store, const ObjectName &root, size_t most);
enum class Answered {
    Right,
    Wrong,
    Unknown, ///< the content cannot be read here (any more): that says nothing of who answers
};
/// What @p answer is: right is that of who holds the bytes; compared in constant time. Errors: Io, Cancelled.
Result<Answered> judgeAnswer(const store::ObjectStore &store, const Question &question, QByteArrayView answer,
                             const CancelToken &cancel);

} // namespace backspool::api
