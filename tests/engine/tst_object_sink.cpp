/// Claims, their proofs, and what is sent when there are none.
#include "codec/digest.h"
#include "engine/scripted_service.h"
#include "support/verify_ok.h"
#include "transfer/object_sink.h"

#include <QSemaphore>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;
using format::ObjectKind;
using protocol::Held;

namespace {

ObjectName name(int number)
{
    ObjectName result;
    std::memcpy(result.data(), &number, sizeof number);
    result.data()[31] = 1;
    return result;
}

/// The way of objects to a service.
struct Pipeline
{
    explicit Pipeline(const ScriptedService &service) : connection(service.connect())
    {
        sink.setSender(sender);
        connection->setListener([this](const Result<protocol::Frame> &frame) {
            if (!frame)
                failure.set(frame.error());
            else if (const auto acknowledge = protocol::Acknowledge::decode(frame->payload))
                sender.acknowledged(acknowledge->blocks);
        });
    }
    ~Pipeline()
    {
        connection->abort();
        connection->setListener({});
    }

    std::unique_ptr<protocol::ClientConnection> connection;
    Failure failure;
    SystemClock clock;
    Pacer pacer{clock};
    ClaimQueue claims{*connection, failure};
    ObjectSink sink{claims, failure, {}};
    BlockSender sender{*connection,
                       failure,
                       pacer,
                       {},
                       [this](ByteCount bytes) { sink.left(bytes); },
                       [this](const std::vector<ObjectName> &names) {
                           sink.arrived(names);
                           durable.release(int(names.size()));
                       }};
    QSemaphore durable;
};

} // namespace

class ObjectSinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyBytesThatAreThereAreProven_data()
    {
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<uint>("length");
        QTest::addColumn<bool>("answered");
        QTest::newRow("all") << quint64(0) << 100u << true;
        QTest::newRow("the end") << quint64(60) << 40u << true;
        QTest::newRow("past the end") << quint64(61) << 40u << false;
        QTest::newRow("from far away, round to the beginning") << ~quint64(0) << 33u << false;
        QTest::newRow("so few that they can be guessed") << quint64(0) << 31u << false;
    }
    void onlyBytesThatAreThereAreProven()
    {
        QFETCH(quint64, offset);
        QFETCH(uint, length);
        QFETCH(bool, answered);
        const QByteArray bytes(100, 'b');
        ScriptedService service(
            {.have = [&](const protocol::Have &have) { return askAll(have, offset, length); }, .prove = {}});
        Pipeline pipeline(service);
        VERIFY_OK(pipeline.sink.submit(ObjectKind::Chunk, name(1), bytes, 100));
        VERIFY_OK(pipeline.sink.drain());
        const auto expected = answered
                                  ? codec::Digester::proof(QByteArray(16, 'n'), bytes.sliced(qsizetype(offset), length))
                                  : QByteArray();
        QCOMPARE(service.proofs(), std::vector<QByteArray>{expected});
    }

    void fewQuestionsWaitForTheirProofs()
    {
        // Reading for the first proof takes until the service has heard 32 questions.
        QSemaphore go;
        std::atomic<int> questions = 0;
        ScriptedService service({.have =
                                     [&](const protocol::Have &have) {
                                         if (++questions == 32)
                                             go.release();
                                         return askAll(have, 0, 1);
                                     },
                                 .prove =
                                     [](const protocol::Prove &prove) {
                                         return protocol::ProveReply{std::vector<bool>(prove.answers.size(), true)};
                                     }});
        Pipeline pipeline(service);
        std::atomic<int> held = 0;
        std::once_flag once;
        constexpr int kClaims = 100 * 2'048;
        for (int i = 0; i < kClaims; ++i) {
            pipeline.claims.ask(
                {ObjectKind::Chunk, name(i), 1},
                [&](const protocol::Challenge &challenge) {
                    std::call_once(once, [&] { go.acquire(); });
                    return codec::Digester::proof(challenge.nonce, "p");
                },
                [&](bool isHeld) { held += isHeld; });
        }
        VERIFY_OK(pipeline.claims.waitUntilIdle());
        QCOMPARE(held, kClaims);
        QCOMPARE(service.mostOpen(), 32U);
    }

    void whatTheServiceHasIsAskedForAgainAndNotRemembered()
    {
        std::atomic<Held> answer = Held::Missing;
        ScriptedService service({.have =
                                     [&](const protocol::Have &have) {
                                         return protocol::HaveReply{
                                             std::vector<Held>(have.claims.size(), answer.load()), {}};
                                     },
                                 .prove = {}});
        Pipeline pipeline(service);
        const auto submit = [&] { return pipeline.sink.submit(ObjectKind::Chunk, name(1), "bytes", 5); };
        VERIFY_OK(submit());
        VERIFY_OK(pipeline.claims.waitUntilIdle());
        VERIFY_OK(submit()); // still on its way
        QCOMPARE(service.claimCount(), 1U);
        VERIFY_OK(pipeline.sink.drain());
        QVERIFY(pipeline.durable.tryAcquire(1, 20'000));
        answer = Held::Yes;
        for (size_t count = 2; count < 4; ++count) {
            VERIFY_OK(submit());
            VERIFY_OK(pipeline.sink.drain());
            QCOMPARE(service.claimCount(), count);
        }
        QCOMPARE(service.blockCount(), 1U);
    }
};

QTEST_GUILESS_MAIN(ObjectSinkTest)
#include "tst_object_sink.moc"
