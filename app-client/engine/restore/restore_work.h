#pragma once
/// The parts of one running restore. Private to the folder: restore_run.h is what others see.
///
/// A folder is visited leaf by leaf as its nodes come; each entry is looked at, decided on and begun at once, and files
/// are finished when their content comes. A folder is done when everything in it is: then it gets its own metadata, and
/// its parent is told. Files with several names are put off to the end (linked_files.h).
#include "core/cancel_token.h"
#include "difference/known_contents.h"
#include "files/attributes.h"
#include "read/content_fetch.h"
#include "read/tree_visit.h"
#include "restore/existing_database.h"
#include "restore/file_systems.h"
#include "restore/job_count.h"
#include "restore/open_folders.h"
#include "restore/owner_map.h"
#include "restore/placement.h"
#include "restore/restore_report.h"
#include "restore/temporaries.h"
#include "restore/undo_journal.h"
#include "transfer/failure.h"

#include <map>
#include <optional>

namespace backspool::engine {

/// One entry and where it goes. Not for folders.
struct RestoreEntry
{
    std::shared_ptr<TargetFolder> folder;
    format::DirectoryEntry entry;
    ObjectName leaf;       ///< the node that holds the entry
    uint64_t position = 0; ///< among the entries of its folder in the point
    /// Places of the folders that lead to it from where the hints of its target folder begin, when that is not the
    /// folder that it is in in the point.
    std::vector<uint64_t> lead = {};
    /// A log of a database that was asked for, and comes with it.
    bool isCompanion = false;

    QByteArray path(const QByteArray &name) const;
};

/// What is where an entry is to be.
struct ExistingEntry
{
    Presence presence = Presence::Absent;
    FileStatus status; ///< unless Absent
};

/// What is done with an entry, and under which name.
struct EntryPlan
{
    ConflictDecision decision;
    QByteArray name;
    ExistingEntry existing; ///< under that name
};

class RestoreWork
{
public:
    /// All of them outlive the work.
    struct Parts
    {
        ObjectFetcher &fetcher;
        ContentFetch &contents;
        const Verifier &verifier;
        const format::PointRecord &record;
        const OwnerMap &owners;
        const KnownContents &known;
        KnownContentsWriter *knownWriter; ///< null: dry run
        Temporaries *temporaries;         ///< null: dry run
        RestoreTally &tally;
        const CancelToken &cancel;
        OnConflict onConflict = OnConflict::Skip;
        size_t mostOpenFolders = 0;
        WallTime now{};                ///< when it began; names what is kept aside
        UndoJournal *undo = nullptr;   ///< null: what is replaced is gone
        std::optional<FileStatus> own; ///< of the folder of the agent's state
    };
    explicit RestoreWork(const Parts &parts) : parts_(parts), folders_(parts.mostOpenFolders) {}

    bool isDryRun() const { return !parts_.temporaries; }
    const Parts &parts() const { return parts_; }
    JobCount &jobs() { return jobs_; }
    OpenFolders &folders() { return folders_; }
    FileSystems &fileSystems() { return fileSystems_; }
    Failure &failure() { return failure_; }

    // restore_folders.cpp
    /// Begins the visit of all that is in @p folder, whose entry the node @p leaf holds (null: a root of the point).
    void visit(const std::shared_ptr<TargetFolder> &folder, const ObjectName &leaf);
    /// Opens (and, when need be, makes) the folder and those that it is in. False: it is refused, and that was said.
    bool open(TargetFolder &folder);
    /// The folder that was opened as @p file is @p folder from now on.
    Status enter(TargetFolder &folder, FileDescriptor file);
    /// One of the things that @p folder waited for is done; when it was the last, the folder is, too.
    void release(std::shared_ptr<TargetFolder> folder);

    // restore_entries.cpp
    /// Where the entry is in the end; nullopt: nowhere.
    using OnPlaced = std::function<void(std::optional<QByteArray> name)>;
    /// Begins what is to be done with the entry; takes one of the folder's pending for it.
    void restore(const RestoreEntry &entry, const OnPlaced &onPlaced = {});
    /// The same for an entry whose folder is not visited, and may not be open.
    void restoreSingle(const RestoreEntry &entry);
    Result<EntryPlan> plan(const RestoreEntry &entry);
    /// A temporary's name for @p folder, which is in the journal before.
    Result<QByteArray> temporaryIn(TargetFolder &folder) const;
    /// Notes the finished file for the next backup.
    void noteKnown(const RestoreEntry &entry, const FileStatus &status);
    void incomplete(const QByteArray &path, const QStringList &problems);
    void failed(const QByteArray &path, const Error &error);

    // linked_files.cpp
    /// The entries that were put off, with a pending of their folders each.
    std::vector<RestoreEntry> takeLinked();
    void putOff(const RestoreEntry &entry);

    // put_off_logs.cpp
    /// Whether @p entry may be a log, and what is in its folder matter to it: then it is put off.
    bool isToPutOff(const RestoreEntry &entry) const;
    void putOffLog(const RestoreEntry &entry);
    std::vector<RestoreEntry> takeLogs();
    /// What @p plan means for logs of @p entry, if what is there is a database.
    void noteDatabase(const RestoreEntry &entry, const EntryPlan &plan);
    /// @p entry could not be placed: what is there stays.
    void noteUnplaced(const RestoreEntry &entry);
    /// Where the database went that was to be at @p path: another name; empty: nowhere, the user's is there; nullopt:
    /// to its own name, or it is no database.
    std::optional<QByteArray> placeOfDatabase(const QByteArray &path);
    /// Databases that were right already, while others' logs are to be overwritten; with a pending of their folders.
    std::vector<std::pair<std::shared_ptr<TargetFolder>, QByteArray>> takeRightDatabases();
    /// keepAside() in the open folder @p file, noted so that it can be undone.
    Result<KeptAside> keepDatabase(int file, const TargetFolder &folder, const QByteArray &database, bool withDatabase,
                                   const std::vector<QByteArray> &except = {});
    void tellKept(const TargetFolder &folder, const KeptAside &kept);

    // undo_notes.cpp
    /// Gives what is called @p temporary in the open folder @p folder the name @p name. What is replaced so is kept
    /// aside where the restore can be undone. Errors: those of place().
    Status putInPlace(int folder, const TargetFolder &in, const QByteArray &temporary, const QByteArray &name,
                      Overwriting overwriting);
    /// What was called @p name, kept aside.
    struct Kept
    {
        QByteArray aside;          ///< empty: nothing was there
        bool isStillThere = false; ///< it has its own name as well
    };
    Result<Kept> keep(int folder, const TargetFolder &in, const QByteArray &name);
    /// It was not replaced after all.
    static void letBack(int folder, const QByteArray &name, const Kept &kept);
    /// The entry is there, under @p name, and as @p status says.
    void notePlaced(const RestoreEntry &entry, const QByteArray &name, const FileStatus &status);
    void noteMade(const TargetFolder &folder, const FileStatus &status);
    /// The metadata of the open file @p file was set; before, it was @p before and @p attributes.
    void noteMetadata(const QByteArray &path, int file, const FileStatus &before,
                      const std::optional<Attributes> &attributes);
    /// For noteMetadata(); nothing where nobody wants it, or it cannot be read.
    std::optional<Attributes> attributesBefore(int file) const;

    // existing_entry.cpp
    /// What @p name is in @p folder, which is open as @p file.
    ExistingEntry existing(const TargetFolder &folder, int file, const QByteArray &name,
                           const format::DirectoryEntry &entry) const;

private:
    void noteStep(const UndoStep &step);
    Status openIn(TargetFolder &folder, TargetFolder &parent);
    Status makeIn(TargetFolder &folder, TargetFolder &parent, int parentFile, bool replace);
    Status placeKeeping(const TargetFolder &folder, const TargetFolder &parent, int parentFile,
                        const QByteArray &temporary);
    void finish(TargetFolder &folder);
    void setExisting(const RestoreEntry &entry, const EntryPlan &plan, const OnPlaced &onPlaced);
    void makeSpecialFile(const RestoreEntry &entry, const EntryPlan &plan, const OnPlaced &onPlaced);
    Presence compareContent(const TargetFolder &folder, int file, const QByteArray &name, const FileStatus &status,
                            const format::DirectoryEntry &entry) const;

    const Parts parts_;
    JobCount jobs_;
    OpenFolders folders_;
    FileSystems fileSystems_;
    Failure failure_;
    std::mutex mutex_; ///< guards what follows
    std::vector<RestoreEntry> linked_;
    std::vector<RestoreEntry> logs_;
    std::map<QByteArray, QByteArray> databases_; ///< see placeOfDatabase()
    std::vector<std::pair<std::shared_ptr<TargetFolder>, QByteArray>> rightDatabases_;
};

} // namespace backspool::engine
