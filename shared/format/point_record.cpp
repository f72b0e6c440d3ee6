#include "format/point_record.h"

#include "format/object.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

#include <limits>

namespace backspool::format {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kVersion = 1;

/// The names of the statistics' numbers in the record.
constexpr std::array<std::pair<QLatin1StringView, uint64_t PointStatistics::*>, 12> kStatistics = {{
    {QLatin1StringView("files_new"), &PointStatistics::filesNew},
    {QLatin1StringView("files_modified"), &PointStatistics::filesModified},
    {QLatin1StringView("files_redundant"), &PointStatistics::filesRedundant},
    {QLatin1StringView("files_unchanged"), &PointStatistics::filesUnchanged},
    {QLatin1StringView("files_deleted"), &PointStatistics::filesDeleted},
    {QLatin1StringView("files_renamed"), &PointStatistics::filesRenamed},
    {QLatin1StringView("files_skipped"), &PointStatistics::filesSkipped},
    {QLatin1StringView("files"), &PointStatistics::files},
    {QLatin1StringView("directories"), &PointStatistics::directories},
    {QLatin1StringView("bytes"), &PointStatistics::bytes},
    {QLatin1StringView("bytes_read"), &PointStatistics::bytesRead},
    {QLatin1StringView("bytes_sent"), &PointStatistics::bytesSent},
}};

QCborArray toCbor(const std::vector<QByteArray> &list)
{
    QCborArray array;
    for (const auto &bytes : list)
        array.append(bytes);
    return array;
}

QCborMap toCbor(const std::map<uint32_t, QByteArray> &names)
{
    QCborMap map;
    for (const auto &[number, name] : names)
        map.insert(qint64(number), name);
    return map;
}

QCborMap toCbor(const PointStatistics &statistics)
{
    QCborMap map;
    for (const auto &[name, member] : kStatistics)
        map.insert(name, qint64(statistics.*member));
    return map;
}

QCborMap toCbor(const FileContent &content)
{
    QCborMap map;
    map.insert("signature"_L1, content.signature.view().toByteArray());
    map.insert("size"_L1, qint64(content.size));
    return map;
}

/// Takes values out of the record's map and checks what they are.
class RecordReader
{
public:
    explicit RecordReader(const QCborMap &map) : map_(map) {}

    /// Of a number that must be there and lie between 0 and @p limit.
    Result<uint64_t> number(QLatin1StringView key, uint64_t limit = std::numeric_limits<int64_t>::max()) const
    {
        const auto value = map_.value(key);
        if (!value.isInteger() || value.toInteger() < 0 || uint64_t(value.toInteger()) > limit)
            return wrong(key);
        return uint64_t(value.toInteger());
    }
    Result<WallTime> time(QLatin1StringView key) const
    {
        const auto value = map_.value(key);
        if (!value.isInteger())
            return wrong(key);
        return WallTime(std::chrono::nanoseconds(value.toInteger()));
    }
    Result<QByteArray> bytes(QLatin1StringView key) const
    {
        const auto value = map_.value(key);
        if (!value.isByteArray())
            return wrong(key);
        return value.toByteArray();
    }
    /// What may be missing is empty then.
    Result<QString> text(QLatin1StringView key) const
    {
        const auto value = map_.value(key);
        if (!value.isUndefined() && !value.isString())
            return wrong(key);
        return value.toString();
    }
    Result<std::vector<QByteArray>> list(QLatin1StringView key) const
    {
        const auto value = map_.value(key);
        if (!value.isUndefined() && !value.isArray())
            return wrong(key);
        std::vector<QByteArray> list;
        const auto array = value.toArray();
        for (const auto &entry : array) {
            if (!entry.isByteArray())
                return wrong(key);
            list.push_back(entry.toByteArray());
        }
        return list;
    }
    Result<std::map<uint32_t, QByteArray>> names(QLatin1StringView key) const
    {
        std::map<uint32_t, QByteArray> names;
        const auto entries = TRY(map(key));
        for (const auto &[number, name] : entries) {
            if (!number.isInteger() || number.toInteger() < 0 ||
                number.toInteger() > qint64(std::numeric_limits<uint32_t>::max()) || !name.isByteArray())
                return wrong(key);
            names.insert_or_assign(uint32_t(number.toInteger()), name.toByteArray());
        }
        return names;
    }
    Result<PointStatistics> statistics(QLatin1StringView key) const
    {
        PointStatistics statistics;
        const auto entries = TRY(map(key));
        const RecordReader reader(entries);
        for (const auto &[name, member] : kStatistics) {
            if (entries.contains(name))
                statistics.*member = TRY(reader.number(name));
        }
        return statistics;
    }

    Result<FileContent> content(QLatin1StringView key, ByteCount limit) const
    {
        const auto entries = TRY(map(key));
        if (entries.isEmpty())
            return FileContent();
        const RecordReader reader(entries);
        const auto signature = TRY(reader.bytes("signature"_L1));
        FileContent content;
        content.size = TRY(reader.number("size"_L1, uint64_t(limit)));
        if (signature.size() != ObjectName::kSize || content.size == 0)
            return wrong(key);
        content.signature = ObjectName::fromBytes(signature);
        return content;
    }

private:
    Result<QCborMap> map(QLatin1StringView key) const
    {
        const auto value = map_.value(key);
        if (!value.isUndefined() && !value.isMap())
            return wrong(key);
        return value.toMap();
    }
    static std::unexpected<Error> wrong(QLatin1StringView key)
    {
        return fail(ErrorKind::Damaged, QStringLiteral("the point record has no usable \"%1\"").arg(key));
    }

    const QCborMap &map_;
};

Result<QCborMap> parse(QByteArrayView bytes)
{
    if (bytes.size() > kMaxBlockSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the point record is too large"));
    QCborParserError error;
    const auto value = QCborValue::fromCbor(bytes.data(), bytes.size(), &error);
    if (error.error != QCborError::NoError)
        return fail(ErrorKind::Damaged, QStringLiteral("the point record cannot be read: %1").arg(error.errorString()));
    if (error.offset != bytes.size() || !value.isMap())
        return fail(ErrorKind::Damaged, QStringLiteral("the point record is not one map"));
    return value.toMap();
}

} // namespace

QByteArray PointRecord::encode() const
{
    QCborMap map;
    map.insert("version"_L1, kVersion);
    map.insert("point"_L1, qint64(point.value));
    map.insert("client"_L1, qint64(client.value));
    map.insert("lease"_L1, qint64(lease.value));
    map.insert("client_name"_L1, clientName);
    map.insert("host"_L1, host);
    map.insert("zone"_L1, zone);
    map.insert("agent"_L1, agent);
    map.insert("started"_L1, qint64(started.time_since_epoch().count()));
    map.insert("ended"_L1, qint64(ended.time_since_epoch().count()));
    map.insert("base"_L1, qint64(base.value));
    map.insert("root"_L1, root.encode());
    map.insert("root_hint"_L1, rootHint.encode());
    map.insert("selection"_L1, toCbor(selection));
    map.insert("exclude"_L1, toCbor(exclude));
    map.insert("users"_L1, toCbor(users));
    map.insert("groups"_L1, toCbor(groups));
    map.insert("statistics"_L1, toCbor(statistics));
    if (!systemInformation.isEmpty())
        map.insert("system_information"_L1, toCbor(systemInformation));
    return map.toCborValue().toCbor();
}

Result<PointRecord> PointRecord::decode(QByteArrayView bytes)
{
    const auto map = TRY(parse(bytes));
    const RecordReader reader(map);
    if (const auto version = TRY(reader.number("version"_L1)); version != kVersion)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the point record has version %1; this program knows version %2 only")
                        .arg(version)
                        .arg(kVersion));
    PointRecord record;
    record.point = PointId{TRY(reader.number("point"_L1))};
    record.client = ClientId{uint32_t(TRY(reader.number("client"_L1, std::numeric_limits<uint32_t>::max())))};
    record.lease = LeaseId{TRY(reader.number("lease"_L1))};
    record.base = PointId{TRY(reader.number("base"_L1))};
    record.clientName = TRY(reader.text("client_name"_L1));
    record.host = TRY(reader.text("host"_L1));
    record.zone = TRY(reader.text("zone"_L1));
    record.agent = TRY(reader.text("agent"_L1));
    record.started = TRY(reader.time("started"_L1));
    record.ended = TRY(reader.time("ended"_L1));
    record.root = TRY(DirectoryEntry::decode(TRY(reader.bytes("root"_L1)), true));
    record.rootHint = TRY(Hint::decode(TRY(reader.bytes("root_hint"_L1))));
    record.selection = TRY(reader.list("selection"_L1));
    record.exclude = TRY(reader.list("exclude"_L1));
    record.users = TRY(reader.names("users"_L1));
    record.groups = TRY(reader.names("groups"_L1));
    record.statistics = TRY(reader.statistics("statistics"_L1));
    record.systemInformation = TRY(reader.content("system_information"_L1, kMaxSystemInformation));
    return record;
}

} // namespace backspool::format
