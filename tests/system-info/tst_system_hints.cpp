/// What shows that the system information may be another one.
#include "system-info/system_hints.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool::engine;

class TestSystemHints : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> root_;

    void file(const QString &name, const QByteArray &content)
    {
        const auto path = root_->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QByteArray hints() const { return systemHints(QFile::encodeName(root_->path())); }

private Q_SLOTS:
    void init()
    {
        root_ = std::make_unique<QTemporaryDir>();
        file(QStringLiteral("proc/sys/kernel/random/boot_id"), "one\n");
        file(QStringLiteral("proc/partitions"), "254 0 264241152 vda\n");
        file(QStringLiteral("proc/1/mountinfo"), "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n");
        file(QStringLiteral("proc/net/route"), "eth0 00000000\n");
        file(QStringLiteral("proc/net/ipv6_route"), "fe80 40 0000 00 0000 00000100 00000001 00000000 00000001 eth0\n");
        file(QStringLiteral("run/udev/data/b254:0"), "I:1\n");
        file(QStringLiteral("var/lib/dpkg/status"), "Package: a\n");
        file(QStringLiteral("etc/fstab"), "/dev/vda / ext4\n");
        file(QStringLiteral("etc/lvm/backup/main"), "a\n");
    }

    void theyChangeWithWhatTheyAreOf_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("changes");
        const auto row = [](const char *what, const char *name, const char *content, bool changes = true) {
            QTest::newRow(what) << QString::fromLatin1(name) << QByteArray(content) << changes;
        };
        row("another boot", "proc/sys/kernel/random/boot_id", "two\n");
        row("a partition", "proc/partitions", "254 0 264241152 vda\n254 1 1024 vda1\n");
        row("a device that was written to", "run/udev/data/b254:0", "I:2\n");
        row("a new device", "run/udev/data/b8:0", "I:2\n");
        row("not a device of another kind", "run/udev/data/c189:0", "I:2\n", false);
        row("a mount", "proc/1/mountinfo",
            "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n23 22 8:1 / /mnt rw - xfs /dev/sda1 rw\n");
        row("the number of a mount", "proc/1/mountinfo", "29 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n", false);
        row("a route", "proc/net/route", "eth1 00000000\n");
        row("uses of a route", "proc/net/ipv6_route", "fe80 40 0000 00 0000 00000100 00000007 00000009 00000001 eth0\n",
            false);
        row("a package", "var/lib/dpkg/status", "Package: a\nPackage: b\n");
        row("a file that is kept", "etc/fstab", "none /tmp tmpfs\n");
        row("a file that came", "etc/crypttab", "none\n");
        row("one of several", "etc/lvm/backup/other", "b\n");
        row("another file", "etc/motd", "hello\n", false);
    }
    void theyChangeWithWhatTheyAreOf()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(bool, changes);
        const auto before = hints();
        QCOMPARE(hints(), before);
        file(name, content);
        QCOMPARE(hints() != before, changes);
    }

    void thisComputerHasSome() { QCOMPARE(systemHints(), systemHints()); }
};

QTEST_GUILESS_MAIN(TestSystemHints)
#include "tst_system_hints.moc"
