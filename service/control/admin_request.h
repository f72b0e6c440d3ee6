#pragma once
/// What an administrator asks of a service, and how the answer comes: the same over the control socket and in one
/// process.
#include "core/progress.h"
#include "core/result.h"

#include <QJsonObject>

namespace backspool::control {

struct AdminRequest
{
    QString command;       ///< words of the command line, joined: "client add"
    QJsonObject arguments; ///< by the names of options and positionals

    QJsonObject toJson() const;
    /// Errors: Invalid.
    static Result<AdminRequest> fromJson(const QJsonObject &object);
};

/// Takes what comes before the result: progress, and the rows of a list. Thread-safe.
class AdminSink : public ProgressSink
{
public:
    /// May block while the other side is slow.
    virtual void row(const QJsonObject &row) = 0;
};

} // namespace backspool::control
