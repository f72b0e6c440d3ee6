#include "format/point_record.h"
#include "format/sample_entries.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

using namespace backspool;
using namespace backspool::format;
using namespace Qt::StringLiterals;

namespace {

PointRecord sampleRecord(Random &random)
{
    const auto number = [&] { return randomNumber(random, uint64_t(std::numeric_limits<int64_t>::max())); };
    PointRecord record;
    record.point = PointId{number()};
    record.client = ClientId{uint32_t(randomNumber(random, 0xffffffff))};
    record.lease = LeaseId{number()};
    record.base = PointId{number()};
    record.clientName = u"Rechner f\u00fcr \u732b"_s;
    record.host = u"host.example"_s;
    record.zone = u"Europe/Berlin"_s;
    record.agent = u"0.1.0"_s;
    record.started = WallTime(std::chrono::nanoseconds(int64_t(number())));
    record.ended = WallTime(std::chrono::nanoseconds(-int64_t(number())));
    record.root = randomEntry(random);
    record.root.name = "/";
    record.root.type = FileType::Directory;
    record.root.size = 0;
    record.root.target.clear();
    record.root.deviceMajor = record.root.deviceMinor = 0;
    record.root.content = randomName(random);
    record.rootHint = randomHint(random);
    while (pick(random, 0, 5) > 0)
        record.selection.push_back(randomBytes(random, 20));
    while (pick(random, 0, 5) > 0)
        record.exclude.push_back(randomBytes(random, 20));
    while (pick(random, 0, 5) > 0)
        record.users[uint32_t(randomNumber(random, 0xffffffff))] = randomFileName(random);
    while (pick(random, 0, 5) > 0)
        record.groups[uint32_t(randomNumber(random, 0xffffffff))] = randomFileName(random);
    if (pick(random, 0, 3) > 0)
        record.systemInformation = {randomName(random), randomNumber(random, uint64_t(kMaxSystemInformation) - 1) + 1};
    auto &s = record.statistics;
    for (auto *value :
         {&s.filesNew, &s.filesModified, &s.filesRedundant, &s.filesUnchanged, &s.filesDeleted, &s.filesRenamed,
          &s.filesSkipped, &s.files, &s.directories, &s.bytes, &s.bytesRead, &s.bytesSent})
        *value = number();
    return record;
}

PointRecord sampleRecord()
{
    Random random(1);
    return sampleRecord(random);
}

QCborMap sampleMap()
{
    return QCborValue::fromCbor(sampleRecord().encode()).toMap();
}

} // namespace

class TestPointRecord : public QObject
{
    Q_OBJECT

    static void verifyEqual(const PointRecord &a, const PointRecord &b)
    {
        QCOMPARE(a.point, b.point);
        QCOMPARE(a.client, b.client);
        QCOMPARE(a.lease, b.lease);
        QCOMPARE(a.base, b.base);
        QCOMPARE(a.clientName, b.clientName);
        QCOMPARE(a.host, b.host);
        QCOMPARE(a.zone, b.zone);
        QCOMPARE(a.agent, b.agent);
        QVERIFY(a.started == b.started);
        QVERIFY(a.ended == b.ended);
        QVERIFY(a.root == b.root);
        QVERIFY(a.rootHint == b.rootHint);
        QVERIFY(a.selection == b.selection);
        QVERIFY(a.exclude == b.exclude);
        QVERIFY(a.users == b.users);
        QVERIFY(a.groups == b.groups);
        QVERIFY(a.statistics == b.statistics);
        QVERIFY(a.systemInformation == b.systemInformation);
    }

private Q_SLOTS:
    void recordComesBack_data() { addSeedRows(10); }
    void recordComesBack()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        for (int i = 0; i < 50; ++i) {
            const auto record = sampleRecord(random);
            const auto bytes = record.encode();
            QCOMPARE(record.encode(), bytes);
            const auto decoded = PointRecord::decode(bytes);
            VERIFY_RESULT(decoded);
            verifyEqual(*decoded, record);
            QCOMPARE(decoded->encode(), bytes);
        }
    }
    void everyCutIsDamage()
    {
        const auto bytes = sampleRecord().encode();
        for (qsizetype size = 0; size < bytes.size(); ++size)
            VERIFY_FAILS(ErrorKind::Damaged, PointRecord::decode(QByteArrayView(bytes).first(size)));
        VERIFY_FAILS(ErrorKind::Damaged, PointRecord::decode(bytes + '\0'));
    }
    void everyFlippedBitIsReadOrRefused()
    {
        forEachFlippedBit(sampleRecord().encode(), [](const QByteArray &bytes, qsizetype) {
            const auto decoded = PointRecord::decode(bytes);
            if (decoded)
                verifyEqual(*PointRecord::decode(decoded->encode()), *decoded);
            else
                QVERIFY(decoded.error().kind() == ErrorKind::Damaged ||
                        decoded.error().kind() == ErrorKind::Unsupported);
        });
    }

    void valueOfAWrongTypeOrSizeIsDamage_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QCborValue>("value");
        const QCborValue text(u"text"_s);
        const QCborValue negative(-1);
        for (const auto *key : {"version", "point", "client", "lease", "base"}) {
            QTest::addRow("%s text", key) << QString::fromLatin1(key) << text;
            QTest::addRow("%s negative", key) << QString::fromLatin1(key) << negative;
            QTest::addRow("%s 1.5", key) << QString::fromLatin1(key) << QCborValue(1.5);
            QTest::addRow("%s missing", key) << QString::fromLatin1(key) << QCborValue();
        }
        QTest::newRow("client over 32 bits") << u"client"_s << QCborValue(1LL << 32);
        QTest::newRow("point over 2^63") << u"point"_s << QCborValue(1e19);
        for (const auto *key : {"started", "ended", "root", "root_hint"}) {
            QTest::addRow("%s text", key) << QString::fromLatin1(key) << text;
            QTest::addRow("%s missing", key) << QString::fromLatin1(key) << QCborValue();
        }
        QTest::newRow("host number") << u"host"_s << negative;
        QTest::newRow("root of a file") << u"root"_s << QCborValue(QByteArray::fromHex("012f010000000000000000"));
        QTest::newRow("root hint cut") << u"root_hint"_s << QCborValue(QByteArray("\0", 1));
        QTest::newRow("selection text") << u"selection"_s << text;
        QTest::newRow("selection of texts") << u"selection"_s << QCborValue(QCborArray{text});
        QTest::newRow("users text") << u"users"_s << text;
        QTest::newRow("user negative") << u"users"_s << QCborValue(QCborMap{{-1, QByteArray("a")}});
        QTest::newRow("user over 32 bits") << u"users"_s << QCborValue(QCborMap{{1LL << 32, QByteArray("a")}});
        QTest::newRow("user's name text") << u"users"_s << QCborValue(QCborMap{{1, u"a"_s}});
        QTest::newRow("user without number") << u"users"_s << QCborValue(QCborMap{{u"a"_s, QByteArray("a")}});
        const auto system = [](const QByteArray &signature, const QCborValue &size) {
            return QCborValue(QCborMap{{u"signature"_s, signature}, {u"size"_s, size}});
        };
        const auto *const information = "system_information";
        QTest::newRow("system information text") << QString::fromLatin1(information) << text;
        QTest::newRow("system information empty")
            << QString::fromLatin1(information) << system(QByteArray(32, 'a'), QCborValue(0));
        QTest::newRow("system information too long")
            << QString::fromLatin1(information) << system(QByteArray(32, 'a'), QCborValue((16 << 20) + 1));
        QTest::newRow("system information of a short name")
            << QString::fromLatin1(information) << system(QByteArray(31, 'a'), QCborValue(1));
        QTest::newRow("system information without size")
            << QString::fromLatin1(information) << QCborValue(QCborMap{{u"signature"_s, QByteArray(32, 'a')}});
        QTest::newRow("statistics text") << u"statistics"_s << text;
        QTest::newRow("statistic negative") << u"statistics"_s << QCborValue(QCborMap{{u"files"_s, -1}});
    }
    void valueOfAWrongTypeOrSizeIsDamage()
    {
        QFETCH(QString, key);
        QFETCH(QCborValue, value);
        auto map = sampleMap();
        QVERIFY(PointRecord::decode(map.toCborValue().toCbor()));
        map.remove(key);
        if (!value.isUndefined())
            map.insert(key, value);
        VERIFY_FAILS(ErrorKind::Damaged, PointRecord::decode(map.toCborValue().toCbor()));
    }
    void otherVersionIsRefusedAsUnknown()
    {
        auto map = sampleMap();
        map[u"version"_s] = 2;
        VERIFY_FAILS(ErrorKind::Unsupported, PointRecord::decode(map.toCborValue().toCbor()));
    }
    void whatMayBeMissingIsEmptyThenAndUnknownKeysAreIgnored()
    {
        auto map = sampleMap();
        for (const auto *key : {"client_name", "host", "zone", "agent", "selection", "exclude", "users", "groups",
                                "statistics", "system_information"})
            map.remove(QString::fromLatin1(key));
        map.insert(u"later"_s, u"something"_s);
        map.insert(5, 6);
        const auto decoded = PointRecord::decode(map.toCborValue().toCbor());
        VERIFY_RESULT(decoded);
        QVERIFY(decoded->host.isEmpty());
        QVERIFY(decoded->selection.empty());
        QVERIFY(decoded->statistics == PointStatistics());
        QVERIFY(decoded->systemInformation.isEmpty());
    }

    void hostileCborIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("number") << QByteArray::fromHex("01");
        QTest::newRow("two maps") << QByteArray::fromHex("a0a0");
        QTest::newRow("map of 2^32 pairs") << QByteArray::fromHex("ba00ffffff");
        QTest::newRow("map of 2^63 pairs") << QByteArray::fromHex("bb7fffffffffffffff");
        QTest::newRow("bytes of 2^40") << QByteArray::fromHex("a1617ab000000100000000000000");
        QTest::newRow("nested deep") << QByteArray(1'000'000, '\x81');
        QTest::newRow("nested maps") << QByteArray::fromHex("a100").repeated(500'000);
        QTest::newRow("over 4 MiB") << QCborValue(QCborMap{{0, QByteArray((4 << 20) + 1, 'x')}}).toCbor();
    }
    void hostileCborIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, PointRecord::decode(bytes));
    }
};

QTEST_APPLESS_MAIN(TestPointRecord)
#include "tst_point_record.moc"
