#include "console/json_output.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QString>

#include <cstdio>

namespace backspool::console {

namespace {

void write(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

void printJson(const QJsonObject &object)
{
    write(compact(object) + '\n');
    std::fflush(stdout);
}

JsonListing::JsonListing(const QString &key)
{
    // A document escapes the key as JSON wants it, and ends in "[]}".
    auto start = compact({{key, QJsonArray()}});
    start.chop(2);
    write(start);
}

JsonListing::~JsonListing()
{
    finish();
}

void JsonListing::row(const QJsonObject &row)
{
    write((first_ ? QByteArray() : QByteArray(",\n")) + compact(row));
    first_ = false;
}

void JsonListing::finish(const QJsonObject &further)
{
    if (std::exchange(finished_, true))
        return;
    QByteArray end = "]";
    if (!further.isEmpty())
        end += ',' + compact(further).sliced(1);
    else
        end += '}';
    write(end + '\n');
    std::fflush(stdout);
}

} // namespace backspool::console
