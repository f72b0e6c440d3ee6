#include "cli/entry_output.h"

#include "console/human.h"
#include "console/json_output.h"

#include <QDateTime>
#include <QTimeZone>

namespace backspool::cli {

using format::FileType;

QString typeName(FileType type)
{
    switch (type) {
    case FileType::File:
        return QStringLiteral("file");
    case FileType::Directory:
        return QStringLiteral("directory");
    case FileType::SymbolicLink:
        return QStringLiteral("link");
    case FileType::Fifo:
        return QStringLiteral("fifo");
    case FileType::Socket:
        return QStringLiteral("socket");
    case FileType::CharacterDevice:
        return QStringLiteral("character-device");
    case FileType::BlockDevice:
        return QStringLiteral("block-device");
    }
    return {};
}

QString modeText(const format::DirectoryEntry &entry)
{
    static constexpr char kTypes[] = "?-dlpscb";
    QByteArray text(10, '-');
    text[0] = kTypes[size_t(entry.type)];
    static constexpr char kBits[] = "rwxrwxrwx";
    for (int bit = 0; bit < 9; ++bit) {
        if (entry.mode & (0400U >> bit))
            text[bit + 1] = kBits[bit];
    }
    const auto special = [&](uint32_t flag, int at, char set) {
        if (entry.mode & flag)
            text[at] = text[at] == 'x' ? set : char(set - 'a' + 'A');
    };
    special(04000, 3, 's');
    special(02000, 6, 's');
    special(01000, 9, 't');
    return QString::fromLatin1(text);
}

WallTime wallTime(const format::FileTime &time)
{
    // Seconds beyond what nanoseconds in 64 bits can say (1677 to 2262) stop at its ends.
    constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / 1'000'000'000 - 1;
    return WallTime(std::chrono::seconds(std::clamp(time.seconds, -kMost, kMost)) +
                    std::chrono::nanoseconds(time.nanoseconds));
}

QString isoFileTime(const format::FileTime &time)
{
    const auto day = QDateTime::fromSecsSinceEpoch(time.seconds, QTimeZone::UTC);
    if (!day.isValid())
        return {};
    return day.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) +
           QStringLiteral(".%1Z").arg(time.nanoseconds, 9, 10, QLatin1Char('0'));
}

QString ownerName(const std::map<uint32_t, QByteArray> &names, uint32_t id)
{
    const auto found = names.find(id);
    return found == names.end() ? QString::number(id) : console::printablePath(found->second);
}

QJsonObject entryToJson(const QByteArray &path, const format::DirectoryEntry &entry)
{
    QJsonObject object;
    console::putPath(object, QStringLiteral("path"), path);
    object[QStringLiteral("type")] = typeName(entry.type);
    object[QStringLiteral("size")] = qint64(entry.size);
    object[QStringLiteral("modified")] = isoFileTime(entry.modified);
    object[QStringLiteral("mode")] = QString::number(entry.mode, 8).rightJustified(4, QLatin1Char('0'));
    object[QStringLiteral("uid")] = qint64(entry.uid);
    object[QStringLiteral("gid")] = qint64(entry.gid);
    if (entry.type == FileType::SymbolicLink)
        console::putPath(object, QStringLiteral("target"), entry.target);
    if (entry.has(format::DirectoryEntry::Inconsistent))
        object[QStringLiteral("inconsistent")] = true;
    if (entry.has(format::DirectoryEntry::Carried))
        object[QStringLiteral("carried")] = true;
    return object;
}

QString shownPath(const QByteArray &path, const format::DirectoryEntry &entry)
{
    QString text = console::printablePath(path);
    if (entry.isDirectory() && !text.endsWith(QLatin1Char('/')))
        text += QLatin1Char('/');
    if (entry.type == FileType::SymbolicLink)
        text += QStringLiteral(" -> ") + console::printablePath(entry.target);
    return text;
}

} // namespace backspool::cli
