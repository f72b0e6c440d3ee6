#include "format/sample_entries.h"

using namespace backspool;
using namespace backspool::format;

namespace {

/// The bytes of an entry up to its time, with a good name; type and flags as given.
ByteWriter entryOf(uint8_t type, uint8_t flags = 0)
{
    ByteWriter writer;
    writer.sizedBytes("name").u8(type).u8(flags).varint(0644).varint(1000).varint(1000);
    writer.signedVarint(-5).varint(999'999'999);
    return writer;
}
ByteWriter entryOf(FileType type, uint8_t flags = 0)
{
    return entryOf(uint8_t(type), flags);
}

QByteArray entryNamed(QByteArrayView name)
{
    DirectoryEntry entry;
    entry.name = name.toByteArray();
    return entry.encode();
}

} // namespace

class TestDirectoryEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entryComesBack_data() { addSeedRows(10); }
    void entryComesBack()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        for (int i = 0; i < 2000; ++i) {
            const auto entry = randomEntry(random);
            const auto bytes = entry.encode();
            const auto decoded = DirectoryEntry::decode(bytes);
            VERIFY_RESULT(decoded);
            QVERIFY(*decoded == entry);
            QCOMPARE(decoded->encode(), bytes);
        }
    }
    void everyCutIsDamage_data() { addSeedRows(3); }
    void everyCutIsDamage()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        for (int i = 0; i < 20; ++i) {
            const auto bytes = randomEntry(random).encode();
            for (qsizetype size = 0; size < bytes.size(); ++size)
                VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(QByteArrayView(bytes).first(size)));
            VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(bytes + '\0'));
        }
    }

    void entryHasTheBytesOfTheSpecification()
    {
        DirectoryEntry entry;
        entry.name = "caf\xe9";
        entry.flags = DirectoryEntry::Sparse;
        entry.mode = 0644;
        entry.uid = 1000;
        entry.modified = {-1, 5};
        entry.size = 300;
        entry.content = ObjectName::fromBytes(QByteArray(32, '\x11'));
        entry.attributes = {Attribute::extended("user.a", "value")};
        QCOMPARE(entry.encode().toHex(), QByteArray("04636166e9"
                                                    "01"
                                                    "0a"
                                                    "a403"
                                                    "e807"
                                                    "00"
                                                    "01"
                                                    "05"
                                                    "ac02") +
                                             QByteArray(64, '1') +
                                             "01"
                                             "01"
                                             "0c"
                                             "06757365722e61"
                                             "76616c7565");
    }

    void rootIsNamedSlashAndNothingElseIs()
    {
        DirectoryEntry root;
        root.name = "/";
        root.type = FileType::Directory;
        root.content = sampleName(1);
        VERIFY_RESULT(DirectoryEntry::decode(root.encode(), true));
        VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(root.encode()));
        root.name = "a";
        VERIFY_RESULT(DirectoryEntry::decode(root.encode()));
        VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(root.encode(), true));
        VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(entryNamed("/"), true)); // a file
    }

    void unsafeNameIsDamage_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow(".") << QByteArray(".");
        QTest::newRow("..") << QByteArray("..");
        QTest::newRow("slash") << QByteArray("/");
        QTest::newRow("slash within") << QByteArray("a/b");
        QTest::newRow("slash at the end") << QByteArray("a/");
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
        QTest::newRow("NUL alone") << QByteArray("\0", 1);
        QTest::newRow("256 bytes") << QByteArray(256, 'a');
    }
    void unsafeNameIsDamage()
    {
        QFETCH(QByteArray, name);
        QVERIFY(!isSafeName(name));
        VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(entryNamed(name)));
    }
    void safeNameIsRead_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("...") << QByteArray("...");
        QTest::newRow(".a") << QByteArray(".a");
        QTest::newRow("255 bytes") << QByteArray(255, 'a');
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe");
        QTest::newRow("line break") << QByteArray("a\nb");
        QTest::newRow("backslash") << QByteArray("..\\..");
    }
    void safeNameIsRead()
    {
        QFETCH(QByteArray, name);
        QVERIFY(isSafeName(name));
        QCOMPARE(DirectoryEntry::decode(entryNamed(name))->name, name);
    }

    void hostileEntryIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const ObjectName null;
        const auto name = sampleName(1);
        QTest::newRow("type 0") << entryOf(0).take();
        QTest::newRow("type 8") << entryOf(8).take();
        QTest::newRow("mode over 07777") << ByteWriter()
                                                .sizedBytes("n")
                                                .u8(1)
                                                .u8(0)
                                                .varint(010000)
                                                .varint(0)
                                                .varint(0)
                                                .signedVarint(0)
                                                .varint(0)
                                                .varint(0)
                                                .take();
        QTest::newRow("uid over 32 bits") << ByteWriter()
                                                 .sizedBytes("n")
                                                 .u8(1)
                                                 .u8(0)
                                                 .varint(0)
                                                 .varint(1ULL << 32)
                                                 .varint(0)
                                                 .signedVarint(0)
                                                 .varint(0)
                                                 .varint(0)
                                                 .take();
        QTest::newRow("nanoseconds of a second") << ByteWriter()
                                                        .sizedBytes("n")
                                                        .u8(1)
                                                        .u8(0)
                                                        .varint(0)
                                                        .varint(0)
                                                        .varint(0)
                                                        .signedVarint(0)
                                                        .varint(1'000'000'000)
                                                        .varint(0)
                                                        .take();
        QTest::newRow("size over 2^63") << entryOf(FileType::File).varint(1ULL << 63).name(name).take();
        QTest::newRow("content without name") << entryOf(FileType::File).varint(1).name(null).take();
        QTest::newRow("directory without tree") << entryOf(FileType::Directory).name(null).take();
        QTest::newRow("target with NUL") << entryOf(FileType::SymbolicLink).sizedBytes(QByteArray("a\0b", 3)).take();
        QTest::newRow("target over 64 KiB")
            << entryOf(FileType::SymbolicLink).sizedBytes(QByteArray(65'537, 'a')).take();
        QTest::newRow("device over 32 bits") << entryOf(FileType::BlockDevice).varint(1ULL << 32).varint(0).take();
        QTest::newRow("attributes announced, none there") << entryOf(FileType::Fifo, 8).varint(0).take();
        QTest::newRow("attributes not announced") << entryOf(FileType::Fifo).varint(1).varint(1).sizedBytes("x").take();
        QTest::newRow("too many attributes") << entryOf(FileType::Fifo, 8).varint(1025).take();
        QTest::newRow("attribute too long")
            << entryOf(FileType::Fifo, 8).varint(1).varint(1).sizedBytes(QByteArray(66'001, 'x')).take();
        QTest::newRow("attribute past the end") << entryOf(FileType::Fifo, 8).varint(1).varint(1).varint(60'000).take();
    }
    void hostileEntryIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, DirectoryEntry::decode(bytes));
    }
    void errorNamesTheEntry()
    {
        const auto entry = DirectoryEntry::decode(entryOf(9).take());
        QVERIFY(entry.error().text().contains(QStringLiteral("\"name\"")));
    }

    void extendedAttributeComesApart()
    {
        const auto attribute = Attribute::extended("security.capability", QByteArray("\0\1\2", 3));
        const auto parts = attribute.asExtended();
        VERIFY_RESULT(parts);
        QCOMPARE(parts->first, QByteArray("security.capability"));
        QCOMPARE(parts->second, QByteArray("\0\1\2", 3));
        QCOMPARE(Attribute::extended("user.empty", {}).asExtended()->second, QByteArray());
    }
    void hostileExtendedAttributeIsDamage_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no name") << ByteWriter().sizedBytes("").take();
        QTest::newRow("name past the end") << QByteArray("\x05user");
        QTest::newRow("name with NUL") << ByteWriter().sizedBytes(QByteArray("a\0b", 3)).take();
        QTest::newRow("name of 256 bytes") << ByteWriter().sizedBytes(QByteArray(256, 'a')).take();
    }
    void hostileExtendedAttributeIsDamage()
    {
        QFETCH(QByteArray, data);
        VERIFY_FAILS(ErrorKind::Damaged, (Attribute{Attribute::ExtendedAttribute, data}.asExtended()));
    }
};

QTEST_APPLESS_MAIN(TestDirectoryEntry)
#include "tst_directory_entry.moc"
