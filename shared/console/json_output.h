#pragma once
/// The one JSON object that a command with --json prints on stdout.
#include "core/json_values.h"

namespace backspool::console {

/// Prints @p object on one line and flushes.
void printJson(const QJsonObject &object);

using backspool::errorToJson;
using backspool::putPath;

/// An object with one long array, printed row by row, so that a listing of any length needs no memory:
/// {"points": [row, row, ...], further fields}. Exactly one object is printed, by the end of finish() or of the
/// destructor.
class JsonListing
{
public:
    explicit JsonListing(const QString &key);
    ~JsonListing();
    JsonListing(const JsonListing &) = delete;
    JsonListing &operator=(const JsonListing &) = delete;

    void row(const QJsonObject &row);
    /// Ends the array, adds @p further (an "error", or "more": true) and closes the object.
    void finish(const QJsonObject &further = {});

private:
    bool first_ = true;
    bool finished_ = false;
};

} // namespace backspool::console
