/// A sparse file as runs of data and holes, as it was at one moment, though both become the other meanwhile.
#include "active/guard/copy_guard.h"
#include "difference/file_runs.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/falloc.h>

#include <array>

using namespace backspool;
using namespace backspool::engine;

namespace {

constexpr uint64_t kSize = 1 << 20;
constexpr off_t kHole = 64 << 10, kHoleEnd = 512 << 10;

struct Read
{
    QByteArray content;
    uint64_t inHoles = 0; ///< bytes
};

Read readAll(const FileContent &file)
{
    Read read;
    while (uint64_t(read.content.size()) < kSize) {
        const auto run = fileRunAt(file, uint64_t(read.content.size()), kSize, true);
        if (run.length == 0)
            break;
        QByteArray part(qsizetype(run.length), '\0');
        if (run.isHole)
            read.inHoles += run.length;
        else if (const auto got = readFileAt(file, part.data(), part.size(), run.offset); !got || *got != part.size())
            break;
        read.content += part;
    }
    return read;
}

} // namespace

class FileRunsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// It was cut off after it was looked at: what is not there is no hole.
    void aSparseFileEndsWhereItDoes()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("sparse")));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.write("data") == 4);
        for (const qint64 size : {qint64(100'000), qint64(4'096), qint64(4)}) {
            QVERIFY(file.resize(size));
            const auto read = readAll(file.handle());
            QCOMPARE(read.content, "data" + QByteArray(size - 4, '\0'));
        }
        QCOMPARE(fileRunAt(file.handle(), 5'000, kSize, true).length, uint64_t(0));
    }

    void aGuardedFileHasTheHolesThatItHad()
    {
        const QTemporaryDir folder;
        const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("sparse")));
        FileDescriptor writer(::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        const QByteArray data(kSize - kHoleEnd, 'd');
        QVERIFY(::pwrite(writer.get(), data.constData(), size_t(kHole), 0) == kHole);
        QVERIFY(::pwrite(writer.get(), data.constData(), size_t(data.size()), kHoleEnd) == data.size());
        const auto before = QByteArray(kHole, 'd') + QByteArray(kHoleEnd - kHole, '\0') + data;
        const FileDescriptor file(::open(path.constData(), O_RDONLY | O_CLOEXEC));
        const auto plain = readAll(file.get());
        QVERIFY(plain.content == before);
        if (plain.inHoles == 0)
            QSKIP("the file system of temporary files has no holes");

        writer.reset();
        CopyGuard guard(std::chrono::milliseconds(500));
        Spill spill(folder.path(), kSize);
        guard.watch(file.get());
        const FileDescriptor changer(::open(path.constData(), O_RDWR | O_CLOEXEC));
        const auto guarded = guard.guard(std::array{file.get()}, spill);
        if (!guarded && guarded.error().kind() == ErrorKind::Unsupported)
            QSKIP("this kernel has no pre-content events, or we may not ask");
        VERIFY_OK(guarded);
        QVERIFY(::fallocate(changer.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, kHoleEnd, 100'000) == 0);
        QVERIFY(::pwrite(changer.get(), "changed", 7, kHole + 100'000) == 7);
        QVERIFY(readAll(file.get()).content != before);
        const auto asItWas = readAll({file.get(), guarded->front().get()});
        QVERIFY(asItWas.content == before);
        QVERIFY(asItWas.inHoles > 300'000);
        VERIFY_OK(guarded->front()->finish());
    }
};

QTEST_GUILESS_MAIN(FileRunsTest)
#include "tst_file_runs.moc"
