#include "console/human.h"

#include <QDateTime>

#include <array>
#include <cmath>

namespace backspool::console {

namespace {

QString escaped(uchar byte)
{
    return QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
}

/// Characters that may command a terminal (C0, DEL, C1) or turn a line's direction.
bool isHarmless(char32_t c)
{
    const auto category = QChar::category(c);
    return category != QChar::Other_Control && category != QChar::Other_Format && category != QChar::Other_Surrogate &&
           category != QChar::Separator_Line && category != QChar::Separator_Paragraph;
}

/// Bytes of the UTF-8 character at @p at, 0 when there is none.
qsizetype characterLength(QByteArrayView bytes, qsizetype at)
{
    const auto first = uchar(bytes[at]);
    const qsizetype length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (length == 0 || at + length > bytes.size() || !bytes.sliced(at, length).isValidUtf8())
        return 0;
    return length;
}

} // namespace

QString byteSize(ByteCount bytes)
{
    static constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes > -1024 && bytes < 1024)
        return QStringLiteral("%1 B").arg(bytes);
    double value = double(bytes) / 1024;
    size_t unit = 0;
    // 999.95 and more would print as 1000.0 and up; the next unit says it shorter.
    while (std::abs(value) >= 999.95 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    return QStringLiteral("%1 %2")
        .arg(value, 0, 'f', std::abs(value) < 99.95 ? 1 : 0)
        .arg(QLatin1StringView(kUnits[unit]));
}

QString byteRate(ByteCount bytes, std::chrono::nanoseconds time)
{
    if (time.count() <= 0)
        return {};
    const double seconds = std::chrono::duration<double>(time).count();
    return byteSize(ByteCount(double(bytes) / seconds)) + QStringLiteral("/s");
}

QString duration(std::chrono::nanoseconds time)
{
    using namespace std::chrono;
    const double exact = std::chrono::duration<double>(time).count();
    if (exact < 9.95)
        return QStringLiteral("%1 s").arg(std::max(exact, 0.0), 0, 'f', 1);
    const auto seconds = int64_t(std::llround(exact));
    const auto twoUnits = [](int64_t high, QLatin1StringView highUnit, int64_t low, QLatin1StringView lowUnit) {
        return QStringLiteral("%1 %2 %3 %4").arg(high).arg(highUnit).arg(low, 2, 10, QLatin1Char('0')).arg(lowUnit);
    };
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return twoUnits(seconds / 60, QLatin1StringView("min"), seconds % 60, QLatin1StringView("s"));
    if (seconds < 86'400)
        return twoUnits(seconds / 3600, QLatin1StringView("h"), seconds / 60 % 60, QLatin1StringView("min"));
    return twoUnits(seconds / 86'400, QLatin1StringView("d"), seconds / 3600 % 24, QLatin1StringView("h"));
}

QString count(uint64_t number)
{
    QString digits = QString::number(number);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QLatin1Char(','));
    return digits;
}

QString localTime(WallTime time)
{
    if (time == WallTime{})
        return QStringLiteral("never");
    return QDateTime::fromSecsSinceEpoch(unixSeconds(time)).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString printablePath(QByteArrayView path)
{
    QString text;
    for (qsizetype at = 0; at < path.size();) {
        const auto length = characterLength(path, at);
        const auto character = QString::fromUtf8(path.sliced(at, std::max<qsizetype>(length, 1)));
        if (length > 0 && isHarmless(character.toUcs4().value(0))) {
            text += character;
            at += length;
            continue;
        }
        for (qsizetype i = 0; i < std::max<qsizetype>(length, 1); ++i)
            text += escaped(uchar(path[at + i]));
        at += std::max<qsizetype>(length, 1);
    }
    return text;
}

QString printableText(const QString &text)
{
    QStringList lines;
    for (const auto &line : text.split(QLatin1Char('\n')))
        lines += printablePath(line.toUtf8());
    return lines.join(QLatin1Char('\n'));
}

} // namespace backspool::console
