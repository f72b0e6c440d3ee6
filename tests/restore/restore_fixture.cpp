#include "restore/restore_fixture.h"

#include "files/attributes.h"
#include "files/file_status.h"
#include "files/folder_listing.h"
#include "files/open_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace backspool::tests {

QByteArrayList RecordedEvents::paths(engine::RestoreProblem::Kind kind, const QByteArray &base) const
{
    QByteArrayList result;
    for (const auto &problem : problems) {
        if (problem.kind == kind)
            result += problem.path.startsWith(base) ? problem.path.sliced(base.size()) : problem.path;
    }
    std::ranges::sort(result);
    return result;
}

QString RecordedEvents::reasons() const
{
    QStringList result;
    for (const auto &problem : problems)
        result += QString::fromUtf8(problem.path) + QStringLiteral(": ") + problem.reason;
    return result.join(QLatin1Char('\n'));
}

RestoreFixture::RestoreFixture() : service(testDigester()), maker(service)
{
    for (const char *name : {"target", "source", "outside", "state"})
        QDir(folder_.path()).mkdir(QString::fromLatin1(name));
}

/// QTemporaryDir leaves names that are no text, and paths that are too long.
RestoreFixture::~RestoreFixture()
{
    std::error_code ignored;
    std::filesystem::remove_all(base().toStdString(), ignored);
}

engine::RestoreState RestoreFixture::state() const
{
    const QString folder = QString::fromUtf8(base()) + QStringLiteral("/state");
    return {folder + QStringLiteral("/restored"), folder + QStringLiteral("/restore-journal")};
}

Result<engine::RestoreReport> RestoreFixture::restore(PointId point, const engine::RestoreOptions &options)
{
    events.problems.clear();
    events.actions.clear();
    NoProgress progress;
    return engine::runRestore(service, testDigester(), point, state(), options, events, progress, cancel);
}

Result<engine::RestoreReport> RestoreFixture::restore(PointId point, const QByteArray &path,
                                                      engine::OnConflict onConflict)
{
    engine::RestoreOptions options;
    options.paths = {path};
    options.to = target();
    options.onConflict = onConflict;
    options.host = QSysInfo::machineHostName();
    return restore(point, options);
}

void writeFile(const QByteArray &path, const QByteArray &content)
{
    QDir().mkpath(QFile::decodeName(path.first(path.lastIndexOf('/'))));
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || ::write(file, content.constData(), size_t(content.size())) != content.size() || ::close(file) != 0)
        qFatal("cannot write %s", path.constData());
}

std::optional<QByteArray> readFile(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    struct stat status{};
    if (::lstat(path.constData(), &status) != 0 || !S_ISREG(status.st_mode) || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

bool exists(const QByteArray &path)
{
    struct stat status{};
    return ::lstat(path.constData(), &status) == 0;
}

QByteArrayList namesIn(const QByteArray &path)
{
    QByteArrayList result;
    if (const auto folder = engine::openFolderAt(AT_FDCWD, path)) {
        for (const auto &name : engine::listFolder(folder->get()).value_or(std::vector<QByteArray>()))
            result += name;
    }
    return result;
}

namespace {

class Description
{
public:
    void folder(int file, const QByteArray &path)
    {
        const auto names = engine::listFolder(file);
        for (const auto &name : *names) {
            const auto status = engine::statusAt(file, name);
            if (!status)
                qFatal("cannot look at %s", name.constData());
            const QByteArray full = path + '/' + name;
            entry(file, name, full, *status);
            if (status->type == format::FileType::Directory)
                folder(engine::openFolderAt(file, name)->get(), full);
        }
    }
    QByteArrayList lines;

private:
    void entry(int folder, const QByteArray &name, const QByteArray &path, const engine::FileStatus &status)
    {
        QByteArray line = path + " type " + QByteArray::number(int(status.type)) + " mode " +
                          QByteArray::number(status.mode, 8) + " owner " + QByteArray::number(status.uid) + ':' +
                          QByteArray::number(status.gid) + " time " +
                          QByteArray::number(qlonglong(status.modified.seconds)) + '.' +
                          QByteArray::number(status.modified.nanoseconds);
        const auto attributes = engine::readAttributes(folder, name);
        for (const auto &attribute : attributes->list) {
            const auto pair = *attribute.asExtended();
            line += " xattr " + pair.first + '=' + pair.second.toHex();
        }
        if (status.type == format::FileType::SymbolicLink)
            line += " -> " + *engine::readLinkAt(folder, name);
        if (status.type == format::FileType::CharacterDevice || status.type == format::FileType::BlockDevice)
            line += " device " + QByteArray::number(status.deviceMajor) + ',' + QByteArray::number(status.deviceMinor);
        if (status.type != format::FileType::Directory && status.linkCount > 1) {
            const auto [known, isNew] = inodes_.try_emplace(status.inode, path);
            line += " links " + QByteArray::number(status.linkCount) + " same as " + known->second;
        }
        if (status.type == format::FileType::File) {
            QFile file;
            const auto opened = engine::openFileAt(folder, name);
            if (!file.open(opened->get(), QIODevice::ReadOnly))
                qFatal("cannot read %s", path.constData());
            QCryptographicHash hash(QCryptographicHash::Sha256);
            hash.addData(&file);
            line +=
                " size " + QByteArray::number(qulonglong(status.size)) + " content " + hash.result().toHex().first(16);
            line += status.blocks * 512 < status.size ? " sparse" : "";
        }
        lines += line;
    }
    std::map<uint64_t, QByteArray> inodes_;
};

} // namespace

QByteArrayList describeTree(const QByteArray &path)
{
    Description description;
    const auto folder = engine::openFolderAt(AT_FDCWD, path);
    if (!folder)
        return {"cannot open it"};
    const auto status = engine::statusOf(folder->get());
    description.lines += "mode " + QByteArray::number(status->mode, 8) + " time " +
                         QByteArray::number(qlonglong(status->modified.seconds)) + '.' +
                         QByteArray::number(status->modified.nanoseconds);
    description.folder(folder->get(), {});
    return description.lines;
}

} // namespace backspool::tests
