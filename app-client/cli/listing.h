#pragma once
/// Rows of any number on stdout: lines for people, or one JSON object with an array.
#include "console/json_output.h"
#include "console/report.h"
#include "core/result.h"

#include <memory>

namespace backspool::cli {

class Listing
{
public:
    /// @p key: of the array. @p limit 0: none.
    Listing(console::OutputForm form, const QString &key, uint64_t limit);

    bool isJson() const { return json_ != nullptr; }
    /// For people only: a line that is no row.
    void heading(const QString &line) const;
    /// Prints one of the two; @p line only where it is needed. False: no more are wanted (limit reached, or nobody
    /// reads).
    bool row(const QJsonObject &object);
    bool row(const QString &line);
    bool isFull() const { return limit_ > 0 && rows_ >= limit_; }
    uint64_t count() const { return rows_; }
    /// Ends the listing: an error of @p status is in the JSON object, or on stderr. Returns the exit code.
    int finish(const Status &status, QJsonObject further = {});

private:
    bool counted();

    const console::OutputForm form_;
    const uint64_t limit_;
    uint64_t rows_ = 0;
    std::unique_ptr<console::JsonListing> json_;
};

} // namespace backspool::cli
