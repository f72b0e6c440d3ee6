#include "backup/cache_fetch.h"

#include "core/logging.h"
#include "read/point_reader.h"
#include "read/tree_visit.h"
#include "transfer/failure.h"

#include <semaphore>

namespace backspool::engine {

namespace {

struct Fetch
{
    ObjectFetcher &fetcher;
    TreeCache &cache;
    const CancelToken &cancel;
    Failure failure;
    CachedRecord rootRecord;
    std::binary_semaphore done{0};
};

/// Leaves of one tree, put together in order once all are there. Nothing is allocated by what the tree merely states.
class Leaves
{
public:
    void add(uint64_t first, const format::Node &node)
    {
        const std::lock_guard lock(mutex_);
        leaves_.try_emplace(first, node);
    }
    /// Once the tree is done. Errors: Damaged (places that do not follow one another).
    Result<std::vector<QByteArrayView>> items() const
    {
        std::vector<QByteArrayView> items;
        for (const auto &[first, node] : leaves_) {
            if (first != items.size())
                return fail(ErrorKind::Damaged, QStringLiteral("the leaves of a tree do not follow one another"));
            for (size_t i = 0; i < node.count(); ++i)
                items.push_back(node.item(i));
        }
        return items;
    }

private:
    std::mutex mutex_;
    std::map<uint64_t, format::Node> leaves_;
};

/// A hint for an entry whose own is lost: says nothing but whether it is a directory, so the file is looked at again.
QByteArray unknownHint(bool isDirectory)
{
    format::Hint hint;
    hint.flags = format::Hint::Racy | (isDirectory ? format::Hint::Directory : 0);
    return hint.encode();
}

/// One folder: fetches its two trees, then its subfolders, then appends its record.
class FolderFetch : public std::enable_shared_from_this<FolderFetch>
{
public:
    /// Where a folder's trees begin and which nodes name them.
    struct Place
    {
        ObjectName directory, directoryParent;
        ObjectName hints, hintsParent; ///< null: none known
    };
    FolderFetch(Fetch &fetch, std::shared_ptr<FolderFetch> parent, size_t indexInParent, Place place)
        : fetch_(fetch), parent_(std::move(parent)), indexInParent_(indexInParent), place_(std::move(place))
    {
    }

    void start()
    {
        pending_ = 1 + !place_.hints.isNull();
        visitTree(fetch_.fetcher, format::TreeKind::Directory, place_.directory, place_.directoryParent,
                  std::make_shared<Part>(shared_from_this(), false));
        if (!place_.hints.isNull())
            visitTree(fetch_.fetcher, format::TreeKind::Hints, place_.hints, place_.hintsParent,
                      std::make_shared<Part>(shared_from_this(), true));
    }

private:
    /// One of the two trees.
    class Part final : public TreeVisitor
    {
    public:
        Part(std::shared_ptr<FolderFetch> folder, bool isHints) : folder_(std::move(folder)), isHints_(isHints) {}
        void leaf(const ObjectName &name, const format::Node &node, uint64_t first) override
        {
            (isHints_ ? folder_->hints_ : folder_->entries_).add(first, node);
            (isHints_ ? folder_->hintLeaves_ : folder_->entryLeaves_).add(first, name);
        }
        void failed(const Error &error) override
        {
            // Hints are only hints; without a part of the tree itself the cache is none.
            if (isHints_ && error.kind() != ErrorKind::Unreachable && error.kind() != ErrorKind::Cancelled)
                folder_->hintsLost_ = true;
            else
                folder_->fetch_.failure.set(error);
        }
        void done() override { folder_->partDone(); }

    private:
        std::shared_ptr<FolderFetch> folder_;
        bool isHints_;
    };

    /// Which leaf holds an item.
    class LeafNames
    {
    public:
        void add(uint64_t first, const ObjectName &name)
        {
            const std::lock_guard lock(mutex_);
            names_[first] = name;
        }
        ObjectName of(uint64_t position) const
        {
            const auto after = names_.upper_bound(position);
            return after == names_.begin() ? ObjectName() : std::prev(after)->second;
        }

    private:
        std::mutex mutex_;
        std::map<uint64_t, ObjectName> names_;
    };

    void partDone()
    {
        if (pending_.fetch_sub(1) != 1)
            return;
        if (!fetch_.cancel.check())
            fetch_.failure.set(Error(ErrorKind::Cancelled, QStringLiteral("stopped on request")));
        const auto read = fetch_.failure.isSet() ? fetch_.failure.check() : readItems();
        if (!read) {
            fetch_.failure.set(read.error());
            items_.clear();
        }
        startChildren();
    }

    Status readItems()
    {
        const auto entries = TRY(entries_.items());
        std::vector<QByteArrayView> hints;
        if (!hintsLost_ && !place_.hints.isNull())
            hints = hints_.items().value_or(std::vector<QByteArrayView>());
        hintsLost_ = hints.size() != entries.size();
        items_.reserve(entries.size());
        format::DirectoryOrder order;
        for (size_t i = 0; i < entries.size(); ++i) {
            Item item{entries[i], hintsLost_ ? QByteArrayView() : hints[i], {}, std::nullopt, {}};
            const auto entry = TRY(format::DirectoryEntry::decode(item.entry));
            TRY(order.check(entry.name));
            const auto hint = hintsLost_ ? Result<format::Hint>(format::Hint{}) : format::Hint::decode(item.hint);
            if (hintsLost_ || !hint || hint->isDirectory() != entry.isDirectory()) {
                item.ownHint = unknownHint(entry.isDirectory());
                item.hint = item.ownHint;
            }
            if (entry.isDirectory()) {
                item.folder = Place{entry.content, entryLeaves_.of(i), {}, {}};
                if (item.ownHint.isEmpty() && !hint->hints.isNull()) {
                    item.folder->hints = hint->hints;
                    item.folder->hintsParent = hintLeaves_.of(i);
                }
            }
            items_.push_back(std::move(item));
        }
        return {};
    }

    void startChildren()
    {
        size_t children = 0;
        for (const auto &item : items_)
            children += item.folder.has_value();
        pending_ = children + 1;
        for (size_t i = items_.size(); i-- > 0;) { // the newest asked comes first
            if (items_[i].folder)
                std::make_shared<FolderFetch>(fetch_, shared_from_this(), i, *items_[i].folder)->start();
        }
        // Level by level, not by recursion: a tree may be thousands of folders deep.
        auto folder = shared_from_this();
        while (folder && folder->pending_.fetch_sub(1) == 1)
            folder = folder->finish();
    }

    /// Tells the parent, which is returned.
    std::shared_ptr<FolderFetch> finish()
    {
        CachedRecord record;
        if (!fetch_.failure.isSet()) {
            std::vector<TreeCache::Item> records;
            records.reserve(items_.size());
            for (const auto &item : items_)
                records.push_back({item.entry, item.hint, item.child});
            const ObjectName hints = hintsLost_ ? ObjectName() : place_.hints;
            if (const auto appended = fetch_.cache.append(place_.directory, hints, records))
                record = *appended;
            else
                fetch_.failure.set(appended.error());
        }
        items_.clear();
        if (parent_) {
            parent_->items_[indexInParent_].child = record;
        } else {
            fetch_.rootRecord = record;
            fetch_.done.release();
        }
        return std::exchange(parent_, nullptr);
    }

    struct Item
    {
        QByteArrayView entry, hint;
        QByteArray ownHint; ///< where the stored one is lost
        std::optional<Place> folder;
        CachedRecord child;
    };

    Fetch &fetch_;
    std::shared_ptr<FolderFetch> parent_;
    const size_t indexInParent_;
    const Place place_;
    std::atomic<size_t> pending_ = 0;
    std::atomic<bool> hintsLost_ = false;
    Leaves entries_, hints_;
    LeafNames entryLeaves_, hintLeaves_;
    std::vector<Item> items_;
};

} // namespace

Status fetchCache(protocol::ClientConnection &connection, const codec::Digester &digester, PointId point,
                  TreeCache &cache, const CancelToken &cancel)
{
    ConnectedService service(connection);
    const auto record = TRY(service.point(point));
    TRY(cache.beginUpdate());

    ObjectFetcher fetcher(service, digester);
    Fetch fetch{.fetcher = fetcher, .cache = cache, .cancel = cancel};
    std::make_shared<FolderFetch>(fetch, nullptr, 0,
                                  FolderFetch::Place{record.root.content, {}, record.rootHint.hints, {}})
        ->start();
    fetch.done.acquire();
    fetcher.threads().waitUntilIdle(); // the thread that said so may still be on its way out of what is above
    TRY(fetch.failure.check());

    CachedPoint cached;
    cached.point = record.point;
    cached.started = record.started;
    cached.rootEntry = record.root.encode();
    cached.rootHint = record.rootHint.encode();
    cached.rootRecord = fetch.rootRecord;
    cached.items = record.statistics.files + record.statistics.directories;
    cached.users = record.users;
    cached.groups = record.groups;
    return cache.commit(cached);
}

} // namespace backspool::engine
