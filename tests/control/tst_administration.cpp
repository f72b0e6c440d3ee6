/// The administrator's commands: the same in one process and over the control socket.
#include "control/administration.h"
#include "control/control_client.h"
#include "control/control_socket.h"
#include "control/recording_sink.h"
#include "protocol/enrolment_code.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QEventLoop>
#include <QTest>

#include <future>

using namespace backspool;
using namespace backspool::control;
using namespace backspool::test;

class TestAdministration : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;
    QTemporaryDir socketFolder_;

    struct Outcome
    {
        Result<QJsonObject> result = fail(ErrorKind::Io, QString());
        QJsonArray rows;
    };
    Outcome runHere(const AdminRequest &request)
    {
        RecordingSink sink;
        const CancelToken cancel;
        auto result = Administration(repository_->appliance()).run(request, sink, cancel);
        return {std::move(result), sink.rows()};
    }
    /// Over a socket: the service's side in this thread's event loop, the asker in another.
    Outcome runOverSocket(const AdminRequest &request)
    {
        Administration administration(repository_->appliance());
        const auto socket = ControlSocket::listen(socketFolder_.path(), administration);
        if (!socket)
            return {fail(socket.error()), {}};
        QEventLoop loop;
        auto asked = std::async(std::launch::async, [&]() -> Outcome {
            RecordingSink sink;
            auto client = ControlClient::connect(socketFolder_.path());
            auto result = client ? client->ask(request, sink) : Result<QJsonObject>(fail(client.error()));
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
            return {std::move(result), sink.rows()};
        });
        loop.exec();
        return asked.get();
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
        const auto desk = repository_->addClient(QStringLiteral("desk"));
        VERIFY_OK(desk);
        VERIFY_OK(repository_->addClient(QStringLiteral("lap")));
        VERIFY_OK(repository_->backUp(*desk, {{"a", "one"}, {"b", randomBytes(1, 100'000)}}));
        VERIFY_OK(repository_->backUp(*desk, {{"a", "two"}}));
    }

    void theAnswerIsTheSameEitherWay_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QJsonObject>("arguments");
        QTest::newRow("client list") << QStringLiteral("client list") << QJsonObject{};
        QTest::newRow("some clients") << QStringLiteral("client list") << QJsonObject{{QStringLiteral("limit"), 1}};
        QTest::newRow("points") << QStringLiteral("points") << QJsonObject{};
        QTest::newRow("points of one") << QStringLiteral("points")
                                       << QJsonObject{{QStringLiteral("client"), QStringLiteral("lap")}};
        QTest::newRow("points of nobody")
            << QStringLiteral("points") << QJsonObject{{QStringLiteral("client"), QStringLiteral("nobody")}};
        QTest::newRow("no policy") << QStringLiteral("policy show") << QJsonObject{};
        QTest::newRow("no such policy") << QStringLiteral("policy show") << QJsonObject{{QStringLiteral("version"), 7}};
        QTest::newRow("policies") << QStringLiteral("policy history") << QJsonObject{};
        QTest::newRow("a wrong policy") << QStringLiteral("policy set")
                                        << QJsonObject{
                                               {QStringLiteral("policy"), QStringLiteral("{\n\"version\": 2}")}};
        QTest::newRow("stats") << QStringLiteral("stats") << QJsonObject{};
        QTest::newRow("verify") << QStringLiteral("verify") << QJsonObject{{QStringLiteral("read-data"), true}};
        QTest::newRow("what would be reclaimed")
            << QStringLiteral("reclaim") << QJsonObject{{QStringLiteral("dry-run"), true}};
        QTest::newRow("a point that is not there")
            << QStringLiteral("forget") << QJsonObject{{QStringLiteral("points"), QJsonArray{77}}};
        QTest::newRow("a name that is taken")
            << QStringLiteral("client add") << QJsonObject{{QStringLiteral("name"), QStringLiteral("desk")}};
        QTest::newRow("an unknown command") << QStringLiteral("fly") << QJsonObject{};
    }
    void theAnswerIsTheSameEitherWay()
    {
        QFETCH(QString, command);
        QFETCH(QJsonObject, arguments);
        const auto here = runHere({command, arguments}), there = runOverSocket({command, arguments});
        QCOMPARE(there.rows, here.rows);
        QCOMPARE(there.result.has_value(), here.result.has_value());
        if (here.result) {
            QCOMPARE(*there.result, *here.result);
        } else {
            QCOMPARE(there.result.error().kind(), here.result.error().kind());
            QCOMPARE(there.result.error().text(), here.result.error().text());
        }
    }

    void aNewClientGetsACodeThatWorksOnce()
    {
        const auto added = runHere({QStringLiteral("client add"), {{QStringLiteral("name"), QStringLiteral("new")}}});
        VERIFY_OK(added.result);
        QCOMPARE(added.result->value(QStringLiteral("client")).toString(), QStringLiteral("new"));
        const auto code = protocol::EnrolmentCode::fromText(added.result->value(QStringLiteral("code")).toString());
        VERIFY_OK(code);
        QVERIFY(code->matchesAuthority(repository_->appliance().authority().certifiedKey().certificate));
        VERIFY_OK(
            repository_->appliance().catalogue().takeEnrolmentCode(code->secretHash(), repository_->clock().now()));
        const auto expires =
            QDateTime::fromString(added.result->value(QStringLiteral("expires")).toString(), Qt::ISODateWithMs);
        QCOMPARE(expires.toSecsSinceEpoch(), unixSeconds(repository_->clock().now()) + 3600);
    }

    void aPolicyIsCheckedKeptAndAnnounced()
    {
        std::vector<uint64_t> announced;
        Administration administration(repository_->appliance(), {},
                                      [&](const trust::PolicyVersion &policy) { announced.push_back(policy.version); });
        RecordingSink sink;
        const CancelToken cancel;
        const auto run = [&](const char *command, const QJsonObject &arguments = {}) {
            return administration.run({QString::fromLatin1(command), arguments}, sink, cancel);
        };
        const auto wrong =
            run("policy set", {{QStringLiteral("policy"), QStringLiteral("{\"version\": 1,\n\"tape\": {}}")}});
        VERIFY_FAILS(ErrorKind::Invalid, wrong);
        QCOMPARE(wrong.error().text(), QStringLiteral("line 2: \"tape\" is not known"));
        QVERIFY(announced.empty());
        const QString text = QStringLiteral("{\"version\": 1,\n \"battery\": {\"pause_below_percent\": 7}}\n");
        VERIFY_OK(run("policy set", {{QStringLiteral("policy"), text}}));
        const auto shown = run("policy show");
        VERIFY_OK(shown);
        QCOMPARE((*shown)[QStringLiteral("text")].toString(), text);
        QCOMPARE((*shown)[QStringLiteral("policy")][QStringLiteral("battery")][QStringLiteral("pause_below_percent")]
                     .toInteger(),
                 7);
        VERIFY_OK(run("policy clear"));
        QVERIFY(run("policy show")->value(QStringLiteral("policy")).isNull());
        VERIFY_OK(run("policy show", {{QStringLiteral("version"), 1}}));
        QCOMPARE(announced, (std::vector<uint64_t>{1, 2}));
        VERIFY_OK(run("policy history"));
        QCOMPARE(sink.rows().size(), 2);
        QCOMPARE(sink.rows()[0].toObject()[QStringLiteral("version")].toInteger(), 2);
    }

    void statisticsAddUp()
    {
        const auto stats = runHere({QStringLiteral("stats"), {}});
        VERIFY_OK(stats.result);
        QCOMPARE((*stats.result)[QStringLiteral("clients")].toInteger(), 2);
        QCOMPARE((*stats.result)[QStringLiteral("points")].toInteger(), 2);
        QVERIFY((*stats.result)[QStringLiteral("bytes_stored")].toInteger() > 100'000);
        QVERIFY((*stats.result)[QStringLiteral("blobs")].toInteger() >= 2);
        QVERIFY((*stats.result)[QStringLiteral("chunks")].toInteger() >= 3);
    }

    void pointsComeNewestFirstAndLimited()
    {
        const auto all = runHere({QStringLiteral("points"), {}});
        QCOMPARE(all.rows.size(), 2);
        QVERIFY(all.rows[0].toObject()[QStringLiteral("point")].toInteger() >
                all.rows[1].toObject()[QStringLiteral("point")].toInteger());
        const auto one = runHere({QStringLiteral("points"), {{QStringLiteral("limit"), 1}}});
        QCOMPARE(one.rows.size(), 1);
        QVERIFY((*one.result)[QStringLiteral("more")].toBool());
    }

    void whatIsForgottenIsGone()
    {
        const auto newest = runHere({QStringLiteral("points"), {}}).rows[0].toObject()[QStringLiteral("point")];
        VERIFY_OK(runOverSocket({QStringLiteral("forget"), {{QStringLiteral("points"), QJsonArray{newest}}}}).result);
        QCOMPARE(runHere({QStringLiteral("points"), {}}).rows.size(), 1);
    }

    void aRevokedClientsConnectionsAreToldOf()
    {
        std::vector<ClientId> refused;
        Administration administration(repository_->appliance(), [&](ClientId client) { refused.push_back(client); });
        RecordingSink sink;
        const CancelToken cancel;
        VERIFY_OK(administration.run(
            {QStringLiteral("client revoke"), {{QStringLiteral("name"), QStringLiteral("lap")}}}, sink, cancel));
        QCOMPARE(refused.size(), 1U);
        VERIFY_FAILS(ErrorKind::NotFound, administration.run({QStringLiteral("client revoke"),
                                                              {{QStringLiteral("name"), QStringLiteral("x")}}},
                                                             sink, cancel));
        QCOMPARE(refused.size(), 1U);
    }

    void damageIsARow()
    {
        for (const auto &path : repository_->disk().files()) {
            if (path.endsWith(QStringLiteral(".bdf")))
                repository_->disk().flip(path, 200);
        }
        const auto verified = runHere({QStringLiteral("verify"), {{QStringLiteral("read-data"), true}}});
        VERIFY_OK(verified.result);
        QVERIFY((*verified.result)[QStringLiteral("damage_count")].toInteger() > 0);
        QCOMPARE(verified.rows.size(), (*verified.result)[QStringLiteral("damage_count")].toInteger());
    }
};

QTEST_GUILESS_MAIN(TestAdministration)
#include "tst_administration.moc"
