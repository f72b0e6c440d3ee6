#include "appliance/appliance.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace backspool::appliance {

namespace {

/// A container's offsets are 32 bits wide; below a block's size it would hold none.
constexpr ByteCount kLeastContainer = 8_MiB;
constexpr ByteCount kMostContainer = 3_GiB;
/// An agent sends blocks of up to 4 MiB.
constexpr ByteCount kLeastWindow = 8_MiB;
constexpr ByteCount kMostWindow = 1_GiB;
constexpr ByteCount kMostReserve = ByteCount(1) << 50;
constexpr ByteCount kMostThreads = 256;
/// 288 MiB of frames.
constexpr ByteCount kMostBackups = 32;

int lineOf(const QByteArray &text, qsizetype offset)
{
    return int(text.first(std::min(offset, text.size())).count('\n')) + 1;
}

/// One settings file, field by field.
class SettingsReader
{
public:
    SettingsReader(const QString &file, const QByteArray &text) : file_(file), text_(text) {}

    Result<Settings> read()
    {
        QJsonParseError error{};
        const auto document = QJsonDocument::fromJson(text_, &error);
        if (error.error != QJsonParseError::NoError)
            return fail(ErrorKind::Invalid, QStringLiteral("%1, line %2: this is not JSON: %3")
                                                .arg(file_)
                                                .arg(lineOf(text_, error.offset))
                                                .arg(error.errorString()));
        if (!document.isObject())
            return fail(ErrorKind::Invalid, QStringLiteral("%1, line 1: settings are a JSON object").arg(file_));
        object_ = document.object();
        Settings settings;
        TRY(readNumber("reserve", 0, kMostReserve, settings.reserve));
        TRY(readNumber("window", kLeastWindow, kMostWindow, settings.window));
        TRY(readNumber("container_size", kLeastContainer, kMostContainer, settings.containerSize));
        TRY(readText("listen", settings.listen));
        TRY(readSwitch("announce", settings.announce));
        TRY(readNumber("threads", 0, kMostThreads, settings.threads));
        TRY(readNumber("backups_at_once", 1, kMostBackups, settings.backupsAtOnce));
        if (!object_.isEmpty())
            return wrong(object_.begin().key(), QStringLiteral("there is no such setting"));
        return settings;
    }

private:
    std::unexpected<Error> wrong(const QString &field, const QString &reason) const
    {
        const auto place = QString::fromUtf8(text_).indexOf(
            QRegularExpression(QStringLiteral("\"%1\"\\s*:").arg(QRegularExpression::escape(field))));
        return fail(ErrorKind::Invalid, QStringLiteral("%1, line %2, field \"%3\": %4")
                                            .arg(file_)
                                            .arg(lineOf(text_, std::max<qsizetype>(place, 0)))
                                            .arg(field, reason));
    }

    template <class Number> Status readNumber(const char *name, ByteCount least, ByteCount most, Number &into)
    {
        const auto field = QString::fromLatin1(name);
        if (!object_.contains(field))
            return {};
        const auto value = object_.take(field);
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < double(least) || number > double(most) || number != double(ByteCount(number)))
            return wrong(field, QStringLiteral("a whole number from %1 to %2 is wanted").arg(least).arg(most));
        into = Number(number);
        return {};
    }

    Status readSwitch(const char *name, bool &into)
    {
        const auto field = QString::fromLatin1(name);
        if (!object_.contains(field))
            return {};
        const auto value = object_.take(field);
        if (!value.isBool())
            return wrong(field, QStringLiteral("true or false is wanted"));
        into = value.toBool();
        return {};
    }

    Status readText(const char *name, QString &into)
    {
        const auto field = QString::fromLatin1(name);
        if (!object_.contains(field))
            return {};
        const auto value = object_.take(field);
        if (!value.isString() || value.toString().isEmpty())
            return wrong(field, QStringLiteral("a text is wanted"));
        into = value.toString();
        return {};
    }

    const QString &file_;
    const QByteArray &text_;
    QJsonObject object_; ///< fields that were not read yet
};

} // namespace

Result<Settings> Settings::load(const QString &file)
{
    QFile source(file);
    if (!source.exists())
        return Settings();
    if (!source.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Io, QStringLiteral("reading the settings %1: %2").arg(file, source.errorString()));
    const auto text = source.readAll();
    return SettingsReader(file, text).read();
}

} // namespace backspool::appliance
