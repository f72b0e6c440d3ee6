#include "codec/keys.h"
#include "points/grants.h"
#include "points/name_tags.h"

#include <QTest>

#include <numeric>

using namespace backspool;
using namespace backspool::points;

class TestNameTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sipHashIsThatOfThePaper();
    void holdsWhatWasPutAndNothingElse();
    void theGreaterValueStays();
    void grantsAreThoseOfTheSession();
};

void TestNameTags::sipHashIsThatOfThePaper()
{
    // Appendix A of the paper: key 00 01 ... 0f, message 00 01 ... 0e.
    QByteArray message(15, Qt::Uninitialized);
    std::iota(message.begin(), message.end(), char(0));
    const std::array<uint64_t, 2> key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
    QCOMPARE(sipHash(key, message), 0xa129ca6149be45e5U);
    // Of its reference code (vectors.h): the empty message, and one of a whole word.
    QCOMPARE(sipHash(key, {}), 0x726fdb47dd0e0e31U);
    QCOMPARE(sipHash(key, message.first(8)), 0x93f5f5799a932462U);
}

void TestNameTags::holdsWhatWasPutAndNothingElse()
{
    NameTags tags;
    QVERIFY(!tags.contains("nothing"));
    for (int i = 0; i < 100'000; ++i)
        QCOMPARE(tags.put(QByteArray::number(i), uint8_t(i % 3 + 1)), uint8_t(0));
    QCOMPARE(tags.count(), 100'000U);
    for (int i = 0; i < 100'000; ++i)
        QCOMPARE(tags.value(QByteArray::number(i)), uint8_t(i % 3 + 1));
    for (int i = 100'000; i < 200'000; ++i)
        QVERIFY(!tags.contains(QByteArray::number(i)));
}

void TestNameTags::theGreaterValueStays()
{
    NameTags tags;
    QCOMPARE(tags.put("a", 2), uint8_t(0));
    QCOMPARE(tags.put("a", 1), uint8_t(2));
    QCOMPARE(tags.value("a"), uint8_t(2));
    QCOMPARE(tags.put("a", 3), uint8_t(2));
    QCOMPARE(tags.value("a"), uint8_t(3));
    QCOMPARE(tags.count(), 1U);
}

void TestNameTags::grantsAreThoseOfTheSession()
{
    SessionGrants grants;
    const auto sent = ObjectName::fromBytes(codec::randomBytes(32));
    const auto held = ObjectName::fromBytes(codec::randomBytes(32));
    grants.add(sent, Grant::Sent);
    grants.add(held, Grant::Held);
    grants.add(held, Grant::Sent);
    grants.add(ObjectName::fromBytes(codec::randomBytes(32)), Grant::None);
    QCOMPARE(grants.of(sent), Grant::Sent);
    QCOMPARE(grants.of(held), Grant::Held);
    QCOMPARE(grants.of(ObjectName::fromBytes(codec::randomBytes(32))), Grant::None);
    QCOMPARE(grants.count(), 2U);
    QCOMPARE(grants.function()(held), Grant::Held);
}

QTEST_GUILESS_MAIN(TestNameTags)
#include "tst_name_tags.moc"
