#pragma once
/// What is done where something is in the way of what is to be restored: the rules, as values.
#include <QString>

#include <cstdint>

namespace backspool::engine {

/// What the user wants.
enum class OnConflict : uint8_t { Skip, Overwrite, KeepBoth };

/// What is where a file (or link, or special file) is to be.
enum class Presence : uint8_t {
    Absent,
    Same,          ///< content and metadata are right
    OtherMetadata, ///< the content is right
    Different,     ///< something else that is no folder
    Folder
};

/// What becomes of one entry.
enum class RestoreAction : uint8_t {
    Create,
    Leave,       ///< it is right already
    SetMetadata, ///< content stays, metadata is set
    Replace,
    Beside, ///< under a name of its own, next to what is there
    Merge,  ///< folders: what is there stays, and what is restored comes to it
    Skip
};

struct ConflictDecision
{
    RestoreAction action = RestoreAction::Create;
    QString reason; ///< of Skip
};

/// For anything but a folder.
ConflictDecision decideFile(Presence presence, OnConflict onConflict);
/// For a folder; Same and OtherMetadata do not occur.
ConflictDecision decideFolder(Presence presence, OnConflict onConflict);

/// A word for each, as output has it: "create", "leave", "set-metadata", "replace", "beside", "merge", "skip".
QString actionName(RestoreAction action);

} // namespace backspool::engine
