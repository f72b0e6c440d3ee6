#include "system-info/output_form.h"
#include "system-info/probe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

Q_DECLARE_METATYPE(backspool::engine::OutputForm)

namespace {

QByteArray compact(const QJsonValue &value)
{
    return (value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
        .toJson(QJsonDocument::Compact);
}

/// The form in which the table keeps what a command gives.
OutputForm formOf(const std::vector<QByteArray> &beginning)
{
    for (const auto &probe : systemProbes()) {
        if (probe.command.size() >= beginning.size() &&
            std::equal(beginning.begin(), beginning.end(), probe.command.begin()))
            return probe.form;
    }
    qFatal("no such probe");
}

OutputForm formOfFile(const QByteArray &path)
{
    for (const auto &probe : systemProbes()) {
        if (probe.file == path)
            return probe.form;
    }
    qFatal("no such probe");
}

} // namespace

class TestOutputForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<OutputForm>("form");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("kept");
        QTest::newRow("as it is") << OutputForm{} << QByteArray("one\n\n two \n") << QStringLiteral("one\n\n two \n");
        QTest::newRow("last line without end")
            << OutputForm{} << QByteArray("one\ntwo") << QStringLiteral("one\ntwo\n");
        QTest::newRow("nothing") << OutputForm{} << QByteArray() << QString();
        QTest::newRow("not UTF-8, and zeros")
            << OutputForm{} << QByteArray("a\xe9\0b\n", 5) << QStringLiteral("a\ufffdb\n");
        QTest::newRow("sorted") << OutputForm{.kind = OutputForm::Kind::SortedLines} << QByteArray("b\nc\na\n")
                                << QStringLiteral("a\nb\nc\n");
        QTest::newRow("passwords") << OutputForm{.masksPasswords = true}
                                   << QByteArray(
                                          "//srv/a /a cifs user=me,password=secret,uid=1 0 0\nPASS=x y\nbypass=1\n")
                                   << QStringLiteral("//srv/a /a cifs user=me,password=(not kept),uid=1 0 0\n"
                                                     "PASS=(not kept) y\nbypass=1\n");

        QTest::newRow("ext4, without its state")
            << formOf({"dumpe2fs"})
            << QByteArray("Filesystem volume name:   root\nLast mounted on:          /\nFilesystem UUID:          u-1\n"
                          "Filesystem features:      has_journal needs_recovery ext_attr orphan_present\nFilesystem "
                          "state:         clean\n"
                          "Free blocks:              12\nFree inodes:              11\nBlock size:               4096\n"
                          "Last write time:          Mon Nov  3\nMount count:              7\n"
                          "Lifetime writes:          1 GB\nJournal sequence:         0x17\n"
                          "Filesystem created:       Sat Nov  1\n")
            << QStringLiteral("Filesystem volume name:   root\nFilesystem UUID:          u-1\n"
                              "Filesystem features:      has_journal ext_attr\nBlock size:               4096\n"
                              "Filesystem created:       Sat Nov  1\n");
        QTest::newRow("btrfs, without what is used")
            << formOf({"btrfs", "filesystem"})
            << QByteArray("Label: 'pool'  uuid: u-2\n\tTotal devices 1 FS bytes used 147456\n"
                          "\tdevid    1 size 119537664 used 92274688 path /dev/sdb\n")
            << QStringLiteral("Label: 'pool'  uuid: u-2\n\tTotal devices 1\n"
                              "\tdevid    1 size 119537664 path /dev/sdb\n");
        QTest::newRow("btrfs superblock")
            << formOf({"btrfs", "inspect-internal"})
            << QByteArray("superblock: bytenr=65536, device=/dev/sdb\ncsum\t\t\t0x1 [match]\ngeneration\t\t7\n"
                          "flags\t\t\t0x1\n\t\t\t( WRITTEN "
                          ")\nbytes_used\t\t147456\nnodesize\t\t16384\nincompat_flags\t\t0x341\n"
                          "\t\t\t( MIXED_BACKREF |\n\t\t\t  NO_HOLES )\ncache_generation\t0\n")
            << QStringLiteral("flags\t\t\t0x1\n\t\t\t( WRITTEN )\nnodesize\t\t16384\nincompat_flags\t\t0x341\n\t\t\t( "
                              "MIXED_BACKREF |\n\t\t\t  NO_HOLES )\n");
        QTest::newRow("EFI, without this boot's")
            << formOf({"efibootmgr"})
            << QByteArray("BootCurrent: 0001\nBootNext: 0002\nTimeout: 1 seconds\n"
                          "BootOrder: 0001,0002\nBoot0001* debian\tHD(1)\n")
            << QStringLiteral("Timeout: 1 seconds\nBootOrder: 0001,0002\n"
                              "Boot0001* debian\tHD(1)\n");
        QTest::newRow("LUKS 1, without salts and digests")
            << formOf({"cryptsetup", "luksDump", "--disable-locks", "{}"})
            << QByteArray("LUKS header information for /dev/sdc\n\nVersion:       \t1\nCipher name:   \taes\n"
                          "Cipher mode:   \txts-plain64\nHash spec:     \tsha256\nPayload offset:\t4096\n"
                          "MK bits:       \t512\nMK digest:     \t5e c1\nMK salt:       \t22 33\n"
                          "               \t44 55\nMK iterations: \t100000\nUUID:          \tu-3\n\n"
                          "Key Slot 0: ENABLED\n\tIterations:         \t1000\n\tSalt:               \t66 77\n"
                          "Key Slot 1: DISABLED\n")
            << QStringLiteral("Version:       \t1\nCipher name:   \taes\nCipher mode:   \txts-plain64\n"
                              "Hash spec:     \tsha256\nPayload offset:\t4096\nMK bits:       \t512\n"
                              "UUID:          \tu-3\nKey Slot 0: ENABLED\nKey Slot 1: DISABLED\n");
        QTest::newRow("kernel command line")
            << formOfFile("/proc/cmdline") << QByteArray("root=UUID=1 ro proxy_password=a,b quiet\n")
            << QStringLiteral("root=UUID=1 ro proxy_password=(not kept),b quiet\n");
    }
    void text()
    {
        QFETCH(OutputForm, form);
        QFETCH(QByteArray, output);
        QFETCH(QString, kept);
        QCOMPARE(textForm(form, output), kept);
    }

    void json_data()
    {
        QTest::addColumn<OutputForm>("form");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("kept");
        const OutputForm json{.kind = OutputForm::Kind::Json};
        QTest::newRow("as it is, in order") << json << QByteArray(R"({"b":[1,"x",null],"a":{"c":true}})")
                                            << QByteArray(R"({"a":{"c":true},"b":[1,"x",null]})");
        QTest::newRow("LUKS 2, without what a key is found by")
            << formOf({"cryptsetup", "luksDump", "--disable-locks", "--dump-json-metadata"})
            << QByteArray(R"({"keyslots":{"0":{"type":"luks2","key_size":64,"af":{"type":"luks1","stripes":4000},)"
                          R"("kdf":{"type":"argon2id","time":4,"salt":"c2FsdA=="}}},)"
                          R"("tokens":{"0":{"type":"clevis","keyslots":["0"],"jwe":{"ciphertext":"x"}}},)"
                          R"("segments":{"0":{"type":"crypt","offset":"16777216","encryption":"aes-xts-plain64"}},)"
                          R"("digests":{"0":{"type":"pbkdf2","salt":"eA==","digest":"eQ==","iterations":1000}}})")
            << QByteArray(R"({"digests":{"0":{"iterations":1000,"type":"pbkdf2"}},)"
                          R"("keyslots":{"0":{"af":{"stripes":4000,"type":"luks1"},"kdf":{"time":4,"type":"argon2id"},)"
                          R"("key_size":64,"type":"luks2"}},)"
                          R"("segments":{"0":{"encryption":"aes-xts-plain64","offset":"16777216","type":"crypt"}}})");
        QTest::newRow("addresses, without what passes")
            << formOf({"ip", "-json", "-details"})
            << QByteArray(
                   R"([{"ifindex":2,"ifname":"eth0","flags":["UP"],"mtu":1500,"operstate":"UP","address":"52:54:00:1",)"
                   R"("addr_info":[{"family":"inet","local":"10.0.0.2","prefixlen":24,"dynamic":true,)"
                   R"("valid_life_time":3000,"preferred_life_time":3000},)"
                   R"({"family":"inet6","local":"fd00::1","prefixlen":64,"temporary":true}]},)"
                   R"({"ifname":"veth7","linkinfo":{"info_kind":"veth"},"addr_info":[]},)"
                   R"({"ifname":"br0","linkinfo":{"info_kind":"bridge","info_data":{"hello_timer":0.4}}}])")
            << QByteArray(R"([{"addr_info":[{"dynamic":true,"family":"inet","local":"10.0.0.2","prefixlen":24}],)"
                          R"("address":"52:54:00:1","ifname":"eth0","mtu":1500},)"
                          R"({"ifname":"br0","linkinfo":{"info_data":{},"info_kind":"bridge"}}])");
        QTest::newRow("routes, without when they end")
            << formOf({"ip", "-json", "-6", "route"})
            << QByteArray(
                   R"([{"dst":"default","gateway":"fe80::1","dev":"eth0","expires":1790,"flags":[],"pref":"medium"}])")
            << QByteArray(R"([{"dev":"eth0","dst":"default","gateway":"fe80::1"}])");
    }
    void json()
    {
        QFETCH(OutputForm, form);
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, kept);
        const auto value = jsonForm(form, output);
        QVERIFY(value.has_value());
        QCOMPARE(compact(*value), kept);
    }
    void whatIsNoJsonIsDamaged()
    {
        const auto value = jsonForm({.kind = OutputForm::Kind::Json}, "no");
        QVERIFY(!value);
        QCOMPARE(value.error().kind(), ErrorKind::Damaged);
    }
};

QTEST_GUILESS_MAIN(TestOutputForm)
#include "tst_output_form.moc"
