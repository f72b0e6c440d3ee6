#include "catalogue/row_reader.h"

#include "catalogue/database_error.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace backspool::catalogue {

namespace {

struct StatisticsField
{
    QLatin1StringView key;
    uint64_t format::PointStatistics::*member;
};

constexpr auto kStatisticsFields = std::to_array<StatisticsField>({
    {QLatin1StringView("files_new"), &format::PointStatistics::filesNew},
    {QLatin1StringView("files_modified"), &format::PointStatistics::filesModified},
    {QLatin1StringView("files_redundant"), &format::PointStatistics::filesRedundant},
    {QLatin1StringView("files_unchanged"), &format::PointStatistics::filesUnchanged},
    {QLatin1StringView("files_deleted"), &format::PointStatistics::filesDeleted},
    {QLatin1StringView("files_renamed"), &format::PointStatistics::filesRenamed},
    {QLatin1StringView("files_skipped"), &format::PointStatistics::filesSkipped},
    {QLatin1StringView("files"), &format::PointStatistics::files},
    {QLatin1StringView("directories"), &format::PointStatistics::directories},
    {QLatin1StringView("bytes"), &format::PointStatistics::bytes},
    {QLatin1StringView("bytes_read"), &format::PointStatistics::bytesRead},
    {QLatin1StringView("bytes_sent"), &format::PointStatistics::bytesSent},
});

} // namespace

QString statisticsToText(const format::PointStatistics &statistics)
{
    QJsonObject object;
    for (const auto &field : kStatisticsFields)
        object.insert(field.key, qint64(statistics.*field.member));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

int64_t RowReader::integer()
{
    return integer(std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max());
}

int64_t RowReader::integer(int64_t least, int64_t most)
{
    const int column = column_++;
    const QVariant value = statement_.value(column);
    // The driver for PostgreSQL gives a number as unsigned when it is not negative.
    const bool isNumber = value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::ULongLong;
    if (!value.isNull() && isNumber) {
        const int64_t number = value.toLongLong();
        if (number >= least && number <= most)
            return number;
    }
    wrong(column);
    return 0;
}

QString RowReader::text()
{
    const int column = column_++;
    const QVariant value = statement_.value(column);
    if (value.isNull() || value.typeId() != QMetaType::QString) {
        wrong(column);
        return {};
    }
    return value.toString();
}

QByteArray RowReader::bytes()
{
    const int column = column_++;
    const QVariant value = statement_.value(column);
    if (value.isNull())
        return {};
    if (value.typeId() != QMetaType::QByteArray) {
        wrong(column);
        return {};
    }
    return value.toByteArray();
}

QByteArray RowReader::bytes(qsizetype size)
{
    const int column = column_;
    auto result = bytes();
    if (result.size() == size)
        return result;
    wrong(column);
    return QByteArray(size, '\0');
}

ObjectName RowReader::name()
{
    return ObjectName::fromBytes(bytes(ObjectName::kSize));
}

format::ContainerUuid RowReader::uuid()
{
    format::ContainerUuid result{};
    const auto stored = bytes(qsizetype(result.size()));
    std::ranges::copy(stored, result.begin());
    return result;
}

format::FileContent RowReader::content()
{
    const int column = column_;
    const auto signature = bytes();
    const format::FileContent content{
        signature.size() == ObjectName::kSize ? ObjectName::fromBytes(signature) : ObjectName(), unsignedInteger()};
    if (content.signature.isNull() == content.isEmpty() && content.size <= uint64_t(format::kMaxSystemInformation))
        return content;
    wrong(column);
    return {};
}

format::PointStatistics RowReader::statistics()
{
    const int column = column_;
    const auto document = QJsonDocument::fromJson(text().toUtf8());
    if (!document.isObject())
        wrong(column);
    format::PointStatistics result;
    for (const auto &field : kStatisticsFields)
        result.*field.member = uint64_t(document.object().value(field.key).toInteger());
    return result;
}

Status RowReader::status() const
{
    if (!wrongColumn_)
        return {};
    return fail(damagedCatalogue(QStringLiteral("the row of a %1 has a wrong value in column %2")
                                     .arg(QLatin1StringView(what_))
                                     .arg(*wrongColumn_ + 1)));
}

void RowReader::wrong(int column)
{
    if (!wrongColumn_)
        wrongColumn_ = column;
}

} // namespace backspool::catalogue
