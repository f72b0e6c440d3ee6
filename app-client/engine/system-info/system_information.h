#pragma once
/// What is needed to make a computer anew, as its own tools tell it (docs/system-information.md): disks, file systems,
/// boot loader, packages, network. Kept with each point; a disaster recovery begins by reading it.
///
/// Nothing volatile is in it (free space, counters, lease times), so that the document of an unchanged computer has the
/// same bytes each time, and is stored once.
#include "core/result.h"
#include "core/units.h"

#include <QJsonValue>

#include <vector>

namespace backspool::engine {

/// What one tool or file says: a text, JSON, or why there is none.
struct SystemPart
{
    QString source; ///< the command line or the file
    QString text;
    QJsonValue json{QJsonValue::Undefined};
    QString missing; ///< why; empty: it is there
    bool operator==(const SystemPart &) const = default;
};

struct SystemSection
{
    QString name; ///< "partitions"
    std::vector<SystemPart> parts;
    bool operator==(const SystemSection &) const = default;
};

struct SystemInformation
{
    std::vector<SystemSection> sections;
    bool operator==(const SystemInformation &) const = default;

    /// JSON, at most @p limit bytes: what is longest is left out, with the reason in its place, until it fits.
    QByteArray encode(ByteCount limit) const;
    /// Errors: Damaged; Unsupported (of a later version).
    static Result<SystemInformation> decode(const QByteArray &bytes);
};

} // namespace backspool::engine
