#include "format/sample_entries.h"

using namespace backspool;
using namespace backspool::format;

class TestHint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hintComesBack_data() { addSeedRows(5); }
    void hintComesBack()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        for (int i = 0; i < 2000; ++i) {
            const auto hint = randomHint(random);
            const auto bytes = hint.encode();
            const auto decoded = Hint::decode(bytes);
            VERIFY_RESULT(decoded);
            QVERIFY(*decoded == hint);
            QCOMPARE(decoded->encode(), bytes);
            if (i >= 50)
                continue;
            for (qsizetype size = 0; size < bytes.size(); ++size)
                VERIFY_FAILS(ErrorKind::Damaged, Hint::decode(QByteArrayView(bytes).first(size)));
            VERIFY_FAILS(ErrorKind::Damaged, Hint::decode(bytes + '\0'));
        }
    }

    void hintHasTheBytesOfTheSpecification()
    {
        Hint hint;
        hint.flags = Hint::Directory | Hint::FileSystemStarts;
        hint.inode = 300;
        hint.changed = {1, 2};
        hint.born = {-1, 3};
        hint.hints = ObjectName::fromBytes(QByteArray(32, '\x22'));
        hint.fileSystem.fill(0x33);
        QCOMPARE(hint.encode().toHex(), QByteArray("05"
                                                   "ac02"
                                                   "0202"
                                                   "0103") +
                                            QByteArray(64, '2') + QByteArray(32, '3'));
    }
    void nanosecondsOfASecondAreDamage()
    {
        VERIFY_FAILS(ErrorKind::Damaged,
                     Hint::decode(ByteWriter().u8(0).varint(1).signedVarint(0).varint(1'000'000'000).take()));
    }
};

QTEST_APPLESS_MAIN(TestHint)
#include "tst_hint.moc"
