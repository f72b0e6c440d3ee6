/// Load and battery, from folders like the kernel's.
#include "schedule/load_sensor.h"
#include "schedule/power_sensor.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool::engine;

class TestSensors : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    void write(const char *name, const QByteArray &content) const
    {
        const QString path = folder_->filePath(QString::fromLatin1(name));
        QVERIFY(QDir().mkpath(path.section(QLatin1Char('/'), 0, -2)));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    void supply(const QByteArray &name, const QByteArray &type, const QByteArray &key, const QByteArray &value,
                const QByteArray &capacity = {}) const
    {
        write((name + "/type").constData(), type + '\n');
        write((name + '/' + key).constData(), value + '\n');
        if (!capacity.isEmpty())
            write((name + "/capacity").constData(), capacity + '\n');
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void theLoadIsTheProcessorsShareSinceTheLastLook()
    {
        LoadSensor sensor(folder_->path());
        QCOMPARE(sensor.percent(), 0); // nothing is known
        write("stat", "cpu  100 10 100 1000 50 5 5 0 7 7\ncpu0 1 2\n");
        QCOMPARE(sensor.percent(), 0);
        write("stat", "cpu  160 10 110 1020 60 5 5 0 7 7\ncpu0 1 2\n"); // 70 of 100
        QCOMPARE(sensor.percent(), 70);
        write("stat", "cpu  160 10 110 1120 60 5 5 0 7 7\n");
        QCOMPARE(sensor.percent(), 0);
        write("stat", "cpu  1 1 1 1 1 1 1 1 1 1\n"); // back: no number from that
        QCOMPARE(sensor.percent(), 0);
        write("stat", "nonsense");
        QCOMPARE(sensor.percent(), 0);
    }

    void pressureCountsWhereItIsHigher()
    {
        LoadSensor sensor(folder_->path());
        write("pressure/cpu", "some avg10=12.40 avg60=0.00 avg300=0.00 total=1\n");
        QCOMPARE(sensor.percent(), 12); // before there are two looks at the processors
        write("pressure/io", "some avg10=99.00 avg60=0 avg300=0 total=1\nfull avg10=43.60 avg60=0 avg300=0 total=1\n");
        QCOMPARE(sensor.percent(), 44);
        write("pressure/memory", "some avg10=0.00\nfull avg10=97.00 avg60=0 avg300=0 total=1\n");
        QCOMPARE(sensor.percent(), 97);
        write("pressure/memory", "full avg10=inf avg60");
        QCOMPARE(sensor.percent(), 0);
    }

    void thisComputerHasALoad()
    {
        LoadSensor sensor;
        for (int i = 0; i < 3; ++i) {
            const int percent = sensor.percent();
            QVERIFY(percent >= 0 && percent <= 100);
        }
    }

    void theBatteryCountsOnlyWhileItIsUsed()
    {
        const PowerSensor sensor(folder_->path());
        QCOMPARE(sensor.batteryPercent(), std::optional<int>());
        supply("mouse", "Battery", "status", "Discharging", "5");
        write("mouse/scope", "Device\n");
        QCOMPARE(sensor.batteryPercent(), std::optional<int>());
        supply("BAT0", "Battery", "status", "Charging", "40");
        QCOMPARE(sensor.batteryPercent(), std::optional<int>());
        supply("BAT0", "Battery", "status", "Discharging", "40");
        QCOMPARE(sensor.batteryPercent(), std::optional(40));
        supply("BAT1", "Battery", "status", "Unknown", "20");
        QCOMPARE(sensor.batteryPercent(), std::optional(30));
        supply("AC", "Mains", "online", "0");
        QCOMPARE(sensor.batteryPercent(), std::optional(30));
        supply("AC", "Mains", "online", "1");
        QCOMPARE(sensor.batteryPercent(), std::optional<int>());
    }

    void aBatteryWithoutANumberIsNone()
    {
        supply("BAT0", "Battery", "status", "Discharging", "full");
        QCOMPARE(PowerSensor(folder_->path()).batteryPercent(), std::optional<int>());
        QCOMPARE(PowerSensor(folder_->filePath(QStringLiteral("none"))).batteryPercent(), std::optional<int>());
    }
};

QTEST_GUILESS_MAIN(TestSensors)
#include "tst_sensors.moc"
