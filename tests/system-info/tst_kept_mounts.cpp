#include "system-info/mount_table.h"

#include <QJsonObject>
#include <QTest>

using namespace backspool::engine;

namespace {

/// A line for each mount: target source type root options super-options.
QByteArray linesOf(const QJsonArray &table)
{
    QByteArray lines;
    for (const auto &value : table) {
        const auto mount = value.toObject();
        QStringList fields;
        for (const char *field : {"target", "source", "type", "root", "options", "super_options"})
            fields << mount.value(QLatin1StringView(field)).toString();
        lines += fields.join(QLatin1Char('|')).toUtf8() + '\n';
    }
    return lines;
}

} // namespace

class TestKeptMounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatLasts_data()
    {
        QTest::addColumn<QByteArray>("mountinfo");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
        QTest::newRow("disks, by their place")
            << QByteArray("29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro\n"
                          "40 29 8:1 / /boot/efi rw - vfat /dev/sda1 rw\n"
                          "35 29 0:40 /@home /b\\040c rw master:2 shared:7 - btrfs /dev/sdb rw,subvol=/@home\n")
            << QByteArray("/|/dev/sda2|ext4|/|rw,relatime|rw,errors=remount-ro\n"
                          "/b c|/dev/sdb|btrfs|/@home|rw|rw,subvol=/@home\n"
                          "/boot/efi|/dev/sda1|vfat|/|rw|rw\n");
        QTest::newRow("the network, without passwords")
            << QByteArray("50 29 0:50 / /srv rw - cifs //nas/srv rw,username=me,password=secret\n")
            << QByteArray("/srv|//nas/srv|cifs|/|rw|rw,username=me,password=(not kept)\n");
        QTest::newRow("not what passes")
            << QByteArray(
                   "22 29 0:21 / /proc rw - proc proc rw\n23 29 0:22 / /run rw - tmpfs tmpfs rw\n"
                   "24 29 7:3 / /snap/x/1 ro - squashfs /dev/loop3 ro\n25 29 0:44 / /merged rw - overlay overlay rw\n"
                   "26 29 0:45 / /run/user/1000/doc rw - fuse.portal portal rw\n")
            << QByteArray();
        QTest::newRow("lines that are none")
            << QByteArray("\n29\n29 1 8:2 / / rw shared:1\n29 1 8:2 / / rw -\n29 1 8:2 / / rw - ext4\n1 2 3 4 5 6 - \\")
            << QByteArray();
        QTest::newRow("escapes that are none")
            << QByteArray("29 1 8:2 / /a\\ rw - ext4 /dev/sd\\9 rw\n") << QByteArray("/a\\|/dev/sd\\9|ext4|/|rw|rw\n");
    }
    void onlyWhatLasts()
    {
        QFETCH(QByteArray, mountinfo);
        QFETCH(QByteArray, kept);
        QCOMPARE(linesOf(mountTable(mountinfo)), kept);
    }
};

QTEST_GUILESS_MAIN(TestKeptMounts)
#include "tst_kept_mounts.moc"
