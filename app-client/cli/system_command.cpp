#include "backup/system_document.h"
#include "cli/session.h"
#include "console/human.h"
#include "console/json_output.h"
#include "read/content_bytes.h"
#include "read/point_reader.h"
#include "system-info/gather.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace backspool::cli {

namespace {

using engine::SystemInformation;

struct Document
{
    QByteArray bytes;
    PointId point; ///< 0: of now
    WallTime time{};
};

Result<Document> ofPoint(CommandContext &context)
{
    const auto reading = TRY(ReadingSession::connect(context));
    const auto summary = TRY(engine::choosePoint(reading->service(), context.arguments.text(QStringLiteral("point"))));
    const auto record = TRY(reading->service().point(summary.id));
    if (record.systemInformation.isEmpty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("Point %1 has no system information: the policy was against it, or an older agent "
                                   "made the point.")
                        .arg(summary.id.value));
    auto bytes = TRY_CONTEXT(QStringLiteral("reading the system information of point %1").arg(summary.id.value),
                             engine::readContent(reading->fetcher(), reading->session().verifier(),
                                                 record.systemInformation, {}, format::kMaxSystemInformation));
    return Document{std::move(bytes), summary.id, summary.started};
}

void printIndented(const QString &text, const QString &indentation)
{
    const auto lines = QStringView(text).trimmed().split(QLatin1Char('\n'));
    for (const auto &line : lines)
        console::printLine(indentation +
                           console::printableText(line.toString().replace(QLatin1Char('\t'), indentation)));
}

void print(const engine::SystemPart &part)
{
    console::printLine(QStringLiteral("  ") + console::printableText(part.source));
    const QString indentation(4, QLatin1Char(' '));
    if (!part.missing.isEmpty())
        printIndented(QStringLiteral("- ") + part.missing, indentation);
    else if (part.json.isArray())
        printIndented(QString::fromUtf8(QJsonDocument(part.json.toArray()).toJson()), indentation);
    else if (part.json.isObject())
        printIndented(QString::fromUtf8(QJsonDocument(part.json.toObject()).toJson()), indentation);
    else
        printIndented(part.text, indentation);
}

void print(const SystemInformation &information, const Document &document)
{
    console::printLine(document.point ? QStringLiteral("System information of point %1 of %2")
                                            .arg(document.point.value)
                                            .arg(console::localTime(document.time))
                                      : QStringLiteral("System information of this computer now"));
    for (const auto &section : information.sections) {
        console::printLine({});
        console::printLine(section.name);
        for (const auto &part : section.parts)
            print(part);
    }
}

} // namespace

Result<int> showSystem(CommandContext &context)
{
    const bool isNow = context.arguments.has(QStringLiteral("now"));
    if (isNow && context.arguments.has(QStringLiteral("point")))
        return console::wrongUsage(context.program, context.arguments,
                                   QStringLiteral("--now and --point exclude each other"));
    const auto document =
        isNow ? Document{TRY(engine::gatherSystemDocument(context.stop.token())), {}, {}} : TRY(ofPoint(context));
    if (context.isJson()) {
        QJsonObject object{{QStringLiteral("system"), QJsonDocument::fromJson(document.bytes).object()}};
        if (document.point)
            object[QStringLiteral("point")] = qint64(document.point.value);
        console::printJson(object);
    } else {
        print(TRY(SystemInformation::decode(document.bytes)), document);
    }
    return console::Done;
}

} // namespace backspool::cli
