/// Archives of a point's files, read back by other programs.
#include "archive/point_archive.h"
#include "read/point_maker.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointArchive : public QObject
{
    Q_OBJECT

    static constexpr int kPatience = 120'000;

    MemoryService service_{testDigester()};
    ObjectFetcher fetcher_{service_, testDigester()};
    NodeReader nodes_{fetcher_};
    PointId point_;
    QByteArray large_;
    std::unique_ptr<QTemporaryDir> folder_;

    Result<ArchiveReport> write(const std::vector<QByteArray> &paths, const QString &file, ArchiveFormat format,
                                const CancelToken &cancel = {})
    {
        const auto point = TRY(PointReader::open(service_, nodes_, point_));
        NoProgress progress;
        return writeArchive(fetcher_, testDigester(), {{point, paths}}, file, format, progress, cancel);
    }
    bool unpack(const QStringList &command) const
    {
        QProcess process;
        process.setWorkingDirectory(folder_->path());
        process.start(command.front(), command.sliced(1));
        return process.waitForFinished(kPatience) && process.exitCode() == 0;
    }
    QByteArray read(const char *name) const
    {
        QFile file(folder_->filePath(QString::fromUtf8(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot read");
    }

private Q_SLOTS:
    void initTestCase()
    {
        PointMaker maker(service_);
        for (int i = 0; i < 200'000; ++i)
            large_ += QByteArray::number(i);
        point_ = maker.point(
            {maker.folder("d", {maker.file("small", "one"), maker.file("empty", ""), maker.file("large", large_),
                                PointMaker::link("link", "small"),
                                maker.folder("sub", {maker.file("deep", "two"), maker.file("deep \xc3\xa4", "two")})}),
             maker.file("other", "three")});
    }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void filesOfTwoPointsAreInOneArchive()
    {
        PointMaker maker(service_);
        const auto later = maker.point({maker.file("later", "four")});
        const auto before = PointReader::open(service_, nodes_, point_),
                   after = PointReader::open(service_, nodes_, later);
        NoProgress progress;
        const auto written =
            writeArchive(fetcher_, testDigester(), {{*before, {"/other"}}, {*after, {"/later"}}},
                         folder_->filePath(QStringLiteral("a.tar.zst")), ArchiveFormat::TarZstd, progress, {});
        VERIFY_OK(written);
        QCOMPARE(written->files, uint64_t(2));
        QVERIFY(unpack(
            {QStringLiteral("tar"), QStringLiteral("--zstd"), QStringLiteral("-xf"), QStringLiteral("a.tar.zst")}));
        QCOMPARE(read("other"), QByteArray("three"));
        QCOMPARE(read("later"), QByteArray("four"));
    }

    void otherProgramsReadWhatIsInIt_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("format");
        QTest::addColumn<QStringList>("command");
        QTest::newRow("tar") << QStringLiteral("a.tar.zst") << int(ArchiveFormat::TarZstd)
                             << QStringList{QStringLiteral("tar"), QStringLiteral("--zstd"), QStringLiteral("-xf"),
                                            QStringLiteral("a.tar.zst")};
        QTest::newRow("zip") << QStringLiteral("a.zip") << int(ArchiveFormat::Zip)
                             << QStringList{QStringLiteral("python3"), QStringLiteral("-m"),
                                            QStringLiteral("zipfile"), QStringLiteral("-e"),
                                            QStringLiteral("a.zip"),   QStringLiteral(".")};
    }
    void otherProgramsReadWhatIsInIt()
    {
        QFETCH(QString, name);
        QFETCH(int, format);
        QFETCH(QStringList, command);
        const auto report = write({"/d", "/other"}, folder_->filePath(name), ArchiveFormat(format));
        VERIFY_OK(report);
        QCOMPARE(report->files, uint64_t(7));
        QCOMPARE(report->folders, uint64_t(2));
        QCOMPARE(report->problemCount, uint64_t(0));
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList{name});
        QVERIFY(unpack(command));
        QCOMPARE(read("d/small"), QByteArray("one"));
        QCOMPARE(read("d/empty"), QByteArray());
        QCOMPARE(read("d/large"), large_);
        QCOMPARE(read("d/sub/deep"), QByteArray("two"));
        // KZip writes names as UTF-8 without saying so, and this reader then takes them for those of DOS.
        if (ArchiveFormat(format) == ArchiveFormat::TarZstd)
            QCOMPARE(read("d/sub/deep \xc3\xa4"), QByteArray("two"));
        QCOMPARE(read("other"), QByteArray("three"));
    }

    void allOfAPointHasNoFolderAboveIt()
    {
        VERIFY_OK(write({"/"}, folder_->filePath(QStringLiteral("a.tar.zst")), ArchiveFormat::TarZstd));
        QVERIFY(unpack(
            {QStringLiteral("tar"), QStringLiteral("--zstd"), QStringLiteral("-xf"), QStringLiteral("a.tar.zst")}));
        QCOMPARE(read("other"), QByteArray("three"));
        QCOMPARE(read("d/small"), QByteArray("one"));
    }

    void whatFailsLeavesNothingBehind()
    {
        const QString file = folder_->filePath(QStringLiteral("a.zip"));
        VERIFY_FAILS(ErrorKind::NotFound, write({"/none"}, file, ArchiveFormat::Zip));
        CancelToken cancelled;
        cancelled.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, write({"/d"}, file, ArchiveFormat::Zip, cancelled));
        VERIFY_FAILS(ErrorKind::Cancelled, write({"/d"}, file, ArchiveFormat::TarZstd, cancelled));
        VERIFY_FAILS(ErrorKind::NotFound, write({"/d"}, QStringLiteral("/nowhere/a.zip"), ArchiveFormat::Zip));
        QVERIFY(QDir(folder_->path()).isEmpty());
    }

    void whatIsLeftInTheMiddleOfAFileLeavesNothingBehind()
    {
        for (const auto form : {ArchiveFormat::Zip, ArchiveFormat::TarZstd}) {
            const auto archive = ArchiveFile::create(folder_->filePath(QStringLiteral("a")), form);
            VERIFY_OK(archive);
            format::DirectoryEntry entry;
            entry.type = format::FileType::File;
            entry.size = 1'000;
            VERIFY_OK((*archive)->beginFile(QStringLiteral("letter"), entry));
            VERIFY_OK((*archive)->write("dear"));
        }
        QVERIFY(QDir(folder_->path()).isEmpty()); // nor is there memory, says the sanitizer at the end
    }

    void somebodysFileWithTheNameOfThePartStays()
    {
        const QString file = folder_->filePath(QStringLiteral("a.zip"));
        QFile part(file + QStringLiteral(".part"));
        QVERIFY(part.open(QIODevice::WriteOnly) && part.write("mine") == 4);
        part.close();
        QVERIFY(!write({"/d"}, file, ArchiveFormat::Zip));
        QCOMPARE(read("a.zip.part"), QByteArray("mine"));
        QVERIFY(!QFile::exists(file));
    }

    void whatTheFormHasNoRoomForIsRefused()
    {
        constexpr uint64_t kGiB = 1ULL << 30;
        format::DirectoryEntry entry;
        entry.type = format::FileType::File;
        auto zip = ArchiveFile::create(folder_->filePath(QStringLiteral("a.zip")), ArchiveFormat::Zip);
        VERIFY_OK(zip);
        entry.size = 4 * kGiB;
        VERIFY_FAILS(ErrorKind::Unsupported, (*zip)->holds(entry));
        // Larger than all that a zip holds together with the list at its end.
        entry.size = 4 * kGiB - 100;
        VERIFY_OK((*zip)->holds(entry));
        VERIFY_FAILS(ErrorKind::Unsupported, (*zip)->beginFile(QStringLiteral("large"), entry));
        auto tar = ArchiveFile::create(folder_->filePath(QStringLiteral("a.tar.zst")), ArchiveFormat::TarZstd);
        VERIFY_OK(tar);
        VERIFY_OK((*tar)->holds(entry));
        entry.size = 8 * kGiB;
        VERIFY_FAILS(ErrorKind::Unsupported, (*tar)->holds(entry));
    }

    void aNameThatIsNoTextIsSpelled()
    {
        PointMaker maker(service_);
        const auto before = std::exchange(
            point_, maker.point({maker.folder("n", {maker.file("a\xff", "one"), maker.file("a\xfe", "two")})}));
        const auto report = write({"/n"}, folder_->filePath(QStringLiteral("a.tar.zst")), ArchiveFormat::TarZstd);
        point_ = before;
        VERIFY_OK(report);
        QCOMPARE(report->problemCount, uint64_t(2));
        QVERIFY(unpack(
            {QStringLiteral("tar"), QStringLiteral("--zstd"), QStringLiteral("-xf"), QStringLiteral("a.tar.zst")}));
        QCOMPARE(read("n/a%FF"), QByteArray("one"));
        QCOMPARE(read("n/a%FE"), QByteArray("two"));
    }

    void anArchiveThatIsThereIsReplacedInTheEndOnly()
    {
        const QString file = folder_->filePath(QStringLiteral("a.zip"));
        QFile old(file);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        CancelToken cancelled;
        cancelled.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, write({"/d"}, file, ArchiveFormat::Zip, cancelled));
        QCOMPARE(read("a.zip"), QByteArray("old"));
        VERIFY_OK(write({"/d"}, file, ArchiveFormat::Zip));
        QVERIFY(read("a.zip").startsWith("PK"));
    }
};

QTEST_GUILESS_MAIN(TestPointArchive)
#include "tst_point_archive.moc"
