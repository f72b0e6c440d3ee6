#include "codec/crc32c.h"
#include "core/bytes.h"
#include "protocol/counted_memory.h"
#include "protocol/sample_messages.h"

#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

namespace {

/// Bytes as docs/protocol.md writes them: hexadecimal, with spaces between fields.
QByteArray hex(QByteArrayView text)
{
    return QByteArray::fromHex(text.toByteArray());
}

QByteArray nameOf(char byte)
{
    return QByteArray(ObjectName::kSize, byte);
}

template <class Message> Message decoded(const QByteArray &payload)
{
    Result<Message> message = Message::decode(payload);
    if (!message)
        qFatal("%s", qPrintable(message.error().text()));
    if (message->encode() != payload)
        qFatal("encoded again it is %s, not %s", message->encode().toHex().constData(), payload.toHex().constData());
    return *std::move(message);
}

} // namespace

class TestMessages : public QObject
{
    Q_OBJECT

    static void addSamples()
    {
        QTest::addColumn<const MessageSample *>("sample");
        for (const MessageSample &sample : messageSamples())
            QTest::newRow(sample.name) << &sample;
    }
    static QRandomGenerator seeded()
    {
        const uint32_t seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        return QRandomGenerator(seed);
    }

private Q_SLOTS:
    void whatIsEncodedIsDecodedAgain_data() { addSamples(); }
    void whatIsEncodedIsDecodedAgain()
    {
        QFETCH(const MessageSample *, sample);
        QRandomGenerator random = seeded();
        for (int i = 0; i < 500; ++i) {
            const QByteArray payload = sample->random(random);
            const auto again = sample->throughAndBack(payload);
            QVERIFY2(again, again ? ""
                                  : qPrintable(again.error().text() + QLatin1Char('\n') +
                                               QString::fromLatin1(payload.toHex())));
            QCOMPARE(again->toHex(), payload.toHex());
        }
    }

    void everyTruncationAndExtensionIsRefused_data() { addSamples(); }
    void everyTruncationAndExtensionIsRefused()
    {
        QFETCH(const MessageSample *, sample);
        if (QByteArrayView(sample->name) == "Point")
            return; // its payload is the record, whatever it is
        QRandomGenerator random = seeded();
        for (int i = 0; i < 20; ++i) {
            const QByteArray payload = sample->random(random);
            for (qsizetype size = 0; size < payload.size(); ++size) {
                const auto refused = sample->throughAndBack(payload.first(size));
                QVERIFY2(!refused, payload.toHex().constData());
                QCOMPARE(refused.error().kind(), ErrorKind::Damaged);
            }
            QVERIFY(!sample->throughAndBack(payload + '\0'));
        }
    }

    void everyWrongByteIsRefusedOrMeansSomethingElse_data() { addSamples(); }
    void everyWrongByteIsRefusedOrMeansSomethingElse()
    {
        QFETCH(const MessageSample *, sample);
        QRandomGenerator random = seeded();
        for (int i = 0; i < 10; ++i) {
            QByteArray payload = sample->random(random);
            for (char &byte : payload) {
                const char right = byte;
                byte = char(right ^ char(random.bounded(1, 256)));
                largestRequest = 0;
                const auto again = sample->throughAndBack(payload);
                // A count that is not true is found before memory is taken for it: an item in memory is at most 100
                // times as large as its shortest form.
                QVERIFY2(largestRequest <= size_t(payload.size()) * 100 + 4'096, payload.toHex().constData());
                // An unknown kind of error means the same as "io".
                if (again && QByteArrayView(sample->name) != "Error" && QByteArrayView(sample->name) != "Objects")
                    QCOMPARE(again->toHex(), payload.toHex());
                byte = right;
            }
        }
    }

    void randomBytesDoNoHarm_data() { addSamples(); }
    void randomBytesDoNoHarm()
    {
        QFETCH(const MessageSample *, sample);
        QRandomGenerator random = seeded();
        for (int i = 0; i < 5'000; ++i) {
            QByteArray payload(random.bounded(60), Qt::Uninitialized);
            for (char &byte : payload)
                byte = random.bounded(3) ? char(random.bounded(4)) : char(random.generate());
            (void)sample->throughAndBack(payload);
        }
    }

    void countsWithoutItemsTakeNoMemory_data()
    {
        QTest::addColumn<const MessageSample *>("sample");
        QTest::addColumn<QByteArray>("payload");
        const auto row = [](const char *name, const QByteArray &payload) {
            const auto &all = messageSamples();
            const auto sample = std::ranges::find(all, QByteArrayView(name),
                                                  [](const MessageSample &s) { return QByteArrayView(s.name); });
            QTest::addRow("%s %s", name, payload.toHex().constData()) << &*sample << payload;
        };
        for (const QByteArray &count :
             {hex("8080 04"), hex("ff3f"), hex("ffff ff7f"), hex("ffff ffff ffff ffff ff01")}) {
            row("Candidates", count);
            row("CandidatesReply", count);
            row("Have", count);
            row("HaveReply", count);
            row("HaveReply", hex("00") + count);
            row("Prove", hex("00000000") + count);
            row("ProveReply", count);
            row("Data", hex("0000000000000000") + count);
            row("Data", hex("0000000000000000 00 01 00") + count + count);
            row("Points", hex("00") + count);
            row("GetObjects", count);
            row("GetObjects", hex("01") + nameOf(1) + count);
            row("Objects", hex("01") + count);
            row("Objects", hex("01 00") + count);
            row("Objects", hex("01 00 00") + count);
            row("BeginBackup", hex("0000000000000000") + count);
            row("Enrol", count);
        }
    }
    void countsWithoutItemsTakeNoMemory()
    {
        QFETCH(const MessageSample *, sample);
        QFETCH(QByteArray, payload);
        largestRequest = 0;
        QVERIFY(!sample->throughAndBack(payload));
        QVERIFY2(largestRequest < 4'096, QByteArray::number(largestRequest.load()).constData());
    }

    void greetingsAreLaidOutAsDocumented()
    {
        const auto hello = decoded<Hello>(hex("0100 0300 02 4142"));
        QCOMPARE(hello.oldest, 1);
        QCOMPARE(hello.newest, 3);
        QCOMPARE(hello.software, QStringLiteral("AB"));

        const auto reply = decoded<HelloReply>(hex("0100 04030201 0065cd1d00000000 01 41 02 4243 03 c3bc44"));
        QCOMPARE(reply.version, 1);
        QCOMPARE(reply.client, ClientId{0x01020304});
        QCOMPARE(reply.time, WallTime(std::chrono::milliseconds(500)));
        QCOMPARE(reply.software, QStringLiteral("A"));
        QCOMPARE(reply.repository, QStringLiteral("BC"));
        QCOMPARE(reply.clientName, QStringLiteral("üD"));

        const auto enrol = decoded<Enrol>(hex("02 0102 03 030405 01 41"));
        QCOMPARE(enrol.secret, hex("0102"));
        QCOMPARE(enrol.request, hex("030405"));
        QCOMPARE(enrol.host, QStringLiteral("A"));

        const auto enrolled = decoded<EnrolReply>(hex("09000000 01 41 01 42 02 0102 01 03") + nameOf(5));
        QCOMPARE(enrolled.client, ClientId{9});
        QCOMPARE(enrolled.name, QStringLiteral("A"));
        QCOMPARE(enrolled.repository, QStringLiteral("B"));
        QCOMPARE(enrolled.certificate, hex("0102"));
        QCOMPARE(enrolled.authority, hex("03"));
        QCOMPARE(enrolled.domainSecret, nameOf(5));

        const auto error = decoded<ErrorMessage>(hex("06 02 4142"));
        QCOMPARE(error.kind, ErrorKind::Denied);
        QCOMPARE(error.text, QStringLiteral("AB"));
    }

    void theStartOfABackupIsLaidOutAsDocumented()
    {
        const auto begin = decoded<BeginBackup>(hex("0500000000000000 01 41 01 42 01 43"));
        QCOMPARE(begin.base, PointId{5});
        QCOMPARE(begin.host, QStringLiteral("A"));
        QCOMPARE(begin.zone, QStringLiteral("B"));
        QCOMPARE(begin.agent, QStringLiteral("C"));

        const auto granted = decoded<BackupGranted>(
            hex("0600000000000000 0700000000000000 01 0400000000000000 ac02 00000400 8001 0065cd1d00000000"));
        QCOMPARE(granted.point, PointId{6});
        QCOMPARE(granted.lease, LeaseId{7});
        QVERIFY(granted.baseIsHeld);
        QVERIFY(!granted.hasObjects);
        QCOMPARE(granted.newest, PointId{4});
        QCOMPARE(granted.rfeRecords, 300U);
        QCOMPARE(granted.window, 256U * 1024);
        QCOMPARE(granted.rate, 128U);
        QCOMPARE(granted.started, WallTime(std::chrono::milliseconds(500)));
        QVERIFY(decoded<BackupGranted>(QByteArray(16, '\0') + hex("02") + QByteArray(22, '\0')).hasObjects);
        QVERIFY(!BackupGranted::decode(QByteArray(16, '\0') + hex("04") + QByteArray(22, '\0')));
    }

    void candidatesAreLaidOutAsDocumented()
    {
        QCOMPARE(decoded<Candidates>(hex("02 04030201 08070605")).crcs,
                 (std::vector<uint32_t>{0x01020304, 0x05060708}));
        QCOMPARE(decoded<CandidatesReply>(hex("0a 0502")).found, (std::vector<bool>{1, 0, 1, 0, 0, 0, 0, 0, 0, 1}));
        QVERIFY(!CandidatesReply::decode(hex("0a 0504"))); // a bit after the last
        QVERIFY(Candidates::decode(Candidates{.crcs = std::vector<uint32_t>(kMaxCandidates)}.encode()));
        QVERIFY(!Candidates::decode(Candidates{.crcs = std::vector<uint32_t>(kMaxCandidates + 1)}.encode()));
    }

    void candidateCrcIsThatOfTheZipTools()
    {
        // name || 0 || size || seconds || nanoseconds, little-endian; the CRC by Python's zlib.crc32.
        QCOMPARE(candidateCrc("report.odt", 123'456, {.seconds = 1'700'000'000, .nanoseconds = 5}), 0x9c149ebbU);
        QCOMPARE(candidateCrc("", 0, {.seconds = -1, .nanoseconds = 0}), 0x5ff3dc8dU);
    }

    void claimsAreLaidOutAsDocumented()
    {
        const auto have = decoded<Have>(hex("02 01") + nameOf(1) + hex("8001 03") + nameOf(2) + hex("05"));
        QCOMPARE(have.claims.size(), 2U);
        QCOMPARE(have.claims[0].kind, format::ObjectKind::Chunk);
        QCOMPARE(have.claims[0].name, ObjectName::fromBytes(nameOf(1)));
        QCOMPARE(have.claims[0].size, 128U);
        QCOMPARE(have.claims[1].kind, format::ObjectKind::Version);
        QCOMPARE(have.claims[1].name, ObjectName::fromBytes(nameOf(2)));
        QCOMPARE(have.claims[1].size, 5U);
        QVERIFY(!Have::decode(hex("01 04") + nameOf(1) + hex("05"))); // points are not claimed
        QVERIFY(!Have::decode(hex("01 00") + nameOf(1) + hex("05")));

        const auto reply = decoded<HaveReply>(hex("05 64 02 02 02 02 4142 101112131415161718191a1b1c1d1e1f 8001 808004 "
                                                  "04 00 101112131415161718191a1b1c1d1e1f 00 01"));
        QCOMPARE(reply.held, (std::vector<Held>{Held::Missing, Held::Yes, Held::Prove, Held::Yes, Held::Prove}));
        QCOMPARE(reply.challenges.size(), 2U);
        QCOMPARE(reply.challenges[0].claim, 2U);
        QCOMPARE(reply.challenges[0].entry, QByteArray("AB"));
        QCOMPARE(reply.challenges[0].nonce, hex("101112131415161718191a1b1c1d1e1f"));
        QCOMPARE(reply.challenges[0].offset, 128U);
        QCOMPARE(reply.challenges[0].length, 65'536U);
        QCOMPARE(reply.challenges[1].claim, 4U);
        QVERIFY(reply.challenges[1].entry.isEmpty());
        QVERIFY(!HaveReply::decode(hex("01 03 00"))); // no such answer
        QVERIFY(!HaveReply::decode(hex("01 04 00"))); // bits after the last
        QVERIFY(!HaveReply::decode(hex("01 01 01 00 00 101112131415161718191a1b1c1d1e1f 00 01")));     // needs no proof
        QVERIFY(!HaveReply::decode(hex("01 02 01 00 00 101112131415161718191a1b1c1d1e1f 00 818004"))); // over 64 KiB

        for (const char *entry : {"01 2e", "02 2e2e", "03 61 2f 62", "02 61 00"}) // ".", "..", "a/b", a NUL: no names
            QVERIFY(
                !HaveReply::decode(hex("01 02 01 00") + hex(entry) + hex("101112131415161718191a1b1c1d1e1f 00 20")));

        const auto prove = decoded<Prove>(hex("04030201 02 10 101112131415161718191a1b1c1d1e1f 00"));
        QCOMPARE(prove.have, 0x01020304U);
        QCOMPARE(prove.answers, (std::vector<QByteArray>{hex("101112131415161718191a1b1c1d1e1f"), {}}));
        QVERIFY(!Prove::decode(hex("04030201 01 01 00")));
        QCOMPARE(decoded<ProveReply>(hex("03 05")).accepted, (std::vector<bool>{1, 0, 1}));
    }

    void dataIsLaidOutAsDocumented()
    {
        const auto data =
            decoded<Data>(hex("0807060504030201 01") + nameOf(9) + hex("02 01 02 c801 02 64 03 64 03 616263"));
        QCOMPARE(data.namesCheck, 0x0102030405060708U);
        QCOMPARE(data.versionNames, std::vector<ObjectName>{ObjectName::fromBytes(nameOf(9))});
        QCOMPARE(data.block.kind, format::BlockKind::Tree);
        QCOMPARE(data.block.codec, format::Codec::Zstd);
        QCOMPARE(data.block.rawSize, 200U);
        QCOMPARE(data.block.table, (std::vector<format::ObjectEntry>{{format::ObjectKind::Node, 100},
                                                                     {format::ObjectKind::Version, 100}}));
        QCOMPARE(data.block.payload, QByteArray("abc"));
        QCOMPARE(decoded<Acknowledge>(hex("ac02")).blocks, 300U);
    }

    void blocksThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *name, const char *block, bool good = false) {
            QTest::newRow(name) << hex(block) << good;
        };
        row("good", "01 00 02 03 01 01 01 02 03 616263", true);
        row("good, compressed", "01 01 02 03 01 01 01 02 01 61", true);
        row("kind point", "03 00 01 03 04 03 03 616263");
        row("kind 0", "00 00 01 03 01 03 03 616263");
        row("codec 2", "01 02 01 03 01 03 03 616263");
        row("no objects", "01 00 00 00 00");
        row("a node among chunks", "01 00 01 03 02 03 03 616263");
        row("a chunk among nodes", "02 00 01 03 01 03 03 616263");
        row("an empty object", "01 00 02 03 01 00 01 03 03 616263");
        row("sizes of another sum", "01 00 02 03 01 01 01 01 03 616263");
        row("stored and shorter", "01 00 01 03 01 03 02 6162");
        row("longer than raw", "01 01 01 03 01 03 04 61626364");
        row("over 4 MiB", "01 01 01 81808002 01 81808002 01 61");
    }
    void blocksThatCannotBeAreRefused()
    {
        QFETCH(QByteArray, block);
        QFETCH(bool, good);
        QCOMPARE(Data::decode(QByteArray(8, '\0') + hex("00") + block).has_value(), good);
    }

    void versionNamesMustBeAsManyAsVersions()
    {
        QVERIFY(!Data::decode(QByteArray(8, '\0') + hex("00 02 00 01 01 03 01 01 61")));
        QVERIFY(Data::decode(QByteArray(8, '\0') + hex("01") + nameOf(1) + hex("02 00 01 01 03 01 01 61")));
        QVERIFY(!Data::decode(QByteArray(8, '\0') + hex("01") + nameOf(1) + hex("02 00 01 01 02 01 01 61")));
    }

    void namesCheckIsTwoSums()
    {
        const std::vector<ObjectName> names{ObjectName::fromBytes(nameOf(1)), ObjectName::fromBytes(nameOf(2))};
        const QByteArray together = nameOf(1) + nameOf(2);
        QCOMPARE(namesCheck(names), uint64_t(codec::crc32c(together + '\0')) << 32 | codec::crc32c(together));
        QCOMPARE(namesCheck({}), uint64_t(codec::crc32c(QByteArray(1, '\0'))) << 32);
        QVERIFY(namesCheck(names) != namesCheck({names[1], names[0]}));
    }

    void theEndOfABackupIsLaidOutAsDocumented()
    {
        format::DirectoryEntry root;
        root.name = "/";
        root.type = format::FileType::Directory;
        root.mode = 0755;
        root.content = ObjectName::fromBytes(nameOf(1));
        format::Hint hint;
        hint.flags = format::Hint::Directory;
        hint.inode = 2;
        hint.hints = ObjectName::fromBytes(nameOf(2));
        ByteWriter writer;
        writer.sizedBytes(root.encode()).sizedBytes(hint.encode());
        const QByteArray start = writer.take();
        const QByteArray rest = hex("01 02 2f61 02 01 2a 02 2a6f 01 00 01 41 02 05 01 42 8001 00") +
                                hex("01 02 03 04 05 06 07 08 09 0a 0b 8001") + hex("8101") + nameOf(3);
        const auto commit = decoded<Commit>(start + rest);
        QVERIFY(commit.root == root);
        QVERIFY(commit.rootHint == hint);
        QCOMPARE(commit.selection, std::vector<QByteArray>{"/a"});
        QCOMPARE(commit.exclude, (std::vector<QByteArray>{"*", "*o"}));
        QCOMPARE(commit.users, (std::map<uint32_t, QByteArray>{{0, "A"}}));
        QCOMPARE(commit.groups, (std::map<uint32_t, QByteArray>{{5, "B"}, {128, ""}}));
        QVERIFY((commit.statistics == format::PointStatistics{.filesNew = 1,
                                                              .filesModified = 2,
                                                              .filesRedundant = 3,
                                                              .filesUnchanged = 4,
                                                              .filesDeleted = 5,
                                                              .filesRenamed = 6,
                                                              .filesSkipped = 7,
                                                              .files = 8,
                                                              .directories = 9,
                                                              .bytes = 10,
                                                              .bytesRead = 11,
                                                              .bytesSent = 128}));
        QCOMPARE(commit.systemInformation.size, 129U);
        QCOMPARE(commit.systemInformation.signature, ObjectName::fromBytes(nameOf(3)));
        // The longest system information has 16 MiB.
        const QByteArray before = start + hex("00 00 00 00") + QByteArray(12, '\0');
        QVERIFY(Commit::decode(before + hex("80808008") + nameOf(3)));
        QVERIFY(!Commit::decode(before + hex("81808008") + nameOf(3)));
        // Owners out of order, or one twice.
        QVERIFY(!Commit::decode(start + hex("00 00 02 05 00 04 00 00") + QByteArray(13, '\0')));
        QVERIFY(!Commit::decode(start + hex("00 00 02 05 00 05 00 00") + QByteArray(13, '\0')));
        QVERIFY(Commit::decode(start + hex("00 00 02 05 00 06 00 00") + QByteArray(13, '\0')));
        // The root is a folder.
        Commit link = commit;
        link.root.type = format::FileType::SymbolicLink;
        link.root.target = "x";
        QVERIFY(!Commit::decode(link.encode()));
        Commit fileHint = commit;
        fileHint.rootHint.flags = 0;
        QVERIFY(!Commit::decode(fileHint.encode()));

        const auto committed = decoded<Committed>(hex("0900000000000000 0065cd1d00000000"));
        QCOMPARE(committed.point, PointId{9});
        QCOMPARE(committed.ended, WallTime(std::chrono::milliseconds(500)));
    }

    void readingIsLaidOutAsDocumented()
    {
        const auto list = decoded<ListPoints>(hex("05000000 0900000000000000"));
        QCOMPARE(list.limit, 5U);
        QCOMPARE(list.before, PointId{9});

        const auto points =
            decoded<Points>(hex("01 01 0600000000000000 0500000000000000 0065cd1d00000000 00ca9a3b00000000 01 41 01 42"
                                "01 02 03 04 05 06 07 08 09 0a 0b 0c") +
                            nameOf(1) + nameOf(2));
        QVERIFY(points.more);
        QCOMPARE(points.points.size(), 1U);
        const PointSummary &point = points.points[0];
        QCOMPARE(point.id, PointId{6});
        QCOMPARE(point.base, PointId{5});
        QCOMPARE(point.started, WallTime(std::chrono::milliseconds(500)));
        QCOMPARE(point.ended, WallTime(std::chrono::seconds(1)));
        QCOMPARE(point.host, QStringLiteral("A"));
        QCOMPARE(point.zone, QStringLiteral("B"));
        QCOMPARE(point.statistics.filesRenamed, 6U);
        QCOMPARE(point.root, ObjectName::fromBytes(nameOf(1)));
        QCOMPARE(point.hints, ObjectName::fromBytes(nameOf(2)));

        QCOMPARE(decoded<GetPoint>(hex("0900000000000000")).point, PointId{9});
        QCOMPARE(decoded<Point>(hex("a0")).record, hex("a0"));

        const auto refused = decoded<BackupRefused>(hex("3c000000 02 6e6f"));
        QCOMPARE(refused.retryAfter, std::chrono::seconds(60));
        QCOMPARE(refused.reason, QStringLiteral("no"));
        QCOMPARE(refused.toError().kind(), ErrorKind::Busy);
        QCOMPARE(refused.toError().withContext(QStringLiteral("x")).retryAfter(), std::optional(refused.retryAfter));
        QVERIFY(!BackupRefused::decode(hex("00000000 00")));
        QVERIFY(!BackupRefused::decode(hex("81510100 00"))); // a day and a second

        const auto ask = decoded<GetPolicy>(hex("0700000000000000 01"));
        QCOMPARE(ask.known, 7U);
        QVERIFY(ask.watch);
        QVERIFY(!GetPolicy::decode(hex("0700000000000000 02")));
        const auto policy = decoded<Policy>(hex("0800000000000000 0500000000000000 02 7b7d"));
        QCOMPARE(policy.version, 8U);
        QCOMPARE(policy.set, WallTime(std::chrono::nanoseconds(5)));
        QCOMPARE(policy.content, QByteArray("{}"));
        QVERIFY(!Policy::decode(hex("0800000000000000 0500000000000000 818004") + QByteArray(65'537, ' ')));
        QVERIFY(Policy::decode(hex("0800000000000000 0500000000000000 808004") + QByteArray(65'536, ' ')));

        const auto get = decoded<GetObjects>(hex("01") + nameOf(1) + hex("02") + nameOf(2) + nameOf(3));
        QCOMPARE(get.groups.size(), 1U);
        QCOMPARE(get.groups[0].parent, ObjectName::fromBytes(nameOf(1)));
        QCOMPARE(get.groups[0].names,
                 (std::vector<ObjectName>{ObjectName::fromBytes(nameOf(2)), ObjectName::fromBytes(nameOf(3))}));
        QVERIFY(!GetObjects::decode(hex("01") + nameOf(1) + hex("00")));

        const auto objects =
            decoded<Objects>(hex("01 01 01 00 02 03 01 01 01 02 03 616263 01 8001 00 01 01 05 02 01 41"));
        QVERIFY(objects.last);
        QCOMPARE(objects.blocks.size(), 1U);
        QCOMPARE(objects.blocks[0].payload, QByteArray("abc"));
        QCOMPARE(objects.places.size(), 1U);
        QCOMPARE(objects.places[0].index, 128U);
        QCOMPARE(objects.places[0].block, 0);
        QCOMPARE(objects.places[0].slot, 1);
        QCOMPARE(objects.failures.size(), 1U);
        QCOMPARE(objects.failures[0].index, 5U);
        QCOMPARE(objects.failures[0].kind, ErrorKind::NotFound);
        QCOMPARE(objects.failures[0].text, QStringLiteral("A"));
        QVERIFY(!Objects::decode(hex("01 01 01 00 02 03 01 01 01 02 03 616263 01 00 00 02 00"))); // no such slot
        QVERIFY(!Objects::decode(hex("01 01 01 00 02 03 01 01 01 02 03 616263 01 00 01 00 00"))); // no such block
    }

    void namesInOneRequestAreBoundedOverAllGroups()
    {
        const std::vector<ObjectName> half(kMaxNamesInMessage / 2);
        GetObjects message{.groups = {{.parent = {}, .names = half}, {.parent = {}, .names = half}}};
        QVERIFY(GetObjects::decode(message.encode()));
        message.groups.push_back({.parent = {}, .names = {ObjectName()}});
        QVERIFY(!GetObjects::decode(message.encode()));
    }

    void getFingerprintsIsAsWritten()
    {
        const auto message = decoded<GetFingerprints>(hex("02 2f61 0c") + QByteArray(32, 'k') + nameOf('r'));
        QCOMPARE(message.path, "/a");
        QCOMPARE(message.blockSize, 12);
        QCOMPARE(message.key, QByteArray(32, 'k'));
        QCOMPARE(message.known, ObjectName::fromBytes(nameOf('r')));
        for (const auto *power : {"09", "11", "ff"}) // 512 B, 128 KiB
            QVERIFY(!GetFingerprints::decode(hex("02 2f61") + hex(power) + QByteArray(32, 'k') + nameOf('r')));
    }

    void fingerprintsAreAsWritten()
    {
        const auto message = decoded<Fingerprints>(hex("07") + nameOf('s') + hex("808008") + nameOf('r') +
                                                   hex("02 25 00 808004") + nameOf('c') + hex("05 04 01 808004") +
                                                   hex("20") + nameOf('l') + hex("0c 01020304 0500000000000000"));
        QVERIFY(message.last && message.isAsKnown && message.isOwn);
        QCOMPARE(message.content, ObjectName::fromBytes(nameOf('s')));
        QCOMPARE(message.size, 131'072U);
        QCOMPARE(message.record, ObjectName::fromBytes(nameOf('r')));
        QCOMPARE(message.extents,
                 (std::vector<format::Extent>{{ObjectName::fromBytes(nameOf('c')), 5, 65'536}, {{}, 0, 65'536}}));
        QCOMPARE(message.leaves, nameOf('l'));
        QCOMPARE(message.fingerprints, hex("01020304 0500000000000000"));
        const auto head = hex("00") + nameOf('s') + hex("00") + nameOf('r') + hex("00");
        QVERIFY(Fingerprints::decode(head + hex("00 00")));
        QVERIFY(!Fingerprints::decode(head + hex("01 00 00"))); // a part of a leaf's digest
        QVERIFY(!Fingerprints::decode(head + hex("00 01 00"))); // of a fingerprint
    }

    void checkCopiesIsAsWritten()
    {
        const auto message = decoded<CheckCopies>(hex("02 2f61 01 8001 03") + nameOf('d'));
        QCOMPARE(message.path, "/a");
        QCOMPARE(message.copies.size(), 1U);
        QCOMPARE(message.copies[0].offset, 128U);
        QCOMPARE(message.copies[0].length, 3U);
        QCOMPARE(message.copies[0].digest, ObjectName::fromBytes(nameOf('d')));
        QVERIFY(!CheckCopies::decode(hex("02 2f61 01 00 00") + nameOf('d')));       // of no length
        QVERIFY(!CheckCopies::decode(hex("02 2f61 01 00 81808002") + nameOf('d'))); // of more than 4 MiB
        QCOMPARE(decoded<CopiesChecked>(hex("03 05")).right, (std::vector<bool>{true, false, true}));
    }

    void longTextIsCutAtACharacter()
    {
        const ErrorMessage message{.kind = ErrorKind::Io, .text = QStringLiteral("ü").repeated(4'000)};
        const auto sent = ErrorMessage::decode(message.encode());
        QVERIFY(sent);
        QCOMPARE(sent->text, QStringLiteral("ü").repeated(2'048));
        const ErrorMessage odd{.kind = ErrorKind::Io, .text = QLatin1Char('x') + message.text};
        QCOMPARE(ErrorMessage::decode(odd.encode()).value().text,
                 QLatin1Char('x') + QStringLiteral("ü").repeated(2'047));
    }

    void textMustBeUtf8()
    {
        QVERIFY(!ErrorMessage::decode(hex("01 02 c328")));
        QVERIFY(!ErrorMessage::decode(hex("01 01 ff")));
        QVERIFY(!ErrorMessage::decode(hex("01 03 eda080"))); // a lone surrogate
        QVERIFY(ErrorMessage::decode(hex("01 00")));
    }

    void everyErrorKindHasItsCode()
    {
        for (int code = 1; code <= 11; ++code)
            QCOMPARE(int(errorKindCode(errorKindFromCode(uint8_t(code)))), code);
        QCOMPARE(errorKindCode(ErrorKind::Io), 1);
        QCOMPARE(errorKindCode(ErrorKind::Denied), 6);
        QCOMPARE(errorKindCode(ErrorKind::Unsupported), 11);
        for (const int code : {0, 12, 255})
            QCOMPARE(errorKindFromCode(uint8_t(code)), ErrorKind::Io);
    }

    void dataOfAMebibyteIsQuick()
    {
        Data data;
        data.block.rawSize = 1'048'576;
        data.block.table = std::vector<format::ObjectEntry>(16, {.kind = format::ObjectKind::Chunk, .size = 65'536});
        data.block.payload = QByteArray(1'048'576, 'x');
        QBENCHMARK
        {
            QVERIFY(Data::decode(data.encode()));
        }
    }
};

QTEST_APPLESS_MAIN(TestMessages)
#include "tst_messages.moc"
