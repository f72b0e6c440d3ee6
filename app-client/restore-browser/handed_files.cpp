#include "restore-browser/handed_files.h"

#include <QDateTime>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace backspool::browser {

namespace {

constexpr auto kAll = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

/// A folder that was read-only when it was backed up is so here.
void makeRemovable(const QString &folder)
{
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const auto entries = QDir(folder).entryInfoList(kAll);
    for (const auto &entry : entries) {
        if (entry.isDir() && !entry.isSymLink())
            makeRemovable(entry.filePath());
    }
}

} // namespace

QString handedFilesFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
           QStringLiteral("/backspool/handed-out");
}

Result<QString> makeHandedFolder(const QString &parent)
{
    QDir().mkpath(parent);
    QFile::setPermissions(parent, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QTemporaryDir folder(parent + QStringLiteral("/XXXXXX"));
    folder.setAutoRemove(false);
    if (!folder.isValid())
        return fail(ErrorKind::Io, QStringLiteral("cannot make a folder in %1: %2").arg(parent, folder.errorString()));
    return folder.path();
}

void removeHandedFolder(const QString &folder)
{
    makeRemovable(folder);
    QDir(folder).removeRecursively();
}

void removeOldHandedFolders(const QString &parent, WallTime now)
{
    const auto old = QDateTime::fromSecsSinceEpoch(unixSeconds(now - kHandedTime));
    const auto folders = QDir(parent).entryInfoList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const auto &folder : folders) {
        if (folder.lastModified() < old && !folder.isSymLink())
            removeHandedFolder(folder.filePath());
    }
}

std::unique_ptr<QMimeData> mimeDataOf(const QString &folder)
{
    QList<QUrl> urls;
    QStringList paths;
    QByteArray gnome = "copy";
    const auto entries = QDir(folder).entryInfoList(kAll, QDir::Name);
    for (const auto &entry : entries) {
        urls += QUrl::fromLocalFile(entry.filePath());
        paths += entry.filePath();
        gnome += '\n' + urls.back().toEncoded();
    }
    auto data = std::make_unique<QMimeData>();
    data->setUrls(urls);
    data->setText(paths.join(QLatin1Char('\n')));
    data->setData(QStringLiteral("x-special/gnome-copied-files"), gnome);
    return data;
}

} // namespace backspool::browser
