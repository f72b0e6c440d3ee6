#include "crash/point_content.h"

#include "codec/signature.h"
#include "format/directory_reader.h"
#include "format/version_record.h"

#include <QDirIterator>
#include <QFile>

namespace backspool::test {

namespace {

Result<QByteArray> contentOfFile(const store::ObjectStore &store, const format::DirectoryEntry &entry)
{
    if (entry.size == 0)
        return QByteArray();
    if (entry.size <= uint64_t(codec::kLeafSize))
        return store.read(entry.content);
    const auto record = TRY(format::VersionRecord::decode(TRY(store.read(entry.content))));
    const auto fetch = [&store](const ObjectName &name) { return store.readNode(name); };
    QByteArray content;
    TRY(record.forEachExtent(fetch, [&](const format::Extent &extent) -> Result<bool> {
        if (extent.isHole())
            content.append(qsizetype(extent.length), '\0');
        else
            content.append(TRY(store.read(extent.chunk)).mid(qsizetype(extent.offset), qsizetype(extent.length)));
        return true;
    }));
    if (codec::signatureOf(store.digester(), content).name != entry.content)
        return fail(ErrorKind::Damaged, QStringLiteral("the signature is another"));
    return content;
}

} // namespace

std::map<QByteArray, Result<QByteArray>> contentOf(const store::ObjectStore &store, const ObjectName &root)
{
    std::map<QByteArray, Result<QByteArray>> files;
    std::vector<std::pair<QByteArray, ObjectName>> todo{{QByteArray(), root}};
    const auto fetch = [&store](const ObjectName &name) { return store.readNode(name); };
    while (!todo.empty()) {
        const auto [path, node] = todo.back();
        todo.pop_back();
        const auto read =
            format::forEachDirectoryEntry(node, fetch, [&](format::DirectoryEntry &&entry) -> Result<bool> {
                const QByteArray own = path + '/' + entry.name;
                if (entry.isDirectory())
                    todo.emplace_back(own, entry.content);
                else if (entry.type == format::FileType::File)
                    files.emplace(own, contentOfFile(store, entry));
                return true;
            });
        if (!read)
            files.insert_or_assign(path + "/*", fail(read.error()));
    }
    return files;
}

std::map<QByteArray, QByteArray> contentOf(const QString &folder)
{
    std::map<QByteArray, QByteArray> files;
    QDirIterator iterator(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (file.open(QIODevice::ReadOnly))
            files.emplace(QFile::encodeName(file.fileName()), file.readAll());
    }
    return files;
}

} // namespace backspool::test
