#include "trust/sample_state.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QRandomGenerator>

using namespace backspool;
using namespace backspool::trust;

class TestStateObject : public QObject
{
    Q_OBJECT

    const QByteArray bytes_ = sampleState(1).encode();

    QCborMap map() const { return QCborValue::fromCbor(bytes_).toMap(); }

private Q_SLOTS:
    void aStateComesBackFromItsBytes()
    {
        for (uint32_t number = 0; number < 20; ++number)
            QVERIFY(equal(VALUE(State::decode(sampleState(number).encode())), sampleState(number)));
        State empty;
        empty.repository = kRepository;
        QVERIFY(equal(VALUE(State::decode(empty.encode())), empty));
    }

    void theFieldsAreAsSpecified()
    {
        // docs/format.md, "State object".
        const auto fields = map();
        QCOMPARE(fields.value(QLatin1StringView("version")).toInteger(), 1);
        QCOMPARE(fields.value(QLatin1StringView("repository")).toString(), kRepository);
        for (const char *key : {"authority_certificate", "authority_key", "server_certificate", "server_key"})
            QVERIFY(fields.value(QLatin1StringView(key)).isByteArray());
        QCOMPARE(fields.value(QLatin1StringView("forgotten")).toArray().size(), 3);
        for (const char *key : {"next_point", "next_lease", "next_client"})
            QVERIFY(fields.value(QLatin1StringView(key)).isInteger());
        QCOMPARE(fields.size(), 12);
        const auto client = fields.value(QLatin1StringView("clients")).toArray().at(2).toMap();
        QCOMPARE(client.value(QLatin1StringView("id")).toInteger(), 3);
        QVERIFY(client.value(QLatin1StringView("name")).isString());
        QVERIFY(client.value(QLatin1StringView("created")).isInteger());
        QCOMPARE(client.value(QLatin1StringView("certificate")).toByteArray().size(), 32);
        QCOMPARE(client.value(QLatin1StringView("revoked")).toBool(), true);
        QCOMPARE(client.size(), 5);
        const auto policy = fields.value(QLatin1StringView("policies")).toArray().at(0).toMap();
        QCOMPARE(policy.value(QLatin1StringView("version")).toInteger(), 2);
        QVERIFY(policy.value(QLatin1StringView("set")).isInteger());
        QCOMPARE(policy.value(QLatin1StringView("content")).toByteArray(), QByteArray("{\"version\": 1}"));
        QCOMPARE(policy.size(), 3);
    }

    void aStateFromBeforeThereWerePoliciesHasNone()
    {
        auto fields = map();
        fields.remove(QLatin1StringView("policies"));
        QVERIFY(VALUE(State::decode(fields.toCborValue().toCbor())).policies.empty());
    }

    void aWrongPolicyIsDamaged()
    {
        for (const QCborValue &wrong : {QCborValue(1), QCborValue(QCborArray{7}), QCborValue(QCborArray{QCborMap()}),
                                        QCborValue(QCborArray{QCborMap{{QStringLiteral("version"), -1}}})}) {
            auto fields = map();
            fields.insert(QLatin1StringView("policies"), wrong);
            FAILS_WITH(ErrorKind::Damaged, State::decode(fields.toCborValue().toCbor()));
        }
    }

    void fieldsOfTheFutureArePassedOver()
    {
        auto fields = map();
        fields.insert(QLatin1StringView("lock_until"), 7);
        fields.insert(99, QCborArray{1, 2});
        QVERIFY(equal(VALUE(State::decode(fields.toCborValue().toCbor())), sampleState(1)));
    }

    void aFutureVersionIsUnsupported()
    {
        auto fields = map();
        fields.insert(QLatin1StringView("version"), 2);
        FAILS_WITH(ErrorKind::Unsupported, State::decode(fields.toCborValue().toCbor()));
    }

    void aWrongFieldIsDamagedAndNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("ofClient");
        for (const char *key : {"version", "repository", "authority_certificate", "authority_key", "server_certificate",
                                "server_key", "clients", "forgotten", "next_point", "next_lease", "next_client"})
            QTest::addRow("%s", key) << QString::fromLatin1(key) << false;
        for (const char *key : {"id", "name", "created", "certificate", "revoked"})
            QTest::addRow("client's %s", key) << QString::fromLatin1(key) << true;
    }
    void aWrongFieldIsDamagedAndNamed()
    {
        QFETCH(QString, key);
        QFETCH(bool, ofClient);
        const QCborValue wrongs[] = {QCborValue(),
                                     QCborValue(nullptr),
                                     QCborValue(1.5),
                                     QCborValue(-1),
                                     QCborMap(),
                                     QCborArray{QCborArray()},
                                     QCborArray{-1},
                                     QStringLiteral("x"),
                                     QByteArray("x"),
                                     QCborValue(1e30),
                                     true};
        int refused = 0;
        const auto check = [&](const QCborValue &value, bool isMissing) {
            auto fields = map();
            auto clients = fields.value(QLatin1StringView("clients")).toArray();
            auto client = clients[1].toMap();
            auto &changed = ofClient ? client : fields;
            changed.remove(key);
            if (!isMissing)
                changed.insert(key, value);
            if (ofClient) {
                clients[1] = client;
                fields.insert(QLatin1StringView("clients"), clients);
            }
            const auto decoded = State::decode(fields.toCborValue().toCbor());
            if (decoded)
                return;
            ++refused;
            QVERIFY(decoded.error().kind() == ErrorKind::Damaged);
            QVERIFY2(decoded.error().text().contains(key) || key == QLatin1StringView("clients"),
                     qPrintable(decoded.error().text()));
        };
        check({}, true);
        QCOMPARE(refused, 1);
        for (const auto &wrong : wrongs)
            check(wrong, false);
        // Of the eleven at most two are of a type that the field may have ("created" may be negative).
        QVERIFY2(refused >= 10, qPrintable(QString::number(refused)));
    }

    void numbersBeyondTheirTypeAreDamaged()
    {
        auto fields = map();
        fields.insert(QLatin1StringView("next_client"), qint64(0x1'0000'0000));
        FAILS_WITH(ErrorKind::Damaged, State::decode(fields.toCborValue().toCbor()));
        // 2^64 - 1, which Qt's values do not hold.
        fields.insert(QLatin1StringView("next_client"), 4);
        auto bytes = fields.toCborValue().toCbor();
        const auto at = bytes.indexOf("next_point") + 10;
        QCOMPARE(bytes[at], char(11));
        bytes.replace(at, 1, QByteArray::fromHex("1bffffffffffffffff"));
        FAILS_WITH(ErrorKind::Damaged, State::decode(bytes));
    }

    void whatIsNotOneMapIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a number") << QCborValue(5).toCbor();
        QTest::newRow("an array") << QCborValue(QCborArray{1}).toCbor();
        QTest::newRow("an empty map") << QCborValue(QCborMap()).toCbor();
        QTest::newRow("a byte more") << bytes_ + '\0';
        QTest::newRow("twice") << bytes_ + bytes_;
        QTest::newRow("a map of 2^60 fields") << QByteArray::fromHex("bb1000000000000000");
        QTest::newRow("bytes of 2^62") << QByteArray::fromHex("a1615b5b4000000000000000");
        QTest::newRow("a deep array") << QByteArray(100'000, '\x81');
        QTest::newRow("a deep map") << QByteArray::fromHex("a100").repeated(100'000);
        QTest::newRow("an endless map") << QByteArray::fromHex("bf").repeated(1000);
        QTest::newRow("no UTF-8") << QByteArray::fromHex("a162fffe01");
    }
    void whatIsNotOneMapIsDamaged()
    {
        QFETCH(QByteArray, bytes);
        FAILS_WITH(ErrorKind::Damaged, State::decode(bytes));
    }

    void anyBytesAreDecodedOrRefused()
    {
        for (qsizetype size = 0; size < bytes_.size(); ++size)
            FAILS_WITH(ErrorKind::Damaged, State::decode(bytes_.first(size)));
        QRandomGenerator random(1);
        for (int round = 0; round < 20'000; ++round) {
            auto bytes = bytes_;
            for (int flips = 1 << random.bounded(5); flips > 0; --flips) {
                const auto where = random.bounded(int(bytes.size()));
                bytes[where] = char(bytes[where] ^ (1 << random.bounded(8)));
            }
            const auto decoded = State::decode(bytes);
            if (!decoded)
                QVERIFY(decoded.error().kind() == ErrorKind::Damaged ||
                        decoded.error().kind() == ErrorKind::Unsupported);
        }
    }
};

QTEST_APPLESS_MAIN(TestStateObject)
#include "tst_state_object.moc"
