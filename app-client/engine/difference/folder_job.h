#pragma once
/// One folder of a backup, from its listing to its node (seed: file differencing module 330).
///
/// 1. scan: list, look at each entry, compare with the cached folder. Folders in it become jobs of their own.
/// 2. candidates: the service says which New files it may hold (only where it has records at all).
/// 3. content: read what has to be read. Candidates are only digested.
/// 4. settle, when the folders beneath are done: candidates are claimed, the whole folder first; what the service does
///    not hold is sent after all.
/// 5. finish: the nodes; the parent is told.
/// Steps run in the workers of the WalkQueue; between them the job waits for the service or for its children without a
/// thread.
#include "active/postgresql/cluster_capture.h"
#include "core/file_descriptor.h"
#include "difference/walk_context.h"
#include "files/file_system_id.h"
#include "format/node_tree.h"

#include <memory>

namespace backspool::engine {

/// What a folder tells its parent.
struct FolderResult
{
    QByteArray entry; ///< its directory entry
    QByteArray hint;
    CachedRecord record; ///< in the new cache
};

/// An entry that is not as it was.
struct ItemDraft
{
    format::DirectoryEntry entry;
    format::Hint hint;
    FileStatus status;      ///< files: when the content was read, so that a proof can tell whether it still holds
    bool isNew = false;     ///< no file of this name was in the last point
    bool isCounted = false; ///< as new or redundant, by its FileOutcome
    bool wasSent = false;   ///< content went to the sink: the service cannot know the folder
    bool isSettled = false; ///< content is with the service, or was in the last point
    std::atomic<bool> isRefused = false;
    CachedRecord record;              ///< folders: in the new cache
    QByteArray entryBytes, hintBytes; ///< once sealed
};

class FolderJob : public std::enable_shared_from_this<FolderJob>
{
public:
    using OnDone = std::function<void(FolderResult)>;

    /// What the last point knew of the folder.
    struct Cached
    {
        QByteArray entry, hint;
        CachedRecord record;
        format::FileSystemId fileSystem{};
    };

    /// The job of "/". @p onDone is called once, in a worker; not at all when the failure is set.
    static std::shared_ptr<FolderJob> makeRoot(WalkContext &context, std::shared_ptr<const SelectionTree> selection,
                                               std::optional<Cached> cached, OnDone onDone);
    void scan();

private:
    struct Item
    {
        enum class State : uint8_t {
            Unchanged, ///< as cached, a folder with all that is beneath: the cached bytes are used
            Ready,     ///< entry and hint are final
            Read,      ///< content is to be read
            Candidate, ///< the service may hold the content: digest, then claim
            Folder     ///< a job of its own
        };
        QByteArray name;
        State state = State::Ready;
        bool isGrouped = false; ///< read with its group; may be of a name that there is no file of
        const CachedFolder::Entry *cached = nullptr;
        std::unique_ptr<ItemDraft> draft; ///< null where Unchanged
    };

    explicit FolderJob(WalkContext &context) : context_(context) {}

    // folder_scan.cpp
    Status open();
    bool loadCached();
    Status listEntries();
    void scanEntry(const QByteArray &name, const CachedFolder::Entry *cached);
    void scanKnownEntry(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached);
    void scanFolder(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached);
    void scanFile(Item &item, const FileStatus &status);
    Status fillDraft(Item &item, const FileStatus &status);
    Status fillDraft(Item &item, const FileStatus &status, Attributes attributes);
    const SelectionTree *selectedChild(const QByteArray &name) const;
    static bool isUnchanged(const CachedFolder::Entry &cached, const FileStatus &status);
    void claimUnchanged(Item &item, const FileStatus &status);
    void begin();
    std::vector<size_t> childrenOf(int phase) const;
    void startChildren(const std::vector<size_t> &children);
    void startChild(size_t index);

    // folder_exclusion.cpp
    bool isLeftOut();
    bool mayLeaveOutContent() const;
    void leaveOutCache(std::vector<QByteArray> &names);
    bool leavesOut(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached);
    // folder_log.cpp
    void consultLog();
    bool canGoByLog() const;
    void listByLog();
    bool isQuiet(const CachedFolder::Entry &cached) const;
    bool isQuiet(const CachedFolder::Entry &cached, const FileStatus &status) const;
    void keepEntry(const CachedFolder::Entry &cached);
    void countKept(const Item &item);
    bool isOverlooked(const QByteArray &name, const format::FileTime &changed) const;
    void checkEntry(const Item &item) const;
    void checkDeleted(const CachedFolder::Entry &cached) const;
    void checkFolder(const format::DirectoryEntry &entry) const;

    // folder_carry.cpp
    void skip(const QByteArray &path, const QString &reason);
    void carryEntry(const QByteArray &name, const CachedFolder::Entry *cached, const QString &reason);
    void countDeleted(const CachedFolder::Entry &entry);
    void unreadable(const Error &error);
    void cacheFailed(const Error &error);
    std::optional<CachedRecord> orNone(const Result<CachedRecord> &record);

    // folder_content.cpp
    void askCandidates();
    void readContents();
    /// @p captured: its content, as it was when its group was captured; null: its own.
    void readItem(Item &item, const CapturedFile *captured = nullptr);
    Result<Content> readCaptured(Item &item, const CapturedFile &captured);
    Result<Content> readStable(Item &item, bool digestOnly);
    Result<Content> readOnce(Item &item, const FileContent &file, const FileStatus &status, bool digestOnly);
    Result<Content> readAll(Item &item, const FileContent &file, const FileStatus &status,
                            const std::optional<ChangedRegions> &regions = {}, bool isShadowed = false);
    std::shared_ptr<Outcome> outcomeOf(Item &item);
    void settle();
    void offerFolder();
    void claimFiles();
    void sendRefused();

    // folder_quiescence.cpp
    bool isRestless(const Item &item) const;
    void putOff(std::vector<size_t> items);
    void readPutOff(const std::vector<size_t> &items);
    void readAll(const std::vector<size_t> &items);

    // folder_groups.cpp
    void findItemGroups();
    static bool isFile(const Item &item);
    bool isOfNoMoment();
    void readGroups();
    void readGroup(const FileGroup &group);
    void takeCaptured(Item &item, const CapturedFile &file, const format::FileTime &racyFrom);
    void markInconsistent(Item *item);
    void nameInconsistent(Item &item, const QString &reason);

    // folder_cluster.cpp
    void beginCluster(const std::vector<QByteArray> &names);
    void arrangeCluster(std::vector<QByteArray> &names);
    bool isClusterRoot() const { return cluster_ && clusterPath_.isEmpty(); }
    bool isClusterFile(QByteArrayView name) const;
    void leftOutOfCluster(const QByteArray &name);
    int phaseOf(const Item &item) const;
    bool startNextPhase();
    void endCluster();
    void readControlFile();
    void takeClusterFile(QByteArrayView name, const Result<CapturedFile> &file);
    // folder_shadow.cpp
    Result<Content> readByShadow(Item &item, FileDescriptor frozen, const FileStatus &status);
    Result<std::optional<Content>> readChanges(Item &item, int frozen, const FileStatus &status,
                                               const BaseVersion &base, std::optional<ShadowFiles::Changes> &changes);
    // folder_difference.cpp
    Result<std::optional<Content>> readByLeaves(Item &item, const FileContent &file, const FileStatus &status);
    Result<std::optional<Content>> readDifference(Item &item, const FileContent &file, const FileStatus &status,
                                                  const std::optional<ChangedRegions> &regions);
    std::optional<ChangedRegions> loggedRegions(const Item &item, const FileStatus &status) const;
    std::optional<BaseVersion> findBase(const Item &item, const FileStatus &status);
    std::optional<BaseVersion> baseOfMoved(const FileStatus &status);
    std::optional<BaseVersion> baseOfAlike(const QByteArray &name, const FileStatus &status) const;

    // folder_proof.cpp
    ClaimQueue::Prover fileProver(const QByteArray &name, const FileStatus &digested);
    ClaimQueue::Prover folderProver(const ObjectName &root);
    QByteArray proveNode(const ObjectName &root, const protocol::Challenge &challenge) const;
    QByteArray proveEntry(const protocol::Challenge &challenge) const;
    std::optional<FileStatus> digestedStatus(const Item &item) const;
    QByteArray prove(const QByteArray &name, const FileStatus &digested, const protocol::Challenge &challenge) const;

    // folder_finish.cpp
    void partDone();
    void childDone(size_t index, FolderResult result);
    void finish();
    void sealItem(Item &item);
    ObjectName buildDirectory(const format::NodeTreeBuilder::Emit &emit) const;
    ObjectName buildHints(const format::NodeTreeBuilder::Emit &emit) const;
    QByteArrayView entryOf(const Item &item) const;
    QByteArrayView hintOf(const Item &item) const;
    void countItem(const Item &item);
    void narrowAccess();
    void deliver(const ObjectName &node, const ObjectName &hints, const CachedRecord &record);

    WalkContext &context_;
    std::shared_ptr<FolderJob> parent_;
    OnDone onDone_;
    size_t indexInParent_ = 0;
    QByteArray name_;
    QByteArray path_;
    std::shared_ptr<const SelectionTree> selection_;
    std::optional<Cached> cached_;
    std::optional<CachedFolder> cachedFolder_;
    bool hintsHold_ = false; ///< hints of the cached folder are of this file system

    FileDescriptor folder_;
    FileStatus status_;
    uint64_t parentDevice_ = 0;
    format::FileSystemId fileSystem_{};
    bool startsFileSystem_ = false;
    bool leavesOutContent_ = false; ///< of what was in it, nothing counts as deleted
    std::vector<format::Attribute> attributes_;

    std::vector<Item> items_;                          ///< in order of their names
    std::optional<GroupKind> server_;                  ///< of a database, whose data folder it is
    bool wasServed_ = false;                           ///< when the folder was listed
    std::vector<FileGroup> groups_;                    ///< of some of them
    std::chrono::steady_clock::time_point giveUpAt_{}; ///< for files to be left alone
    std::shared_ptr<ClusterCapture> cluster_;          ///< where it is, or is in, a data folder in backup mode
    QByteArray clusterPath_;                           ///< in that; empty: it is that
    QString clusterProblem_;                           ///< why it is not in backup mode
    int phase_ = 0;                                    ///< its folders are not all begun at once
    std::atomic<size_t> pending_ = 0;                  ///< children, and the content of this folder
    std::atomic<size_t> claimsPending_ = 0;
    bool offered_ = false; ///< the service holds the whole directory already
    /// The last point has it at this very path: what is unchanged needs no claim, the base of the new point vouches for
    /// it.
    bool isInPlace_ = false;
    /// The last point has it at this very path, it is the same folder, and the write log knows what has changed in it.
    bool logHolds_ = false;
    bool isUnsettled_ = false;                    ///< the last point says that it is to be looked at again
    const ChangedSet::Folder *changes_ = nullptr; ///< where logHolds_; null: nothing has
    bool isRestless_ = false; ///< something of it was left out: it is looked at again whatever the log says
};

} // namespace backspool::engine
