#include "watch/mount_table.h"

#include <QTest>

#include <sys/sysmacros.h>

using namespace backspool::engine;

class TestMountTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfTheKernelAreRead()
    {
        const auto mounts =
            parseMounts("36 35 98:0 /mnt1 /mnt\\040two rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n"
                        "40 35 0:26 / /over rw - overlay overlay rw,lowerdir=/l,upperdir=/var/u\\054p,workdir=/w\n"
                        "41 35 0:27 / /proc rw shared:5 master:2 - proc proc rw\n"
                        "not a line\n"
                        "42 35 0 / /x rw - ext4 /dev/x rw\n");
        QCOMPARE(mounts.size(), 3U);
        QCOMPARE(mounts[0].id, 36U);
        QCOMPARE(mounts[0].device, makedev(98, 0));
        QCOMPARE(mounts[0].root, QByteArray("/mnt1"));
        QCOMPARE(mounts[0].point, QByteArray("/mnt two"));
        QCOMPARE(mounts[0].type, QByteArray("ext3"));
        QVERIFY(mounts[0].canBeWatched());
        QCOMPARE(mounts[1].upperFolder, QByteArray("/var/u,p"));
        QVERIFY(!mounts[1].canBeWatched());
        QVERIFY(!mounts[2].canBeWatched());
        QVERIFY(mounts[0] != mounts[1]);
    }

    void whatOthersWriteToCannotBeWatched_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char *type : {"nfs4", "cifs", "fuse.sshfs", "9p", "overlay", "ceph", "vfat", "proc"})
            QTest::newRow(type) << QByteArray(type);
    }
    void whatOthersWriteToCannotBeWatched()
    {
        QFETCH(QByteArray, type);
        Mount mount;
        mount.type = type;
        QVERIFY(!mount.canBeWatched());
    }
};

QTEST_GUILESS_MAIN(TestMountTable)
#include "tst_mount_table.moc"
