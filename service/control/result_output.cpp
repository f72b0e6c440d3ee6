#include "control/result_output.h"

#include "console/human.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

namespace backspool::control {

namespace {

using console::byteSize;
using console::count;
using console::printLine;

/// The array that the rows of @p command make; empty: it has no rows.
QString listOf(const QString &command)
{
    if (command == QLatin1StringView("client list"))
        return QStringLiteral("clients");
    if (command == QLatin1StringView("points"))
        return QStringLiteral("points");
    if (command == QLatin1StringView("policy history"))
        return QStringLiteral("policies");
    return command == QLatin1StringView("verify") ? QStringLiteral("damages") : QString();
}

QString barLabel(const QString &command)
{
    if (command == QLatin1StringView("verify"))
        return QStringLiteral("Verifying");
    if (command == QLatin1StringView("reclaim"))
        return QStringLiteral("Reclaiming");
    return command == QLatin1StringView("rebuild") ? QStringLiteral("Rebuilding") : QStringLiteral("Working");
}

QString text(const QJsonObject &object, const char *key)
{
    return console::printableText(object[QLatin1StringView(key)].toString());
}

qint64 number(const QJsonObject &object, const char *key)
{
    return object[QLatin1StringView(key)].toInteger();
}

QString size(const QJsonObject &object, const char *key)
{
    return byteSize(number(object, key));
}

QString counted(const QJsonObject &object, const char *key)
{
    return count(uint64_t(number(object, key)));
}

QString localTime(const QJsonObject &object, const char *key)
{
    const auto time = QDateTime::fromString(object[QLatin1StringView(key)].toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                          : QStringLiteral("never");
}

QString column(const QString &value, qsizetype width)
{
    return value.leftJustified(width);
}

QString rightColumn(const QString &value, qsizetype width)
{
    return value.rightJustified(width);
}

constexpr qsizetype kNameWidth = 24;
constexpr qsizetype kTimeWidth = 19;

QString clientState(const QJsonObject &row)
{
    if (row[QStringLiteral("revoked")].toBool())
        return QStringLiteral("revoked");
    return row[QStringLiteral("enrolled")].toBool() ? QStringLiteral("enrolled") : QStringLiteral("not enrolled yet");
}

void showClient(const QJsonObject &row, bool isFirst)
{
    const auto line = [](const QString &name, const QString &state, const QString &seen) {
        printLine(QStringList{column(name, kNameWidth), column(state, 16), seen}.join(QStringLiteral("  ")));
    };
    if (isFirst)
        line(QStringLiteral("CLIENT"), QStringLiteral("STATE"), QStringLiteral("LAST SEEN"));
    line(text(row, "client"), clientState(row), localTime(row, "last_seen"));
}

void showPoint(const QJsonObject &row, bool isFirst)
{
    const auto line = [](const QString &point, const QString &client, const QString &ended, const QString &files,
                         const QString &bytes, const QString &sent) {
        printLine(QStringList{rightColumn(point, 6), column(client, kNameWidth), column(ended, kTimeWidth),
                              rightColumn(files, 11), rightColumn(bytes, 10), rightColumn(sent, 10)}
                      .join(QStringLiteral("  ")));
    };
    if (isFirst)
        line(QStringLiteral("POINT"), QStringLiteral("CLIENT"), QStringLiteral("TIME"), QStringLiteral("FILES"),
             QStringLiteral("SIZE"), QStringLiteral("SENT"));
    line(QString::number(number(row, "point")), text(row, "client"), localTime(row, "ended"), counted(row, "files"),
         size(row, "bytes"), size(row, "bytes_sent"));
}

void showPolicyRow(const QJsonObject &row, bool isFirst)
{
    const auto line = [](const QString &version, const QString &set, const QString &fields) {
        printLine(QStringList{rightColumn(version, 7), column(set, kTimeWidth), fields}.join(QStringLiteral("  ")));
    };
    if (isFirst)
        line(QStringLiteral("VERSION"), QStringLiteral("SET"), QStringLiteral("POLICY"));
    const auto policy = row[QStringLiteral("policy")];
    const auto fields = QString::fromUtf8(QJsonDocument(policy.toObject()).toJson(QJsonDocument::Compact));
    line(QString::number(number(row, "version")), localTime(row, "set"),
         policy.isObject() ? console::printableText(fields.left(200)) : QStringLiteral("cleared"));
}

void showPolicy(const QJsonObject &result)
{
    if (!result[QStringLiteral("policy")].isObject()) {
        printLine(QStringLiteral("Clients get no policy from this service."));
        return;
    }
    for (const auto &line : result[QStringLiteral("text")].toString().trimmed().split(u'\n'))
        printLine(console::printableText(line));
    console::printNote(
        QStringLiteral("Version %1, set %2.").arg(number(result, "version")).arg(localTime(result, "set")));
}

void showDamage(const QJsonObject &row)
{
    const auto container = text(row, "container");
    printLine(container.isEmpty() ? text(row, "what") : QStringLiteral("%1: %2").arg(container, text(row, "what")));
    for (const auto &use : row[QStringLiteral("uses")].toArray()) {
        const auto object = use.toObject();
        printLine(QStringLiteral("  needed by point %1: %2").arg(number(object, "point")).arg(text(object, "path")));
    }
}

void showStatistics(const QJsonObject &result)
{
    const auto line = [](const char *label, const QString &value) {
        printLine(column(QLatin1StringView(label), 20) + value);
    };
    line("clients", counted(result, "clients"));
    line("points", counted(result, "points"));
    line("protected", size(result, "bytes_protected"));
    line("stored", size(result, "bytes_stored"));
    line("containers", counted(result, "blobs"));
    line("chunks", counted(result, "chunks"));
    line("received", size(result, "wire_bytes_in"));
    line("sent", size(result, "wire_bytes_out"));
}

void showReclaim(const QJsonObject &result)
{
    const bool isDryRun = result[QStringLiteral("dry_run")].toBool();
    printLine(QStringLiteral("%1 of %2 %3 given back.")
                  .arg(size(result, "bytes_freed"), size(result, "bytes_before"),
                       isDryRun ? QStringLiteral("would be") : QStringLiteral("were")));
    if (number(result, "damaged_objects") > 0)
        printLine(QStringLiteral(
                      "%1 objects are damaged; the containers with them were left alone. See \"verify --read-data\".")
                      .arg(counted(result, "damaged_objects")));
}

void showRebuild(const QJsonObject &result)
{
    printLine(QStringLiteral("%1 clients, %2 points and %3 containers were found; %4 were read.")
                  .arg(counted(result, "clients"), counted(result, "points"), counted(result, "containers"),
                       size(result, "bytes_read")));
    for (const auto &damage : result[QStringLiteral("damages")].toArray())
        printLine(console::printableText(damage.toString()));
}

void showVerify(const QJsonObject &result)
{
    const auto damages = number(result, "damage_count");
    printLine(QStringLiteral("%1 points and %2 objects were checked, %3 read: %4")
                  .arg(counted(result, "points"), counted(result, "objects"), size(result, "bytes_read"),
                       damages == 0 ? QStringLiteral("all is whole.")
                                    : QStringLiteral("%1 damages.").arg(count(uint64_t(damages)))));
    if (result.contains(QStringLiteral("seed")))
        printLine(QStringLiteral("The sample was chosen with seed %1.").arg(number(result, "seed")));
}

} // namespace

ResultOutput::ResultOutput(QString command, console::OutputForm form)
    : command_(std::move(command)), form_(form),
      bar_(barLabel(command_), QStringLiteral("objects"), console::progressForm(form))
{
}

void ResultOutput::row(const QJsonObject &row)
{
    bar_.finish();
    if (form_ == console::OutputForm::Json) {
        if (!listing_)
            listing_.emplace(listOf(command_));
        listing_->row(row);
        return;
    }
    const bool isFirst = !std::exchange(hasRows_, true);
    if (command_ == QLatin1StringView("client list"))
        showClient(row, isFirst);
    else if (command_ == QLatin1StringView("points"))
        showPoint(row, isFirst);
    else if (command_ == QLatin1StringView("policy history"))
        showPolicyRow(row, isFirst);
    else
        showDamage(row);
}

int ResultOutput::finish(const Result<QJsonObject> &result)
{
    bar_.finish();
    if (form_ == console::OutputForm::Json) {
        if (!result && !listing_)
            return console::reportError(result.error(), form_);
        const auto object =
            result ? *result : QJsonObject{{QStringLiteral("error"), console::errorToJson(result.error())}};
        if (result && listOf(command_).isEmpty()) {
            console::printJson(object);
        } else {
            if (!listing_)
                listing_.emplace(listOf(command_));
            listing_->finish(object);
        }
    } else if (!result) {
        return console::reportError(result.error(), form_);
    } else {
        showText(*result);
    }
    return exitCode(result);
}

int ResultOutput::exitCode(const Result<QJsonObject> &result)
{
    // Of verify and rebuild the one, of reclaim the other.
    return result && number(*result, "damage_count") == 0 && number(*result, "damaged_objects") == 0 ? console::Done
                                                                                                     : console::Failed;
}

void ResultOutput::showText(const QJsonObject &result)
{
    if (command_ == QLatin1StringView("client add")) {
        printLine(text(result, "code"));
        console::printNote(QStringLiteral("The code lets one computer in as %1, once, until %2. There: backspool-agent "
                                          "enrol --service ADDR:PORT --code CODE")
                               .arg(text(result, "client"), localTime(result, "expires")));
    } else if (command_ == QLatin1StringView("client revoke")) {
        printLine(QStringLiteral("%1 is refused from now on. Its points stay.").arg(text(result, "client")));
    } else if (command_ == QLatin1StringView("forget")) {
        printLine(QStringLiteral("%1 points are forgotten. \"backspoold reclaim\" gives their space back.")
                      .arg(result[QStringLiteral("forgotten")].toArray().size()));
    } else if (command_ == QLatin1StringView("reclaim")) {
        showReclaim(result);
    } else if (command_ == QLatin1StringView("stats")) {
        showStatistics(result);
    } else if (command_ == QLatin1StringView("verify")) {
        showVerify(result);
    } else if (command_ == QLatin1StringView("rebuild")) {
        showRebuild(result);
    } else if (command_ == QLatin1StringView("policy show")) {
        showPolicy(result);
    } else if (command_ == QLatin1StringView("policy set")) {
        printLine(
            QStringLiteral("Version %1 of the policy is in force. Agents that run are told now, others ask before "
                           "their next backup.")
                .arg(number(result, "version")));
    } else if (command_ == QLatin1StringView("policy clear")) {
        printLine(QStringLiteral("Clients get no policy from this service any more."));
    } else if (command_ == QLatin1StringView("key export")) {
        printLine(QStringLiteral("The key of repository %1 is in %2. Who has it and the store can read every backup.")
                      .arg(text(result, "repository"), text(result, "file")));
    } else if (command_ == QLatin1StringView("key import")) {
        printLine(
            QStringLiteral(
                "The key of repository %1 is in place. \"backspoold rebuild\" makes the catalogue of a copied store.")
                .arg(text(result, "repository")));
    } else if (!hasRows_) {
        printLine(QStringLiteral("There are none."));
    } else if (result[QStringLiteral("more")].toBool()) {
        printLine(QStringLiteral("There are more; --limit shows more or fewer."));
    }
}

} // namespace backspool::control
