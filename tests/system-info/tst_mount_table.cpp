#include "system-info/mount_table.h"

#include <QJsonDocument>
#include <QTest>

using namespace backspool::engine;

class TestMountTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatLasts_data()
    {
        QTest::addColumn<QByteArray>("mountinfo");
        QTest::addColumn<QByteArray>("table");
        QTest::newRow("nothing") << QByteArray() << QByteArray("[]");
        QTest::newRow("disks, by their place")
            << QByteArray("29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro\n"
                          "40 29 8:1 / /boot/efi rw - vfat /dev/sda1 rw\n"
                          "35 29 0:40 /@home /b\\040c rw master:2 shared:7 - btrfs /dev/sdb rw,subvol=/@home\n")
            << QByteArray(
                   R"([{"options":"rw,relatime","root":"/","source":"/dev/sda2","super_options":"rw,errors=remount-ro","target":"/","type":"ext4"},)"
                   R"({"options":"rw","root":"/@home","source":"/dev/sdb","super_options":"rw,subvol=/@home","target":"/b c","type":"btrfs"},)"
                   R"({"options":"rw","root":"/","source":"/dev/sda1","super_options":"rw","target":"/boot/efi","type":"vfat"}])");
        QTest::newRow("the network, without passwords")
            << QByteArray("50 29 0:50 / /srv rw - cifs //nas/srv rw,username=me,password=secret\n")
            << QByteArray(
                   R"x([{"options":"rw","root":"/","source":"//nas/srv","super_options":"rw,username=me,password=(not kept)","target":"/srv","type":"cifs"}])x");
        QTest::newRow("not what passes")
            << QByteArray("22 29 0:21 / /proc rw - proc proc rw\n23 29 0:22 / /run rw - tmpfs tmpfs rw\n"
                          "24 29 7:3 / /snap/x/1 ro - squashfs /dev/loop3 ro\n25 29 0:44 / /merged rw - overlay overlay rw\n"
                          "26 29 0:45 / /run/user/1000/doc rw - fuse.portal portal rw\n")
            << QByteArray("[]");
        QTest::newRow("lines that are none")
            << QByteArray("\n29\n29 1 8:2 / / rw shared:1\n29 1 8:2 / / rw -\n29 1 8:2 / / rw - ext4\n1 2 3 4 5 6 - \\")
            << QByteArray("[]");
        QTest::newRow("broken escapes") << QByteArray("29 1 8:2 / /a\\ rw - ext4 /dev/sd\\9 rw\n")
                                        << QByteArray(
                                               R"([{"options":"rw","root":"/","source":"/dev/sd\\9","super_options":"rw","target":"/a\\","type":"ext4"}])");
    }
    void onlyWhatLasts()
    {
        QFETCH(QByteArray, mountinfo);
        QFETCH(QByteArray, table);
        QCOMPARE(QJsonDocument(mountTable(mountinfo)).toJson(QJsonDocument::Compact), table);
    }
};

QTEST_GUILESS_MAIN(TestMountTable)
#include "tst_mount_table.moc"
