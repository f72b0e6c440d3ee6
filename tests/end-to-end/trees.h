#pragma once
/// Trees of files for the stories, and the comparison of two by a tool that is not ours.
#include <QByteArray>
#include <QString>

namespace backspool::test {

/// A tree that holds one of everything that a restore can lose. @p folder must not exist.
bool makeOneOfEverything(const QString &folder);
/// A file 30 folders down, with a path of 5,800 bytes: longer than PATH_MAX, and than rsync takes.
bool makeDeepPath(const QString &folder);
/// @p files small files with contents by @p seed (compressible text and noise), and @p large files of @p largeSize
/// bytes.
bool makeFiles(const QString &folder, int files, int large, qint64 largeSize, quint32 seed);
/// What rsync would change to make @p copy like @p original: content, owners, modes, times, ACLs, extended attributes,
/// hard links. Empty when nothing.
QString differences(const QString &original, const QString &copy);
/// What rsync does not compare: nanoseconds of times, and that holes are holes. Empty when alike.
QString finerDifferences(const QString &original, const QString &copy);
bool writeFile(const QString &path, const QByteArray &bytes);
QByteArray readFile(const QString &path);
/// Bytes of @p size by @p seed that do not compress.
QByteArray noise(qint64 size, quint32 seed);

} // namespace backspool::test
