#include "archive/point_archive.h"

#include "read/content_fetch.h"
#include "read/withheld_entry.h"

#include <future>

namespace backspool::engine {

namespace {

constexpr size_t kMostProblems = 1'000;
/// Zeros that are written at a time.
constexpr uint64_t kZeros = 64 << 10;

/// Writes the content of one file into the archive as it comes.
class FileSink final : public ContentSink
{
public:
    explicit FileSink(ArchiveFile &archive) : archive_(archive) {}

    Status data(QByteArrayView bytes) override
    {
        TRY(kept(archive_.write(bytes)));
        written_ += uint64_t(bytes.size());
        return {};
    }
    Status hole(uint64_t length) override { return fill(length); }
    void finished(const Status &status) override { finished_.set_value(status); }

    Status wait() { return finished_.get_future().get(); }
    uint64_t written() const { return written_; }
    /// Why the archive could not be written, if that was it.
    const Status &archiveStatus() const { return archiveStatus_; }
    Status fill(uint64_t length)
    {
        static const QByteArray zeros(qsizetype(kZeros), '\0');
        while (length > 0) {
            const auto part = std::min(length, kZeros);
            TRY(data(QByteArrayView(zeros).first(qsizetype(part))));
            length -= part;
        }
        return {};
    }

private:
    Status kept(const Status &status)
    {
        if (!status)
            archiveStatus_ = status;
        return status;
    }

    ArchiveFile &archive_;
    uint64_t written_ = 0;
    Status archiveStatus_;
    std::promise<Status> finished_;
};

/// One archive being written. One thread.
class Writer
{
public:
    Writer(ArchiveFile &archive, ObjectFetcher &fetcher, const Verifier &verifier, ProgressSink &progress,
           const CancelToken &cancel)
        : archive_(archive), fetcher_(fetcher), contents_(fetcher, verifier), progress_(progress), cancel_(cancel)
    {
    }
    ~Writer() { fetcher_.threads().waitUntilIdle(); } // the last may still be on its way out of a fetch

    /// @p entry of @p point as @p name ("" for "/", whose entries have no folder above them), and what is in it.
    Status add(const PointReader &point, const PointEntry &entry, const QString &name)
    {
        std::vector<std::pair<PointEntry, QString>> waiting = {{entry, name}};
        while (!waiting.empty()) {
            TRY(cancel_.check());
            const auto [next, path] = std::move(waiting.back());
            waiting.pop_back();
            if (isWithheld(next.entry)) {
                problem(next.path, withheldError().text());
                continue;
            }
            if (!next.entry.isDirectory()) {
                TRY(addFile(next, path));
                continue;
            }
            if (!path.isEmpty())
                TRY(archive_.addFolder(path, next.entry));
            ++report_.folders;
            auto cursor = point.list(next);
            const auto listed = list(cursor, next, path, waiting);
            if (!listed && listed.error().kind() != ErrorKind::Damaged)
                return listed;
            if (!listed)
                problem(next.path, listed.error().text());
        }
        return {};
    }
    /// What @p entry is called in the archive, whose names are text.
    QString nameOf(const PointEntry &entry)
    {
        const QByteArray &name = entry.entry.name;
        const QString text = QFile::decodeName(name);
        if (QFile::encodeName(text) == name)
            return text;
        // Two such names must not become one.
        const QString spelled = QString::fromLatin1(name.toPercentEncoding());
        problem(entry.path, QStringLiteral("its name is no text: in the archive it is %1").arg(spelled));
        return spelled;
    }
    const ArchiveReport &report() const { return report_; }

private:
    Status list(DirectoryCursor &cursor, const PointEntry &folder, const QString &path,
                std::vector<std::pair<PointEntry, QString>> &waiting)
    {
        while (TRY(cursor.next())) {
            auto entry = PointReader::entryAt(cursor, folder);
            const QString name = nameOf(entry);
            waiting.emplace_back(std::move(entry), path.isEmpty() ? name : path + QLatin1Char('/') + name);
        }
        return {};
    }

    Status addFile(const PointEntry &file, const QString &path)
    {
        if (file.entry.type == format::FileType::SymbolicLink) {
            if (QFile::encodeName(QFile::decodeName(file.entry.target)) != file.entry.target) {
                problem(file.path, QStringLiteral("an archive has no way to say where this link leads: it is no text"));
                return {};
            }
            TRY(archive_.addLink(path, file.entry));
        } else if (file.entry.type == format::FileType::File) {
            if (const auto held = archive_.holds(file.entry); !held) {
                problem(file.path, held.error().text());
                return {};
            }
            TRY(archive_.beginFile(path, file.entry));
            TRY(addContent(file));
        } else {
            problem(file.path, QStringLiteral("archives hold files, folders and links only"));
            return {};
        }
        ++report_.files;
        tell();
        return {};
    }

    Status addContent(const PointEntry &file)
    {
        const auto sink = std::make_shared<FileSink>(archive_);
        Status status;
        if (file.entry.size > 0) {
            contents_.fetch(file.entry, file.parent, sink);
            status = sink->wait();
        }
        TRY(sink->archiveStatus());
        if (!status && status.error().kind() != ErrorKind::Damaged && status.error().kind() != ErrorKind::NotFound)
            return status;
        if (!status) {
            problem(file.path, status.error().text());
            TRY(sink->fill(file.entry.size - std::min(file.entry.size, sink->written())));
        }
        report_.bytes += file.entry.size;
        return archive_.endFile(file.entry.size);
    }

    void problem(const QByteArray &path, const QString &reason)
    {
        ++report_.problemCount;
        if (report_.problems.size() < kMostProblems)
            report_.problems.push_back({path, reason});
    }
    void tell() { progress_.progressed({.itemsDone = report_.files, .bytesDone = report_.bytes}); }

    ArchiveFile &archive_;
    ObjectFetcher &fetcher_;
    ContentFetch contents_;
    ProgressSink &progress_;
    const CancelToken &cancel_;
    ArchiveReport report_;
};

} // namespace

Result<ArchiveReport> writeArchive(ObjectFetcher &fetcher, const Verifier &verifier,
                                   const std::vector<ArchivePart> &parts, const QString &file, ArchiveFormat format,
                                   ProgressSink &progress, const CancelToken &cancel)
{
    std::vector<std::pair<const PointReader *, PointEntry>> entries;
    for (const auto &part : parts) {
        for (const auto &path : part.paths)
            entries.emplace_back(&part.point, TRY(part.point.find(path)));
    }
    const auto archive = TRY(ArchiveFile::create(file, format));
    ArchiveReport report;
    {
        Writer writer(*archive, fetcher, verifier, progress, cancel);
        for (const auto &[point, entry] : entries)
            TRY(writer.add(*point, entry, entry.path == "/" ? QString() : writer.nameOf(entry)));
        report = writer.report();
    }
    TRY(archive->finish());
    return report;
}

} // namespace backspool::engine
