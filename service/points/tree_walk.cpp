#include "points/tree_walk.h"

#include "codec/signature.h"
#include "format/hint.h"
#include "format/version_record.h"
#include "points/frame_stack.h"
#include "points/tree_cursor.h"

namespace backspool::points {

using format::DirectoryEntry;
using format::Hint;
using format::ObjectKind;
using format::TreeKind;

namespace {

/// One directory on the way down: its tree and its hints, kept in step by the places of their items. Either may be
/// passed over in part or whole.
struct Frame
{
    Frame(const store::ObjectStore &store, const ObjectName &directory, bool walksEntries, const ObjectName &hints,
          qsizetype pathSize)
        : directory(directory), entries(store, TreeKind::Directory, walksEntries ? directory : ObjectName()),
          hints(store, TreeKind::Hints, hints), pathSize(pathSize)
    {
    }

    ObjectName directory; ///< null: not known
    TreeCursor entries;
    TreeCursor hints;
    qsizetype pathSize; ///< of the walk's path while it is here
    bool entriesEnded = false;
    bool hintsEnded = false;
    std::optional<DirectoryEntry> entry; ///< the next one that is walked
    std::optional<Hint> hint;
    uint64_t entryPosition = 0;
    uint64_t hintPosition = 0;

    void park()
    {
        entries.park();
        hints.park();
    }
    ByteCount loadedBytes() const { return entries.loadedBytes() + hints.loadedBytes(); }
};

class PointWalk final : private NodeGate
{
public:
    PointWalk(const store::ObjectStore &store, TreeVisitor &visitor, const CancelToken &cancel)
        : store_(store), visitor_(visitor), cancel_(cancel), wantsPaths_(visitor.wantsPaths())
    {
    }

    Status run(const ObjectName &root, const ObjectName &hints)
    {
        push(root, true, hints);
        while (!frames_.isEmpty()) {
            TRY(cancel_.check());
            TRY(step(frames_.top()));
        }
        return {};
    }

    Status runContent(const format::FileContent &content, QByteArrayView path)
    {
        path_ = path.toByteArray();
        return visitContent(content.signature, content.size);
    }

private:
    Result<std::optional<uint8_t>> enter(const ObjectName &name, uint8_t) override
    {
        if (!TRY(visitor_.object(name, ObjectKind::Node, path())))
            return std::nullopt;
        return uint8_t(0);
    }
    Status unreadable(const ObjectName &name, const Error &error) override
    {
        return visitor_.unreadable(name, path(), error);
    }
    void left(const ObjectName &name) override { visitor_.left(name); }

    QByteArrayView path() const { return path_.isEmpty() ? QByteArrayView("/") : QByteArrayView(path_); }
    void push(const ObjectName &directory, bool walksEntries, const ObjectName &hints)
    {
        frames_.push(std::make_unique<Frame>(store_, directory, walksEntries, hints, path_.size()));
    }
    void addToPath(QByteArrayView name)
    {
        if (wantsPaths_)
            path_.append('/').append(name);
    }

    Status step(Frame &frame)
    {
        path_.truncate(frame.pathSize);
        TRY(fetchEntry(frame));
        TRY(fetchHint(frame));
        if (!frame.entry && !frame.hint) {
            frames_.pop();
            return {};
        }
        const bool takesEntry = frame.entry && (!frame.hint || frame.entryPosition <= frame.hintPosition);
        const bool takesHint = frame.hint && (!frame.entry || frame.hintPosition <= frame.entryPosition);
        const auto hint = takesHint ? std::exchange(frame.hint, std::nullopt) : std::nullopt;
        const auto hints = hint ? hint->hints : ObjectName();
        if (takesEntry)
            return visitEntry(*std::exchange(frame.entry, std::nullopt), hints);
        return hints.isNull() ? Status() : visitHints(frame, hints);
    }

    Status fetchEntry(Frame &frame)
    {
        while (!frame.entry && !frame.entriesEnded) {
            if (!TRY(frame.entries.next(*this))) {
                frame.entriesEnded = true;
                break;
            }
            auto entry = DirectoryEntry::decode(frame.entries.item());
            if (!entry) {
                TRY(visitor_.unreadable(frame.entries.nodeName(), path(), entry.error()));
                continue;
            }
            frame.entry = *std::move(entry);
            frame.entryPosition = frame.entries.position();
        }
        return {};
    }

    Status fetchHint(Frame &frame)
    {
        while (!frame.hint && !frame.hintsEnded) {
            if (!TRY(frame.hints.next(*this))) {
                frame.hintsEnded = true;
                break;
            }
            auto hint = Hint::decode(frame.hints.item());
            if (!hint) {
                TRY(visitor_.unreadable(frame.hints.nodeName(), path(), hint.error()));
                continue;
            }
            frame.hint = *std::move(hint);
            frame.hintPosition = frame.hints.position();
        }
        return {};
    }

    Status visitEntry(const DirectoryEntry &entry, const ObjectName &hints)
    {
        TRY(visitor_.entry(entry, path()));
        addToPath(entry.name);
        if (entry.isDirectory())
            push(entry.content, true, hints);
        else if (entry.type == format::FileType::File && entry.size > 0)
            return visitContent(entry.content, entry.size);
        return {};
    }

    /// Hints beneath a directory whose own tree is passed over here.
    Status visitHints(const Frame &frame, const ObjectName &hints)
    {
        ObjectName directory;
        if (wantsPaths_ && !frame.directory.isNull()) {
            const auto item = entryAt(store_, frame.directory, frame.hintPosition);
            const auto entry = item ? DirectoryEntry::decode(*item) : std::unexpected(item.error());
            if (entry && entry->isDirectory()) {
                directory = entry->content;
                addToPath(entry->name);
            }
        }
        push(directory, false, hints);
        return {};
    }

    Status visitContent(const ObjectName &content, uint64_t size)
    {
        if (size <= uint64_t(codec::kLeafSize))
            return visitChunk(content);
        if (!TRY(visitor_.object(content, ObjectKind::Version, path())))
            return {};
        TRY(visitExtents(content, size));
        visitor_.left(content);
        return {};
    }

    Status visitChunk(const ObjectName &chunk)
    {
        TRY(visitor_.object(chunk, ObjectKind::Chunk, path()));
        return {};
    }

    Result<format::VersionRecord> readVersion(const ObjectName &version, uint64_t size) const
    {
        auto record = TRY(format::VersionRecord::decode(TRY(store_.readNode(version))));
        if (record.size != size)
            return fail(ErrorKind::Damaged,
                        QStringLiteral("the version has %1 bytes, its file %2").arg(record.size).arg(size));
        return record;
    }

    Status visitExtents(const ObjectName &version, uint64_t size)
    {
        const auto record = readVersion(version, size);
        if (!record)
            return visitor_.unreadable(version, path(), record.error());
        for (const auto &extent : record->inlineExtents) {
            if (!extent.isHole())
                TRY(visitChunk(extent.chunk));
        }
        TreeCursor extents(store_, TreeKind::Extents, record->extentTree);
        while (TRY(extents.next(*this))) {
            TRY(cancel_.check());
            const auto extent = format::Extent::decode(extents.item());
            if (!extent)
                TRY(visitor_.unreadable(extents.nodeName(), path(), extent.error()));
            else if (!extent->isHole())
                TRY(visitChunk(extent->chunk));
        }
        return {};
    }

    const store::ObjectStore &store_;
    TreeVisitor &visitor_;
    const CancelToken &cancel_;
    const bool wantsPaths_;
    FrameStack<Frame> frames_;
    QByteArray path_; ///< empty: the top
};

} // namespace

Status walkPoint(const store::ObjectStore &store, const ObjectName &root, const ObjectName &hints, TreeVisitor &visitor,
                 const CancelToken &cancel)
{
    return PointWalk(store, visitor, cancel).run(root, hints);
}

Status walkContent(const store::ObjectStore &store, const format::FileContent &content, QByteArrayView path,
                   TreeVisitor &visitor, const CancelToken &cancel)
{
    if (content.isEmpty())
        return {};
    return PointWalk(store, visitor, cancel).runContent(content, path);
}

} // namespace backspool::points
