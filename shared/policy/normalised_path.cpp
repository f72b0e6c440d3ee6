#include "policy/normalised_path.h"

namespace backspool::policy {

Result<QByteArray> normalisedPath(QByteArrayView path)
{
    if (path.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("the path is empty"));
    if (path.contains('\0'))
        return fail(ErrorKind::Invalid, QStringLiteral("the path \"%1\" holds a NUL").arg(QString::fromUtf8(path)));
    if (path.front() != '/')
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the path \"%1\" does not begin with \"/\"").arg(QString::fromUtf8(path)));

    QByteArray normalised; // "/a/b"; "/" is empty until the end
    normalised.reserve(path.size());
    while (!path.isEmpty()) {
        path = path.sliced(1);
        const qsizetype slash = path.indexOf('/');
        const QByteArrayView part = path.first(slash < 0 ? path.size() : slash);
        path = path.sliced(part.size());
        if (part == "..")
            normalised.truncate(std::max<qsizetype>(0, normalised.lastIndexOf('/')));
        else if (!part.isEmpty() && part != ".")
            normalised.append('/').append(part);
    }
    return normalised.isEmpty() ? QByteArray("/") : normalised;
}

bool isWithin(QByteArrayView path, QByteArrayView folder)
{
    return folder == "/" || (path.startsWith(folder) && (path.size() == folder.size() || path[folder.size()] == '/'));
}

} // namespace backspool::policy
