/// Clones onto clones, on a real XFS: whatever the spare one had and whatever was done to the file, it is what the file
/// is.
#include "active/frozen_file.h"
#include "active/spare_clones.h"
#include "support/files.h"
#include "support/verify_ok.h"
#include "watch/mounted_image.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <random>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

FileDescriptor openFile(const QString &path, int flags)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600));
}

QByteArray contentOf(int file)
{
    struct stat status{};
    if (::fstat(file, &status) != 0)
        return {};
    QByteArray content(status.st_size, Qt::Uninitialized);
    return ::pread(file, content.data(), size_t(content.size()), 0) == content.size() ? content : QByteArray();
}

uint64_t inodeOf(int file)
{
    struct stat status{};
    return ::fstat(file, &status) == 0 ? status.st_ino : 0;
}

SpareClones::File idOf(int file)
{
    struct stat status{};
    return ::fstat(file, &status) == 0 ? SpareClones::File{status.st_dev, status.st_ino} : SpareClones::File{};
}

/// Written to, cut off, grown, holes made in it.
void change(int file, std::mt19937 &random)
{
    struct stat status{};
    QCOMPARE(::fstat(file, &status), 0);
    const auto at = status.st_size > 0 ? off_t(random() % size_t(status.st_size)) : 0;
    const auto bytes = randomBytes(uint32_t(random()), 1 + qsizetype(random() % 100'000));
    switch (random() % 5) {
    case 0:
        QCOMPARE(::ftruncate(file, off_t(random() % 2'000'000)), 0);
        break;
    case 1:
        QCOMPARE(::fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, bytes.size()), 0);
        break;
    default:
        QCOMPARE(::pwrite(file, bytes.constData(), size_t(bytes.size()), at), bytes.size());
    }
}

} // namespace

class SpareClonesTest : public QObject
{
    Q_OBJECT

    std::map<QString, std::unique_ptr<MountedImage>> images_;
    FileDescriptor folder_, file_;

    /// False: the test is skipped, or has failed.
    bool begin(const QString &type, const QByteArray &content)
    {
        auto &image = images_[type];
        if (!image)
            image = std::make_unique<MountedImage>(type);
        if (!image->error().isEmpty()) {
            [&] { QSKIP(qPrintable(image->error())); }();
            return false;
        }
        folder_ = openFile(image->path(), O_RDONLY | O_DIRECTORY);
        file_ = openFile(image->path(QStringLiteral("file")), O_RDWR | O_CREAT | O_TRUNC);
        const bool isMade =
            folder_.isOpen() && ::write(file_.get(), content.constData(), size_t(content.size())) == content.size();
        [&] { QVERIFY2(isMade, "the file cannot be made"); }();
        return isMade;
    }
    /// A spare one that has what the file has now.
    void keepClone(SpareClones &spares)
    {
        auto clone = cloneFile(folder_.get(), file_.get());
        VERIFY_OK(clone);
        spares.keep(idOf(file_.get()), *std::move(clone));
    }

private Q_SLOTS:
    void aCloneThatEndsTooEarlyIsNotWhole_data()
    {
        QTest::addColumn<uint64_t>("before");
        QTest::addColumn<uint64_t>("clone");
        QTest::addColumn<uint64_t>("after");
        QTest::addColumn<bool>("mayBe");
        const auto row = [](const char *what, uint64_t before, uint64_t clone, uint64_t after, bool mayBe) {
            QTest::newRow(what) << before << clone << after << mayBe;
        };
        row("nobody writes", 100'000, 100'000, 100'000, true);
        row("nobody writes, and it stopped halfway", 100'000, 65'536, 100'000, false);
        row("before anything", 100'000, 0, 100'000, false);
        row("it is empty", 0, 0, 0, true);
        row("grown before", 100'000, 150'000, 150'000, true);
        row("grown after", 100'000, 100'000, 150'000, true);
        row("grown, and it stopped halfway", 100'000, 65'536, 150'000, false);
        row("cut off before", 100'000, 50'000, 50'000, true);
        row("cut off after", 100'000, 100'000, 50'000, true);
        row("cut off, and it stopped halfway", 100'000, 45'056, 50'000, false);
    }
    void aCloneThatEndsTooEarlyIsNotWhole()
    {
        QFETCH(uint64_t, before);
        QFETCH(uint64_t, clone);
        QFETCH(uint64_t, after);
        QFETCH(bool, mayBe);
        QCOMPARE(mayBeWhole(before, clone, after), mayBe);
    }

    void cleanup()
    {
        file_ = {};
        folder_ = {};
    }

    void aCloneOntoAnotherIsTheFile_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 30; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void aCloneOntoAnotherIsTheFile()
    {
        QFETCH(uint, seed);
        if (!begin(QStringLiteral("xfs"), randomBytes(seed, 1'000'000)))
            return;
        std::mt19937 random(seed);
        SpareClones spares;
        keepClone(spares);
        for (int round = 0; round < 5; ++round) {
            for (auto changes = random() % 6; changes > 0; --changes)
                change(file_.get(), random);
            const auto content = contentOf(file_.get());
            auto clone = spares.take(file_.get());
            QCOMPARE(clone.has_value(), !content.isEmpty());
            if (!clone) {
                keepClone(spares);
                continue;
            }
            QVERIFY(contentOf(clone->get()) == content);
            change(file_.get(), random); // which the clone does not hear of
            QVERIFY(contentOf(clone->get()) == content);
            spares.keep(idOf(file_.get()), *std::move(clone));
        }
    }

    void itIsTheOneThatWasKeptAndGivenOnce()
    {
        if (!begin(QStringLiteral("xfs"), randomBytes(1, 300'000)))
            return;
        SpareClones spares;
        auto kept = cloneFile(folder_.get(), file_.get());
        VERIFY_OK(kept);
        const auto inode = inodeOf(kept->get());
        spares.keep(idOf(file_.get()), *std::move(kept));
        const auto taken = spares.take(file_.get());
        QVERIFY(taken);
        QCOMPARE(inodeOf(taken->get()), inode);
        QVERIFY(!spares.take(file_.get()));
    }

    void onceMadeLikeTheNewestItIsFresh()
    {
        if (!begin(QStringLiteral("xfs"), randomBytes(1, 300'000)))
            return;
        SpareClones spares;
        keepClone(spares);
        std::mt19937 random(7);
        change(file_.get(), random);
        const auto newest = cloneFile(folder_.get(), file_.get());
        VERIFY_OK(newest);
        QVERIFY(spares.isStale(idOf(file_.get())));
        spares.refresh(idOf(file_.get()), newest->get());
        QVERIFY(!spares.isStale(idOf(file_.get())));
        QVERIFY(spares.take(file_.get()));
    }

    void thoseOfFilesThatNobodyWantsGo()
    {
        if (!begin(QStringLiteral("xfs"), randomBytes(1, 300'000)))
            return;
        SpareClones spares;
        keepClone(spares);
        spares.retain({idOf(file_.get())});
        spares.retain({});
        QVERIFY(!spares.take(file_.get()));
    }

    void anEmptyFileHasNoCloneOntoAnother()
    {
        if (!begin(QStringLiteral("xfs"), randomBytes(1, 300'000)))
            return;
        SpareClones spares;
        keepClone(spares);
        QCOMPARE(::ftruncate(file_.get(), 0), 0);
        QVERIFY(!spares.take(file_.get()));
    }

    void whereItSavesNothingNoneIsKept()
    {
        if (!begin(QStringLiteral("btrfs"), randomBytes(1, 300'000)))
            return;
        SpareClones spares;
        keepClone(spares);
        QVERIFY(!spares.take(file_.get()));
    }
};

QTEST_GUILESS_MAIN(SpareClonesTest)
#include "tst_spare_clones.moc"
