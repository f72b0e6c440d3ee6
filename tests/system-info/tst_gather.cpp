/// The system information of a computer whose tools and files are a test's.
#include "system-info/gather.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace backspool;
using namespace backspool::engine;

namespace {

const QByteArray kDisks = R"({"blockdevices":[
  {"name":"sda","path":"/dev/sda","type":"disk","size":1000,"fstype":null,"children":[
    {"name":"sda1","path":"/dev/sda1","type":"part","size":100,"fstype":"vfat"},
    {"name":"sda2","path":"/dev/sda2","type":"part","size":800,"fstype":"crypto_LUKS","children":[
      {"name":"root","path":"/dev/mapper/root","type":"crypt","size":800,"fstype":"ext4"}]}]},
  {"name":"sdb","path":"/dev/sdb","type":"disk","size":1000,"fstype":"linux_raid_member","children":[
    {"name":"md0","path":"/dev/md0","type":"raid1","size":1000,"fstype":"xfs"}]},
  {"name":"sdc","path":"/dev/sdc","type":"disk","size":1000,"fstype":"btrfs"},
  {"name":"sdd","path":"/dev/sdd","type":"disk","size":1000,"fstype":"crypto_LUKS"}]})";

} // namespace

class TestGather : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString path(const char *name) const { return folder_->filePath(QString::fromLatin1(name)); }
    void file(const char *name, const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    void tool(const char *name, const QByteArray &script)
    {
        const QByteArray at = QByteArray("tools/") + name;
        file(at.constData(), "#!/bin/sh\n" + script + '\n');
        QVERIFY(QFile::setPermissions(path(at.constData()), QFile::ReadOwner | QFile::ExeOwner));
    }
    SystemInformation gather()
    {
        GatherOptions options;
        options.tools.folders = {QFile::encodeName(path("tools"))};
        options.root = QFile::encodeName(path("root"));
        auto gathered = gatherSystemInformation(options, CancelToken());
        if (!gathered)
            qFatal("%s", qPrintable(gathered.error().text()));
        return *std::move(gathered);
    }
    /// The part of a source; "-" and the reason when it is missing, nothing when it is not told.
    static QString part(const SystemInformation &information, const char *section, const char *source)
    {
        for (const auto &of : information.sections) {
            for (const auto &part : of.parts) {
                if (of.name != QLatin1StringView(section) || part.source != QLatin1StringView(source))
                    continue;
                if (!part.missing.isEmpty())
                    return QLatin1Char('-') + part.missing;
                return part.json.isUndefined() ? part.text : QStringLiteral("json");
            }
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(path("tools")) && QDir().mkpath(path("root")));
    }

    void eachToolIsAskedAboutItsDevices()
    {
        file("disks", kDisks);
        tool("lsblk", "/bin/cat " + QFile::encodeName(path("disks")));
        for (const char *name : {"sfdisk", "dumpe2fs", "xfs_info", "btrfs", "mdadm", "efibootmgr", "dpkg-query"})
            tool(name, "echo \"label: $*\"");
        tool("cryptsetup",
             "case $3$4 in *json*sdd) echo '{\"segments\":{}}';; *json*) exit 1;; *) echo \"UUID: $3\";; esac");
        const auto information = gather();
        QCOMPARE(part(information, "block_devices",
                      "lsblk --json --bytes --exclude 1,7 --output NAME,PATH,TYPE,SIZE,RO,RM,PTTYPE,PTUUID,PARTTYPE,"
                      "PARTLABEL,PARTUUID,PARTFLAGS,FSTYPE,LABEL,UUID,MODEL,SERIAL,WWN"),
                 QStringLiteral("json"));
        for (const char *disk : {"/dev/sda", "/dev/sdb", "/dev/sdc", "/dev/sdd"}) {
            const QByteArray source = QByteArray("sfdisk --dump ") + disk;
            QCOMPARE(part(information, "partitions", source.constData()),
                     QStringLiteral("label: --dump %1\n").arg(QLatin1StringView(disk)));
        }
        QCOMPARE(part(information, "partitions", "sfdisk --dump /dev/sda1"), QString());
        QCOMPARE(part(information, "file_systems", "dumpe2fs -h /dev/mapper/root"), QString()); // no line that is kept
        QCOMPARE(part(information, "file_systems", "xfs_info /dev/md0"), QStringLiteral("label: /dev/md0\n"));
        QCOMPARE(part(information, "file_systems", "btrfs filesystem show --raw /dev/sdc"),
                 QStringLiteral("label: filesystem show --raw /dev/sdc\n"));
        QCOMPARE(part(information, "raid", "mdadm --detail --export /dev/md0"),
                 QStringLiteral("label: --detail --export /dev/md0\n"));
        // The first version of LUKS has no JSON.
        QCOMPARE(part(information, "encryption", "cryptsetup luksDump --disable-locks --dump-json-metadata /dev/sda2"),
                 QStringLiteral("-it ended with code 1"));
        QCOMPARE(part(information, "encryption", "cryptsetup luksDump --disable-locks /dev/sda2"),
                 QStringLiteral("UUID: /dev/sda2\n"));
        QCOMPARE(part(information, "encryption", "cryptsetup luksDump --disable-locks --dump-json-metadata /dev/sdd"),
                 QStringLiteral("json"));
        QCOMPARE(part(information, "encryption", "cryptsetup luksDump --disable-locks /dev/sdd"), QString());
        QVERIFY(part(information, "packages",
                     "dpkg-query --show --showformat=${binary:Package} ${Version} ${db:Status-Abbrev}")
                    .startsWith(QStringLiteral("label: ")));
    }

    void whatIsMissingSaysWhy()
    {
        tool("lsblk", "echo no disks >&2; exit 1");
        tool("efibootmgr", "exit 2");
        const auto information = gather();
        const auto reason = QStringLiteral("the disks are not known: it ended with code 1: no disks");
        QCOMPARE(part(information, "partitions", "partitions"), QLatin1Char('-') + reason);
        QCOMPARE(part(information, "boot", "efibootmgr -v"), QStringLiteral("-it ended with code 2"));
        QCOMPARE(part(information, "file_systems", "file_systems"), QLatin1Char('-') + reason);
        QCOMPARE(part(information, "lvm", "lvmconfig --typeconfig diff"),
                 QStringLiteral("-lvmconfig is not installed"));
        QCOMPARE(part(information, "mounts", "/etc/fstab"), QStringLiteral("-there is no such file"));
        QCOMPARE(part(information, "packages", "packages"),
                 QStringLiteral("-none of the tools that could tell is installed"));
        for (const auto &section : information.sections)
            QVERIFY2(!section.parts.empty(), qPrintable(section.name));
    }

    void filesAreReadAsTheyAre()
    {
        file("root/etc/fstab", "UUID=1 / ext4 defaults 0 1\n//nas/a /a cifs password=secret 0 0\n");
        file("root/etc/lvm/backup/vg0", "contents = \"Text Format Volume Group\"\n");
        file("root/etc/lvm/backup/vg1", "two\n");
        file("root/proc/1/mountinfo", "29 1 8:2 / / rw - ext4 /dev/sda2 rw\n");
        file("root/proc/cpuinfo",
             "processor\t: 0\nmodel name\t: A CPU\nprocessor\t: 1\nmodel name\t: A CPU\ncpu MHz\t: 7\n");
        file("root/sys/class/dmi/id/product_name", "Box 9\n");
        QVERIFY(QDir().mkpath(path("root/sys/firmware/efi")));
        const auto information = gather();
        QCOMPARE(part(information, "mounts", "/etc/fstab"),
                 QStringLiteral("UUID=1 / ext4 defaults 0 1\n//nas/a /a cifs password=(not kept) 0 0\n"));
        QCOMPARE(part(information, "mounts", "/proc/1/mountinfo"), QStringLiteral("json"));
        QCOMPARE(part(information, "lvm", "/etc/lvm/backup/vg0"),
                 QStringLiteral("contents = \"Text Format Volume Group\"\n"));
        QCOMPARE(part(information, "lvm", "/etc/lvm/backup/vg1"), QStringLiteral("two\n"));
        const auto computer = information.sections.at(0).parts.at(0).json;
        QCOMPARE(computer[QStringLiteral("cpus")].toInt(), 2);
        QCOMPARE(computer[QStringLiteral("cpu_model_name")].toString(), QStringLiteral("A CPU"));
        QCOMPARE(computer[QStringLiteral("product_name")].toString(), QStringLiteral("Box 9"));
        QCOMPARE(computer[QStringLiteral("firmware")].toString(), QStringLiteral("UEFI"));
        QVERIFY(!computer[QStringLiteral("kernel")].toString().isEmpty());
    }
    void whatIsNoSettingsFileIsNotRead()
    {
        QVERIFY(QDir().mkpath(path("root/etc/fstab")));
        file("root/etc/hosts", QByteArray(1'048'577, 'x'));
        QCOMPARE(::mkfifo(QFile::encodeName(path("root/etc/hostname")).constData(), 0600), 0);
        const auto information = gather();
        QVERIFY(part(information, "mounts", "/etc/fstab").endsWith(QStringLiteral("is no file")));
        QVERIFY(part(information, "network", "/etc/hosts").endsWith(QStringLiteral("has more than 1048576 bytes")));
        QVERIFY(part(information, "network", "/etc/hostname").endsWith(QStringLiteral("is no file")));
    }

    void isTheSameWhileTheComputerIs()
    {
        // The tools print other counters, times and orders each time.
        file("count", "0");
        const QByteArray count = QFile::encodeName(path("count"));
        const QByteArray next = "n=$(($(/bin/cat " + count + ") + 1)); echo $n > " + count + "; ";
        file("disks", kDisks);
        tool("lsblk", "/bin/cat " + QFile::encodeName(path("disks")));
        tool("dumpe2fs", next + "echo 'Filesystem UUID: u'; echo \"Free blocks: $n\"; echo \"Mount count: $n\"");
        tool("btrfs", next + "echo \"devid 1 size 9 used $n path /dev/sdc\"");
        tool("efibootmgr", next + "echo \"BootCurrent: $n\"; echo Boot0001");
        tool("rpm", next + "if [ $((n % 2)) = 0 ]; then echo a; echo b; else echo b; echo a; fi");
        tool("ip", next + "echo \"[{\\\"ifname\\\":\\\"eth0\\\",\\\"addr_info\\\":[{\\\"local\\\":\\\"10.0.0.1\\\","
                          "\\\"valid_life_time\\\":$n}]}]\"");
        const auto first = gather().encode(1'000'000);
        file("count", "9");
        const auto second = gather().encode(1'000'000);
        QVERIFY(first.contains("10.0.0.1") && first.contains("Boot0001"));
        QCOMPARE(second, first);
    }

    void theRealComputerIsTheSameTwice()
    {
        const auto first = gatherSystemInformation({}, CancelToken());
        const auto second = gatherSystemInformation({}, CancelToken());
        QVERIFY(first && second);
        QCOMPARE(second->encode(16'000'000), first->encode(16'000'000));
    }
    void aHangingComputerTakesItsTimeAndNoMore()
    {
        for (const char *name : {"lsblk", "lvmconfig", "mdadm", "efibootmgr", "ip"})
            tool(name, "/bin/sleep 1000");
        GatherOptions options;
        options.tools.folders = {QFile::encodeName(path("tools"))};
        options.tools.time = std::chrono::milliseconds(300);
        options.time = std::chrono::milliseconds(1'000);
        const auto gathered = gatherSystemInformation(options, CancelToken());
        QVERIFY(gathered.has_value());
        QCOMPARE(part(*gathered, "lvm", "lvmconfig --typeconfig diff"), QStringLiteral("-it took too long"));
        QCOMPARE(part(*gathered, "network", "ip -json -4 route show"), QStringLiteral("-no time was left for it"));
    }
    void stopsOnRequest()
    {
        CancelToken cancel;
        cancel.cancel();
        const auto gathered = gatherSystemInformation({}, cancel);
        QVERIFY(!gathered);
        QCOMPARE(gathered.error().kind(), ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestGather)
#include "tst_gather.moc"
