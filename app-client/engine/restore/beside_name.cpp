#include "restore/beside_name.h"

#include "format/directory_entry.h"

#include <QDateTime>

namespace backspool::engine {

namespace {

/// Where the extension starts, at its dot. A name that begins with its only dot has none, and no extension is longer
/// than 16 bytes.
qsizetype extensionStart(const QByteArray &name)
{
    constexpr qsizetype kLongestExtension = 16;
    const qsizetype dot = name.lastIndexOf('.');
    const bool isExtension = dot > 0 && name.size() - dot <= kLongestExtension && !name.sliced(dot).contains(' ');
    return isExtension ? dot : name.size();
}

/// Whether @p byte goes on a UTF-8 character.
bool isContinuation(char byte)
{
    return (uint8_t(byte) & 0xc0) == 0x80;
}

} // namespace

QByteArray besideName(const QByteArray &name, WallTime pointTime, int number)
{
    const qsizetype dot = extensionStart(name);
    const auto time =
        QDateTime::fromSecsSinceEpoch(unixSeconds(pointTime)).toString(QStringLiteral("yyyy-MM-dd HH.mm"));
    QByteArray mark = " (restored " + time.toUtf8();
    if (number > 1)
        mark += ", " + QByteArray::number(number);
    mark += ')';
    const QByteArray extension = name.sliced(dot);
    qsizetype stem = std::min(dot, format::kMaxNameSize - mark.size() - extension.size());
    while (stem > 0 && stem < dot && isContinuation(name[stem]))
        --stem;
    return name.first(stem) + mark + extension;
}

} // namespace backspool::engine
