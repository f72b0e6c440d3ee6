#include "difference/content_reader.h"

#include "format/version_record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr qsizetype kReadSize = 1_MiB;

/// Up to @p size bytes from @p offset; fewer at the end of the file.
Result<qsizetype> readAt(int file, char *buffer, qsizetype size, uint64_t offset)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t got = ::pread(file, buffer + done, size_t(size - done), off_t(offset + uint64_t(done)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, QStringLiteral("cannot read it")));
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

/// A run of a file: data, or a hole.
struct Run
{
    uint64_t offset = 0;
    uint64_t length = 0;
    bool isHole = false;
};

/// The run that starts at @p offset; the file is taken as @p size bytes long.
Run runAt(int file, uint64_t offset, uint64_t size, bool isSparse)
{
    if (!isSparse)
        return {offset, size - offset, false};
    const off_t data = ::lseek(file, off_t(offset), SEEK_DATA);
    if (data < 0) // ENXIO: only a hole is left. Else: a file system that cannot tell.
        return {offset, size - offset, errno == ENXIO};
    if (uint64_t(data) > offset)
        return {offset, std::min(uint64_t(data), size) - offset, true};
    const off_t hole = ::lseek(file, off_t(offset), SEEK_HOLE);
    const uint64_t end = hole < 0 ? size : std::min(uint64_t(hole), size);
    return {offset, end - offset, false};
}

bool isSparse(const FileStatus &status)
{
    return status.blocks * 512 < status.size;
}

/// Calls @p data for the bytes of the file in order and @p hole for its holes; stops where the file ends.
template <class OnData, class OnHole>
Status readRuns(int file, const FileStatus &status, const CancelToken &cancel, OnData data, OnHole hole)
{
    QByteArray buffer(std::min(kReadSize, qsizetype(status.size)), Qt::Uninitialized);
    const bool sparse = isSparse(status);
    uint64_t offset = 0;
    while (offset < status.size) {
        const Run run = runAt(file, offset, status.size, sparse);
        if (run.length == 0)
            break;
        if (run.isHole) {
            TRY(hole(run.length));
            offset += run.length;
            continue;
        }
        const uint64_t end = offset + run.length;
        while (offset < end) {
            TRY(cancel.check());
            const auto want = qsizetype(std::min(uint64_t(kReadSize), end - offset));
            const qsizetype got = TRY(readAt(file, buffer.data(), want, offset));
            if (got > 0)
                TRY(data(QByteArrayView(buffer).first(got)));
            offset += uint64_t(got);
            if (got < want)
                return {};
        }
    }
    return {};
}

/// Cuts data into chunks, and sends each; holes end the chunk before them.
class ChunkSender
{
public:
    ChunkSender(const codec::Digester &digester, const codec::Chunker &chunker, ObjectSink &sink,
                format::VersionBuilder &version, std::shared_ptr<Outcome> outcome)
        : digester_(digester), chunker_(chunker), sink_(sink), version_(version), outcome_(std::move(outcome))
    {
    }

    Status data(QByteArrayView bytes)
    {
        carry_.append(bytes);
        return cut(false);
    }
    Status hole(uint64_t length)
    {
        TRY(cut(true));
        version_.add({{}, 0, length});
        return {};
    }
    Status finish() { return cut(true); }

private:
    Status cut(bool isLast)
    {
        QByteArrayView rest(carry_);
        while (!rest.isEmpty()) {
            const qsizetype length = chunker_.cut(rest, isLast);
            if (length == 0)
                break;
            const QByteArray chunk = rest.first(length).toByteArray();
            const auto name = digester_.chunk(chunk);
            version_.add({name, 0, uint64_t(length)});
            TRY(sink_.submit(format::ObjectKind::Chunk, name, chunk, uint64_t(length), {}, outcome_));
            rest = rest.sliced(length);
        }
        carry_ = rest.toByteArray();
        return {};
    }

    const codec::Digester &digester_;
    const codec::Chunker &chunker_;
    ObjectSink &sink_;
    format::VersionBuilder &version_;
    std::shared_ptr<Outcome> outcome_;
    QByteArray carry_;
};

} // namespace

Result<Content> ContentReader::send(int file, const FileStatus &status, const ClaimQueue::Prover &prover,
                                    std::shared_ptr<Outcome> outcome) const
{
    if (status.size <= uint64_t(codec::kLeafSize))
        return sendSmall(file, status, std::move(outcome));
    return sendLarge(file, status, prover, std::move(outcome));
}

Result<Content> ContentReader::sendSmall(int file, const FileStatus &status, std::shared_ptr<Outcome> outcome) const
{
    TRY(cancel_.check());
    QByteArray bytes(qsizetype(status.size), Qt::Uninitialized);
    bytes.truncate(TRY(readAt(file, bytes.data(), bytes.size(), 0)));
    tally_.bytesRead += uint64_t(bytes.size());
    if (bytes.isEmpty())
        return Content{};
    const auto name = digester_.chunk(bytes);
    TRY(sink_.submit(format::ObjectKind::Chunk, name, bytes, uint64_t(bytes.size()), {}, std::move(outcome)));
    return Content{name, uint64_t(bytes.size())};
}

Result<Content> ContentReader::sendLarge(int file, const FileStatus &status, const ClaimQueue::Prover &prover,
                                         std::shared_ptr<Outcome> outcome) const
{
    ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
    codec::SignatureBuilder signature(digester_);
    Status emitted;
    format::VersionBuilder version(digester_, [&](const ObjectName &name, const QByteArray &bytes) {
        if (emitted)
            emitted = sink_.submit(format::ObjectKind::Node, name, bytes, uint64_t(bytes.size()), {}, outcome);
    });
    ChunkSender chunks(digester_, chunker_, sink_, version, outcome);
    TRY(readRuns(
        file, status, cancel_,
        [&](QByteArrayView bytes) {
            tally_.bytesRead += uint64_t(bytes.size());
            signature.add(bytes);
            return chunks.data(bytes);
        },
        [&](uint64_t length) {
            signature.addZeros(length);
            return chunks.hole(length);
        }));
    TRY(chunks.finish());
    const auto whole = signature.finish();
    if (whole.size <= uint64_t(codec::kLeafSize)) {
        // It shrank while it was read, to what is one chunk by itself; the pieces that were sent serve nobody.
        FileStatus smaller = status;
        smaller.size = whole.size;
        return sendSmall(file, smaller, std::move(outcome));
    }
    const auto record = version.finish();
    TRY(std::move(emitted));
    TRY(sink_.submit(format::ObjectKind::Version, whole.name, record.encode(), whole.size, prover, std::move(outcome)));
    return Content{whole.name, whole.size};
}

Result<Content> ContentReader::digest(int file, const FileStatus &status) const
{
    codec::SignatureBuilder signature(digester_);
    TRY(readRuns(
        file, status, cancel_,
        [&](QByteArrayView bytes) -> Status {
            tally_.bytesRead += uint64_t(bytes.size());
            signature.add(bytes);
            return {};
        },
        [&](uint64_t length) -> Status {
            signature.addZeros(length);
            return {};
        }));
    const auto whole = signature.finish();
    return whole.size == 0 ? Content{} : Content{whole.name, whole.size};
}

QByteArray ContentReader::prove(int file, const protocol::Challenge &challenge)
{
    QByteArray bytes(qsizetype(challenge.length), Qt::Uninitialized);
    const auto got = readAt(file, bytes.data(), bytes.size(), challenge.offset);
    if (!got || *got != bytes.size())
        return {};
    return codec::Digester::proof(challenge.nonce, bytes);
}

} // namespace backspool::engine
