#include "restore-browser/handed_files.h"

#include <QDateTime>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThreadPool>

#include <algorithm>
#include <filesystem>

namespace backspool::browser {

namespace {

// Names of files are bytes, and need not be UTF-8: QDir leaves others out.
namespace fs = std::filesystem;

fs::path pathOf(const QString &path)
{
    return fs::path(QFile::encodeName(path).toStdString());
}

std::vector<fs::path> entriesOf(const fs::path &folder)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        entries.push_back(at->path());
    return entries;
}

/// A folder that was read-only when it was backed up is so here.
void makeRemovable(const fs::path &folder)
{
    std::error_code error;
    fs::permissions(folder, fs::perms::owner_all, error);
    for (const auto &entry : entriesOf(folder)) {
        if (fs::is_directory(fs::symlink_status(entry, error)))
            makeRemovable(entry);
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
    std::error_code error;
    makeRemovable(pathOf(folder));
    fs::remove_all(pathOf(folder), error); // what stays is tried again with the old ones
}

void removeHandedFolderLater(const QString &folder)
{
    QThreadPool::globalInstance()->start([folder] { removeHandedFolder(folder); });
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

void clearHandedFolders()
{
    QThreadPool::globalInstance()->start(
        [parent = handedFilesFolder()] { removeOldHandedFolders(parent, SystemClock().now()); });
}

QByteArrayList handedPaths(const QString &folder)
{
    QByteArrayList paths;
    for (const auto &entry : entriesOf(pathOf(folder)))
        paths += QByteArray::fromStdString(entry.native());
    std::ranges::sort(paths);
    return paths;
}

std::unique_ptr<QMimeData> mimeDataOf(const QByteArrayList &paths)
{
    QList<QUrl> urls;
    QStringList texts;
    QByteArray gnome = "copy";
    for (const auto &path : paths) {
        const QByteArray url = "file://" + path.toPercentEncoding("/");
        urls += QUrl::fromEncoded(url);
        texts += QFile::decodeName(path);
        gnome += '\n' + url;
    }
    auto data = std::make_unique<QMimeData>();
    data->setUrls(urls);
    data->setText(texts.join(QLatin1Char('\n')));
    data->setData(QStringLiteral("x-special/gnome-copied-files"), gnome);
    return data;
}

} // namespace backspool::browser
