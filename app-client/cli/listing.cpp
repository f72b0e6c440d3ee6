#include "cli/listing.h"

#include <cstdio>

namespace backspool::cli {

Listing::Listing(console::OutputForm form, const QString &key, uint64_t limit) : form_(form), limit_(limit)
{
    if (form == console::OutputForm::Json)
        json_ = std::make_unique<console::JsonListing>(key);
}

void Listing::heading(const QString &line) const
{
    if (!json_)
        console::printLine(line);
}

bool Listing::counted()
{
    ++rows_;
    return !isFull() && std::ferror(stdout) == 0;
}

bool Listing::row(const QJsonObject &object)
{
    json_->row(object);
    return counted();
}

bool Listing::row(const QString &line)
{
    console::printLine(line);
    return counted();
}

int Listing::finish(const Status &status, QJsonObject further)
{
    if (!json_)
        return status ? console::Done : console::reportError(status.error(), form_);
    if (!status)
        further[QStringLiteral("error")] = console::errorToJson(status.error());
    json_->finish(further);
    return status ? console::Done : console::Failed;
}

} // namespace backspool::cli
