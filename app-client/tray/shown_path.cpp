#include "tray/shown_path.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

namespace backspool::tray {

QByteArray shownPath(const QString &path)
{
    const bool isUrl = path.startsWith(QLatin1StringView("file:"));
    const QString local = isUrl ? QUrl(path).toLocalFile() : path;
    const QString clean = QDir::cleanPath(QFileInfo(local).absoluteFilePath());
    const QFileInfo info(clean);
    const bool isWithin = (local.size() > 1 && local.endsWith(QLatin1Char('/'))) || (info.isDir() && !info.isSymLink());
    const QString real = isWithin ? info.canonicalFilePath() : QFileInfo(info.path()).canonicalFilePath();
    QString shown = clean;
    if (!real.isEmpty() && isWithin)
        shown = real;
    else if (!real.isEmpty() && !info.fileName().isEmpty())
        shown = real + (real.endsWith(QLatin1Char('/')) ? QString() : QStringLiteral("/")) + info.fileName();
    return QFile::encodeName(isWithin && shown != QLatin1StringView("/") ? shown + QLatin1Char('/') : shown);
}

} // namespace backspool::tray
