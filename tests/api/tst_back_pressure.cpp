/// A client that sends faster than the disk takes is held up; the service's memory stays bounded.
#include "api/gated_disk.h"
#include "api/host.h"

#include <QScopeGuard>
#include <QTest>

#include <future>

using namespace backspool;
using namespace backspool::test;
using format::ObjectKind;

class TestBackPressure : public QObject
{
    Q_OBJECT

    /// Blocks of one chunk after the other, 64 MB that do not compress.
    static std::vector<ClientObject> chunks(const codec::Digester &digester, uint32_t seed)
    {
        std::vector<ClientObject> objects;
        for (uint32_t i = 0; i < 256; ++i) {
            const auto bytes = randomBytes(seed * 1'000 + i, 250'000);
            objects.push_back({ObjectKind::Chunk, digester.chunk(bytes), bytes, uint64_t(bytes.size())});
        }
        return objects;
    }

private Q_SLOTS:
    void aSlowDiskHoldsTheClientUp()
    {
        Host host;
        GatedDisk disk(host.repository().disk());
        host.repository().options().disk = &disk;
        VERIFY_OK(host.start());
        const auto identity = host.client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        const auto second = host.client(QStringLiteral("lap")); // now: enrolling writes too
        VERIFY_OK(second);
        const auto client = RemoteClient::connect(*identity);
        VERIFY_OK(client);
        VERIFY_OK((*client)->begin());
        const auto all = chunks(codec::Digester(identity->domainSecret), 1);

        disk.setOpen(false);
        const auto before = (*client)->connection().wireCount().sent;
        auto sending = std::async(std::launch::async, [&] { return (*client)->send(format::BlockKind::Chunks, all); });
        // However it ends: nothing waits at the gate, and the host goes before its disk.
        const auto stop = qScopeGuard([&] {
            disk.setOpen(true);
            host.stop();
        });
        uint64_t sent = 0;
        for (uint64_t last = 1; sent != last;) {
            last = sent;
            QTest::qWait(700);
            sent = (*client)->connection().wireCount().sent - before;
        }
        // What is in work, what the channel has read, and what the kernel holds on both sides.
        QVERIFY2(sent >= 1'000'000, qPrintable(QString::number(sent)));
        QVERIFY2(sent <= uint64_t(api::FrameBudget::kMostBytes + 9_MiB + 16_MiB), qPrintable(QString::number(sent)));
        QCOMPARE((*client)->acknowledged(), 0U);
        // Others are served meanwhile.
        const auto other = RemoteClient::connect(*second);
        VERIFY_OK(other);
        VERIFY_OK((*other)->points());

        disk.setOpen(true);
        VERIFY_OK(sending.get());
        QVERIFY((*client)->waitForAcknowledge((*client)->blocksSent()));
        QVERIFY(disk.appended() > 60'000'000);
    }

    void severalClientsAtOnceAllEnd()
    {
        Host host;
        VERIFY_OK(host.start());
        std::vector<std::future<Status>> backups;
        for (uint32_t i = 0; i < 4; ++i) {
            const auto identity = host.client(QStringLiteral("client-%1").arg(i));
            VERIFY_OK(identity);
            backups.push_back(std::async(std::launch::async, [identity = *identity, i]() -> Status {
                const auto client = TRY(RemoteClient::connect(identity));
                ClientObjects objects(identity.domainSecret);
                Files files;
                for (uint32_t file = 0; file < 20; ++file)
                    files["file-" + QByteArray::number(file)] = randomBytes(i * 100 + file, 300'000);
                const auto root = objects.directory(files);
                for (int round = 0; round < 3; ++round) {
                    const auto granted = TRY(client->begin());
                    TRY(client->sendAll(objects));
                    TRY(client->commit(root));
                    const auto trees = TRY(client->point(granted.point));
                    if (TRY(client->readTree(trees.entries)) != files)
                        return fail(ErrorKind::Damaged, QStringLiteral("other files came back"));
                }
                return {};
            }));
        }
        for (auto &backup : backups)
            VERIFY_OK(backup.get());
        QCOMPARE(host.appliance().catalogue().points(std::nullopt)->size(), 12U);
        const auto verified = host.repository().verify();
        VERIFY_OK(verified);
        QVERIFY(verified->damages.empty());
    }

    void stoppingInTheMiddleKeepsWhatCame()
    {
        Host host;
        VERIFY_OK(host.start());
        const auto identity = host.client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        const auto client = RemoteClient::connect(*identity);
        VERIFY_OK(client);
        VERIFY_OK((*client)->begin());
        const auto all = chunks(codec::Digester(identity->domainSecret), 3);
        auto sending = std::async(std::launch::async, [&] { return (*client)->send(format::BlockKind::Chunks, all); });
        QVERIFY((*client)->waitForAcknowledge(10));
        host.stop();
        std::ignore = sending.get();
        const auto acknowledged = (*client)->acknowledged();
        VERIFY_OK(host.start());
        for (size_t i = 0; i < acknowledged; ++i) // a block holds one chunk
            QVERIFY(host.appliance().store().find(all[i].name)->has_value());
        QVERIFY(host.appliance().leases().active().empty());
    }
};

QTEST_GUILESS_MAIN(TestBackPressure)
#include "tst_back_pressure.moc"
