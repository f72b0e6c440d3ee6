/// Every byte of every file of a small store flips, and every file is cut at every length: never wrong data, and what
/// does not lie in the damaged block is still there.
#include "crash/machine.h"
#include "crash/point_content.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace backspool;
using namespace backspool::test;

namespace {

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class EveryByte : public QObject
{
    Q_OBJECT

    std::unique_ptr<Machine> machine_;
    QTemporaryDir user_;
    std::map<QByteArray, QByteArray> expected_;
    ObjectName root_;
    std::vector<QString> files_;

    /// Opens the store anew on what the disk holds and reads the point. Empty: all is as it must be.
    QString readAll(const QString &damagedFile)
    {
        store::StoreOptions options;
        options.folder = machine_->dataFolder() + QStringLiteral("/store");
        options.indexFolder = machine_->dataFolder() + QStringLiteral("/index");
        options.repositoryKey = machine_->key();
        const SystemClock clock;
        const auto store =
            store::ObjectStore::open(options, machine_->disk(), machine_->appliance().catalogue(), clock);
        if (!store)
            return QStringLiteral("does not open: ") + store.error().text();
        const auto files = contentOf(**store, root_);
        size_t whole = 0;
        for (const auto &[path, content] : files) {
            if (!content) {
                if (content.error().kind() != ErrorKind::Damaged && content.error().kind() != ErrorKind::NotFound)
                    return QStringLiteral("another error: ") + content.error().text();
                continue;
            }
            const auto found = expected_.find(path);
            if (found == expected_.end() || found->second != *content)
                return QString::fromUtf8(path) + QStringLiteral(" has wrong data");
            ++whole;
        }
        // Trees and state have a second copy; of data at most one block is lost to a flip.
        const bool isData = damagedFile.endsWith(QStringLiteral(".bdf"));
        if (!isData && whole != expected_.size())
            return QStringLiteral("%1 of %2 files are left, though no data is damaged")
                .arg(whole)
                .arg(expected_.size());
        whole_ = whole;
        return {};
    }
    size_t whole_ = 0;

private Q_SLOTS:
    void initTestCase()
    {
        machine_ = std::make_unique<Machine>();
        QVERIFY(machine_->start().has_value());
        QVERIFY(machine_->enrol().has_value());
        const QString folder = user_.filePath(QStringLiteral("folder"));
        QVERIFY(QDir().mkpath(folder));
        for (int i = 0; i < 6; ++i) {
            QByteArray bytes; // not the same twice, and not compressible to nothing
            for (int j = 0; bytes.size() < 2100; ++j)
                bytes += QByteArray::number(quint64(i * 100'003 + j) * 2'654'435'761u);
            QVERIFY(write(folder + QStringLiteral("/file-%1").arg(i), bytes));
        }
        const auto made = machine_->backUp(folder);
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().text()));
        expected_ = contentOf(folder);
        const auto point = machine_->appliance().catalogue().point(made->point);
        QVERIFY(point && *point);
        root_ = (*point)->root;
        qint64 total = 0;
        for (const auto &file : machine_->disk().files()) {
            if (!file.contains(QStringLiteral("/store/")))
                continue;
            files_.push_back(file);
            total += machine_->disk().content(file).size();
        }
        qInfo() << files_.size() << "files of" << total << "bytes";
        QVERIFY(total < 40 * 1024);
        QCOMPARE(readAll({}), QString());
        QCOMPARE(whole_, expected_.size());
    }

    void flipped()
    {
        for (const auto &file : files_) {
            const auto size = machine_->disk().content(file).size();
            for (qsizetype at = 0; at < size; ++at) {
                machine_->disk().flip(file, at);
                const QString wrong = readAll(file);
                QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1, byte %2: %3").arg(file).arg(at).arg(wrong)));
                QVERIFY2(whole_ >= 3,
                         qPrintable(QStringLiteral("%1, byte %2: %3 files are left").arg(file).arg(at).arg(whole_)));
                machine_->disk().flip(file, at);
            }
        }
    }

    void cut()
    {
        for (const auto &file : files_) {
            const QByteArray whole = machine_->disk().content(file);
            for (qsizetype length = 0; length < whole.size(); length += 7) {
                machine_->disk().truncate(file, length);
                const QString wrong = readAll(file);
                QVERIFY2(wrong.isEmpty(),
                         qPrintable(QStringLiteral("%1, cut to %2: %3").arg(file).arg(length).arg(wrong)));
                machine_->disk().setContent(file, whole);
            }
        }
    }
};

QTEST_GUILESS_MAIN(EveryByte)
#include "tst_every_byte.moc"
