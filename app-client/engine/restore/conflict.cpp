#include "restore/conflict.h"

namespace backspool::engine {

ConflictDecision decideFile(Presence presence, OnConflict onConflict)
{
    switch (presence) {
    case Presence::Absent:
        return {RestoreAction::Create, {}};
    case Presence::Same:
        return {RestoreAction::Leave, {}};
    case Presence::OtherMetadata:
        if (onConflict == OnConflict::Overwrite)
            return {RestoreAction::SetMetadata, {}};
        return {RestoreAction::Skip,
                QStringLiteral("it exists with the same content and other permissions, owner, attributes or times")};
    case Presence::Different:
        if (onConflict == OnConflict::Overwrite)
            return {RestoreAction::Replace, {}};
        if (onConflict == OnConflict::KeepBoth)
            return {RestoreAction::Beside, {}};
        return {RestoreAction::Skip, QStringLiteral("it exists and is different")};
    case Presence::Folder:
        if (onConflict == OnConflict::KeepBoth)
            return {RestoreAction::Beside, {}};
        return {RestoreAction::Skip, QStringLiteral("a folder exists there")};
    }
    return {RestoreAction::Skip, {}};
}

ConflictDecision decideFolder(Presence presence, OnConflict onConflict)
{
    switch (presence) {
    case Presence::Absent:
        return {RestoreAction::Create, {}};
    case Presence::Folder:
        return {RestoreAction::Merge, {}};
    default:
        if (onConflict == OnConflict::Overwrite)
            return {RestoreAction::Replace, {}};
        if (onConflict == OnConflict::KeepBoth)
            return {RestoreAction::Beside, {}};
        return {RestoreAction::Skip,
                QStringLiteral("something that is no folder exists there (a link is not followed)")};
    }
}

QString actionName(RestoreAction action)
{
    switch (action) {
    case RestoreAction::Create:
        return QStringLiteral("create");
    case RestoreAction::Leave:
        return QStringLiteral("leave");
    case RestoreAction::SetMetadata:
        return QStringLiteral("set-metadata");
    case RestoreAction::Replace:
        return QStringLiteral("replace");
    case RestoreAction::Beside:
        return QStringLiteral("beside");
    case RestoreAction::Merge:
        return QStringLiteral("merge");
    case RestoreAction::Skip:
        return QStringLiteral("skip");
    }
    return {};
}

} // namespace backspool::engine
