#include "difference/cached_status.h"
#include "difference/folder_job.h"
#include "files/open_file.h"

namespace backspool::engine {

// The service may ask for bytes of what this folder says that it holds, and of nothing else: a challenge names no path,
// but picks one of the folder's own items, which is opened by the name that the listing had.

ClaimQueue::Prover FolderJob::fileProver(const QByteArray &name, const FileStatus &digested)
{
    return [self = shared_from_this(), name, digested](const protocol::Challenge &challenge) {
        return challenge.entry.isEmpty() ? self->prove(name, digested, challenge) : QByteArray();
    };
}

/// For a claim of the whole folder, whose directory has the node @p root.
ClaimQueue::Prover FolderJob::folderProver(const ObjectName &root)
{
    return [self = shared_from_this(), root](const protocol::Challenge &challenge) {
        return challenge.entry.isEmpty() ? self->proveNode(root, challenge) : self->proveEntry(challenge);
    };
}

QByteArray FolderJob::proveNode(const ObjectName &root, const protocol::Challenge &challenge) const
{
    QByteArray node;
    buildDirectory([&](const ObjectName &name, const QByteArray &bytes) {
        if (name == root)
            node = bytes;
    });
    if (!challenge.isAnswerable(uint64_t(node.size())))
        return {};
    return codec::Digester::proof(challenge.nonce,
                                  QByteArrayView(node).sliced(qsizetype(challenge.offset), challenge.length));
}

QByteArray FolderJob::proveEntry(const protocol::Challenge &challenge) const
{
    const auto item = std::ranges::lower_bound(items_, challenge.entry, {}, &Item::name);
    if (item == items_.end() || item->name != challenge.entry)
        return {};
    const auto digested = digestedStatus(*item);
    return digested ? prove(item->name, *digested, challenge) : QByteArray();
}

/// What the file's status was when the content that the folder's entry names was digested; nothing for what has no
/// content.
std::optional<FileStatus> FolderJob::digestedStatus(const Item &item) const
{
    if (item.draft) {
        const bool hasContent = item.draft->entry.type == format::FileType::File && item.draft->entry.size > 0;
        return hasContent ? std::optional(item.draft->status) : std::nullopt;
    }
    if (!item.cached)
        return std::nullopt; // it went, or could not be read
    const auto entry = cachedStatus(item.cached->entry);
    const auto hint = format::Hint::decode(item.cached->hint);
    if (!entry || !hint || entry->type != format::FileType::File || entry->size == 0)
        return std::nullopt;
    FileStatus status;
    status.size = entry->size;
    status.modified = entry->modified;
    status.inode = hint->inode;
    status.changed = hint->changed;
    return status;
}

/// The answer; empty when the content may be another by now (a wrong one would cost the service's trust), or when fewer
/// bytes are asked for than may be answered for.
QByteArray FolderJob::prove(const QByteArray &name, const FileStatus &digested,
                            const protocol::Challenge &challenge) const
{
    if (!challenge.isAnswerable(digested.size))
        return {};
    const auto file = openFileAt(folder_.get(), name);
    const auto isAsDigested = [&] {
        const auto now = file ? statusOf(file->get()) : Result<FileStatus>(fail(file.error()));
        return now && now->type == format::FileType::File && now->sameContentAs(digested);
    };
    if (!isAsDigested())
        return {};
    auto answer = ContentReader::prove(file->get(), challenge);
    return isAsDigested() ? std::move(answer) : QByteArray();
}

} // namespace backspool::engine
