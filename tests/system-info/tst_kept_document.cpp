/// When the system information that is kept is taken, and when it is gathered anew.
#include "support/set_clock.h"
#include "system-info/kept_document.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using namespace std::chrono_literals;

class TestKeptDocument : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    test::SetClock clock_;
    int gathered_ = 0;

    QString file() const { return folder_->filePath(QStringLiteral("kept")); }
    QByteArray get(const QByteArray &hints)
    {
        const auto document = KeptDocument(file(), clock_).get(hints, [&]() -> Result<QByteArray> {
            return QByteArray("document ") + QByteArray::number(++gathered_);
        });
        return document.value_or(QByteArray("failed"));
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        gathered_ = 0;
        QCOMPARE(get("hints"), QByteArray("document 1"));
    }

    void itIsTakenAsLongAsTheHintsAreTheSame()
    {
        clock_.advance(23h);
        QCOMPARE(get("hints"), QByteArray("document 1"));
        QCOMPARE(get("others"), QByteArray("document 2"));
        QCOMPARE(get("hints"), QByteArray("document 3")); // it is of the others now
    }

    void itIsTakenForADay()
    {
        clock_.advance(24h);
        QCOMPARE(get("hints"), QByteArray("document 2"));
        clock_.advance(-1h); // gathered in the future: when, nobody knows
        QCOMPARE(get("hints"), QByteArray("document 3"));
    }

    void whatIsDamagedIsGathered()
    {
        QFile kept(file());
        QVERIFY(kept.open(QIODevice::ReadWrite));
        auto bytes = kept.readAll();
        const auto at = bytes.indexOf("document 1");
        QVERIFY(at > 0);
        bytes[at] = 'D';
        QVERIFY(kept.seek(0));
        kept.write(bytes);
        kept.close();
        QCOMPARE(get("hints"), QByteArray("document 2"));
        QVERIFY(kept.open(QIODevice::WriteOnly | QIODevice::Truncate));
        kept.write("no CBOR");
        kept.close();
        QCOMPARE(get("hints"), QByteArray("document 3"));
        QVERIFY(QFile::remove(file()));
        QCOMPARE(get("hints"), QByteArray("document 4"));
    }

    void aFailureIsNotKept()
    {
        const auto failed = KeptDocument(file(), clock_).get("others", []() -> Result<QByteArray> {
            return fail(ErrorKind::Cancelled, QStringLiteral("stopped"));
        });
        QVERIFY(!failed);
        QCOMPARE(get("hints"), QByteArray("document 1"));
    }
};

QTEST_GUILESS_MAIN(TestKeptDocument)
#include "tst_kept_document.moc"
