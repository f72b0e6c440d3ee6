#include "settings/login_start.h"

#include "core/small_file.h"
#include "core/units.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace backspool::settings {

namespace {

const QString kFile = QStringLiteral("/org.backspool.Backspool.desktop");
constexpr ByteCount kMaxFile = 64_KiB;
const QByteArray kEntry = "[Desktop Entry]\nType=Application\nName=Backspool\nExec=backspool --background\n"
                          "Icon=backspool\nNoDisplay=true\n";

/// Nothing: there is no such file.
std::optional<bool> starts(const QString &folder)
{
    const auto content = readSmallFile(folder + kFile, kMaxFile);
    if (!content)
        return std::nullopt;
    for (const auto &line : content->split('\n')) {
        const auto bare = line.simplified().replace(" ", "");
        if (bare == "Hidden=true" || bare == "X-GNOME-Autostart-enabled=false")
            return false;
    }
    return true;
}

/// As this program writes it, or not a desktop file at all: nobody misses it.
bool isOurs(const QByteArray &content)
{
    return content.startsWith(kEntry) || !content.split('\n').contains("[Desktop Entry]");
}

/// What somebody has written stays, but for the word on whether it starts.
QByteArray withHidden(const QByteArray &content, bool isHidden)
{
    QByteArrayList lines;
    for (const auto &line : content.split('\n')) {
        const auto bare = line.simplified().replace(" ", "");
        if (bare.startsWith("Hidden=") || bare.startsWith("X-GNOME-Autostart-enabled="))
            continue;
        lines += line;
        if (isHidden && line == "[Desktop Entry]")
            lines += "Hidden=true";
    }
    return lines.join('\n');
}

bool systemStarts(const AutostartFolders &folders)
{
    for (const auto &folder : folders.system) {
        if (const auto says = starts(folder))
            return *says;
    }
    return false;
}

} // namespace

AutostartFolders AutostartFolders::ofDesktop()
{
    auto folders = QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation);
    for (auto &folder : folders)
        folder += QStringLiteral("/autostart");
    const QString user = folders.takeFirst();
    return {user, folders};
}

bool startsAtLogin(const AutostartFolders &folders)
{
    return starts(folders.user).value_or(systemStarts(folders));
}

Status setStartsAtLogin(const AutostartFolders &folders, bool wanted)
{
    const QString file = folders.user + kFile;
    const QString doing = QStringLiteral("saving %1").arg(file);
    if (const auto own = readSmallFile(file, kMaxFile); own && !isOurs(*own)) {
        TRY_CONTEXT(doing, replaceFile(file, withHidden(*own, !wanted)));
        return {};
    }
    if (wanted == systemStarts(folders)) {
        if (QFile::exists(file) && !QFile::remove(file))
            return fail(ErrorKind::Io, QStringLiteral("%1 cannot be removed").arg(file));
        return {};
    }
    if (!QDir().mkpath(folders.user))
        return fail(ErrorKind::Io, QStringLiteral("the folder %1 cannot be made").arg(folders.user));
    TRY_CONTEXT(doing, replaceFile(file, kEntry + (wanted ? "" : "Hidden=true\n")));
    return {};
}

} // namespace backspool::settings
