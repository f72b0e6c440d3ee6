#include "system-info/block_devices.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class TestBlockDevices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachDeviceOnceInTheOrderOfTheTree()
    {
        const auto tree = blockDeviceTree(R"({"blockdevices":[
            {"name":"sda","path":"/dev/sda","type":"disk","size":100,"fstype":null,"children":[
                {"name":"sda1","path":"/dev/sda1","type":"part","size":50,"fstype":"linux_raid_member","children":[
                    {"name":"md0","path":"/dev/md0","type":"raid1","size":50,"fstype":"ext4"}]}]},
            {"name":"sdb","path":"/dev/sdb","type":"disk","size":"100","children":[
                {"name":"md0","path":"/dev/md0","type":"raid1","size":50,"fstype":"ext4"}]},
            {"name":"zram0","path":"/dev/zram0","type":"disk","size":100},
            {"name":"sr0","path":"/dev/sr0","type":"rom","size":0}]})");
        QVERIFY(tree.has_value());
        const auto devices = blockDevicesIn(*tree);
        QByteArrayList found;
        for (const auto &device : devices)
            found << device.path + ' ' + device.type + ' ' + device.fileSystem;
        QCOMPARE(found, QByteArrayList({"/dev/sda disk ", "/dev/sda1 part linux_raid_member", "/dev/md0 raid1 ext4",
                                        "/dev/sdb disk "}));
        QCOMPARE((*tree)[QStringLiteral("blockdevices")].toArray().size(), 2);
    }

    void whatIsNoDeviceIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("others' types") << QByteArray(R"({"blockdevices":[1,"x",{"path":7,"size":1}]})");
        QTest::newRow("an option for a path") << QByteArray(R"({"blockdevices":[{"path":"--help","size":1}]})");
        QTest::newRow("endlessly deep") << QByteArray(R"({"blockdevices":[{"size":1,"children":[)")
                                               .append(QByteArray(R"({"children":[)").repeated(500) +
                                                       QByteArray("]}").repeated(501) + "]}");
    }
    void whatIsNoDeviceIsPassedOver()
    {
        QFETCH(QByteArray, output);
        const auto tree = blockDeviceTree(output);
        QVERIFY2(tree.has_value(), tree ? "" : qPrintable(tree.error().text()));
        QVERIFY(blockDevicesIn(*tree).empty());
    }
};

QTEST_GUILESS_MAIN(TestBlockDevices)
#include "tst_block_devices.moc"
