#include "system-info/system_information.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

constexpr auto kVersionKey = "backspool_system_information"_L1;
constexpr int kVersion = 1;

QJsonObject toJson(const SystemPart &part)
{
    QJsonObject object{{"source"_L1, part.source}};
    if (!part.missing.isEmpty())
        object["missing"_L1] = part.missing;
    else if (!part.json.isUndefined())
        object["json"_L1] = part.json;
    else
        object["text"_L1] = part.text;
    return object;
}

QByteArray toBytes(const SystemInformation &information)
{
    QJsonArray sections;
    for (const auto &section : information.sections) {
        QJsonArray parts;
        for (const auto &part : section.parts)
            parts.append(toJson(part));
        sections.append(QJsonObject{{"name"_L1, section.name}, {"parts"_L1, parts}});
    }
    const QJsonObject document{{kVersionKey, kVersion}, {"sections"_L1, sections}};
    return QJsonDocument(document).toJson(QJsonDocument::Compact);
}

qsizetype sizeOf(const SystemPart &part)
{
    return QJsonDocument(toJson(part)).toJson(QJsonDocument::Compact).size();
}

void leaveLongestOut(SystemInformation &information)
{
    SystemPart *longest = nullptr;
    qsizetype size = -1;
    for (auto &section : information.sections) {
        for (auto &part : section.parts) {
            if (const auto partSize = part.missing.isEmpty() ? sizeOf(part) : 0; partSize > size) {
                longest = &part;
                size = partSize;
            }
        }
    }
    // Where nothing but reasons is left, there are too many of them.
    if (size <= 0)
        information.sections.clear();
    else
        *longest = {.source = longest->source, .missing = u"it is too long to be kept (%1 bytes)"_s.arg(size)};
}

std::unexpected<Error> damaged()
{
    return fail(ErrorKind::Damaged, u"the system information cannot be read"_s);
}

Result<SystemPart> partOf(const QJsonValue &value)
{
    const auto object = value.toObject();
    SystemPart part{.source = object["source"_L1].toString(),
                    .text = object["text"_L1].toString(),
                    .json = object["json"_L1],
                    .missing = object["missing"_L1].toString()};
    if (part.source.isEmpty())
        return damaged();
    return part;
}

} // namespace

QByteArray SystemInformation::encode(ByteCount limit) const
{
    auto bytes = toBytes(*this);
    if (bytes.size() <= limit)
        return bytes;
    auto shorter = *this;
    while (bytes.size() > limit && !shorter.sections.empty()) {
        leaveLongestOut(shorter);
        bytes = toBytes(shorter);
    }
    return bytes;
}

Result<SystemInformation> SystemInformation::decode(const QByteArray &bytes)
{
    const auto document = QJsonDocument::fromJson(bytes).object();
    const auto version = document[kVersionKey];
    if (!version.isDouble())
        return damaged();
    if (version.toInt() != kVersion)
        return fail(
            ErrorKind::Unsupported,
            u"the system information is of version %1; this program knows version %2 only"_s.arg(version.toDouble())
                .arg(kVersion));
    SystemInformation information;
    const auto sections = document["sections"_L1].toArray();
    for (const auto &value : sections) {
        SystemSection section{.name = value["name"_L1].toString(), .parts = {}};
        if (section.name.isEmpty())
            return damaged();
        const auto parts = value["parts"_L1].toArray();
        for (const auto &part : parts)
            section.parts.push_back(TRY(partOf(part)));
        information.sections.push_back(std::move(section));
    }
    return information;
}

} // namespace backspool::engine
