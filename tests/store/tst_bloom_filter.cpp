#include "store/bloom_filter.h"

#include <QTest>

#include <random>

using namespace backspool;
using namespace backspool::store;

class TestBloomFilter : public QObject
{
    Q_OBJECT

    static ObjectName randomName(std::mt19937_64 &random)
    {
        ObjectName name;
        for (int i = 0; i < ObjectName::kSize; ++i)
            name.data()[i] = uint8_t(random());
        return name;
    }

private Q_SLOTS:
    void answersNoOnlyForWhatIsNotThere_data()
    {
        QTest::addColumn<uint64_t>("count");
        for (const uint64_t count : {1, 10, 1000, 100'000})
            QTest::addRow("%llu names", static_cast<unsigned long long>(count)) << count;
    }
    void answersNoOnlyForWhatIsNotThere()
    {
        QFETCH(uint64_t, count);
        auto filter = BloomFilter::forNames(count);
        std::mt19937_64 random(count);
        for (uint64_t i = 0; i < count; ++i)
            filter.add(randomName(random));
        random.seed(count);
        for (uint64_t i = 0; i < count; ++i)
            QVERIFY(filter.mayContain(randomName(random)));
        int wrong = 0;
        for (int i = 0; i < 100'000; ++i)
            wrong += filter.mayContain(randomName(random));
        QVERIFY2(wrong < 800, qPrintable(QString::number(wrong))); // 0.8 %
    }

    void anEmptyFilterContainsNothing()
    {
        std::mt19937_64 random(1);
        QVERIFY(!BloomFilter(0).mayContain(randomName(random)));
        QVERIFY(!BloomFilter::forNames(0).mayContain(randomName(random)));
    }
};

QTEST_GUILESS_MAIN(TestBloomFilter)
#include "tst_bloom_filter.moc"
