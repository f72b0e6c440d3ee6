#include "catalogue/engine_test.h"

#include <thread>

using namespace backspool;
using namespace backspool::catalogue;

class TestEnrolmentCodes : public EngineTest
{
    Q_OBJECT

    const QByteArray code_ = QByteArray(31, '\0') + 'a';
    const QByteArray otherCode_ = QByteArray(31, '\0') + 'b';

    ClientId addClient(const char *name)
    {
        const auto client = catalogue_->addClient(QLatin1StringView(name), sampleTime(0));
        return client ? client->id : ClientId{};
    }

private Q_SLOTS:
    void aCodeIsTakenOnce()
    {
        const auto client = addClient("laptop");
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client, sampleTime(1)));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(otherCode_, sampleTime(0)));
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(code_, sampleTime(0))), client);
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
        reopen();
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
    }

    void aCodeOutlivesTheService()
    {
        const auto client = addClient("laptop");
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client, sampleTime(1)));
        reopen();
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(code_, sampleTime(0))), client);
    }

    void aCodeExpires_data()
    {
        using namespace std::chrono_literals;
        QTest::addColumn<qint64>("after");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("long before") << qint64(-3'600'000'000'000) << true;
        QTest::newRow("a nanosecond before") << qint64(-1) << true;
        QTest::newRow("at the time") << qint64(0) << false;
        QTest::newRow("a nanosecond after") << qint64(1) << false;
    }
    void aCodeExpires()
    {
        QFETCH(qint64, after);
        QFETCH(bool, isValid);
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, addClient("laptop"), sampleTime(1)));
        const auto taken = catalogue_->takeEnrolmentCode(code_, sampleTime(1) + std::chrono::nanoseconds(after));
        QCOMPARE(taken.has_value(), isValid);
        if (!isValid)
            FAILS_WITH(ErrorKind::NotFound, taken);
    }

    void anExpiredCodeStaysSoWhenTheClockGoesBack()
    {
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, addClient("laptop"), sampleTime(1)));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(otherCode_, sampleTime(2)));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
    }

    void anewCodeReplacesTheClientsOldOne()
    {
        const auto client = addClient("laptop");
        const auto other = addClient("desktop");
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client, sampleTime(1)));
        SUCCEEDS(catalogue_->addEnrolmentCode(QByteArray(32, 'o'), other, sampleTime(1)));
        SUCCEEDS(catalogue_->addEnrolmentCode(otherCode_, client, sampleTime(1)));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(otherCode_, sampleTime(0))), client);
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(QByteArray(32, 'o'), sampleTime(0))), other);
    }

    void whoIsRevokedHasNoCodeAnyMore()
    {
        const auto client = addClient("laptop");
        const auto other = addClient("desktop");
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client, sampleTime(1)));
        SUCCEEDS(catalogue_->addEnrolmentCode(otherCode_, other, sampleTime(1)));
        SUCCEEDS(catalogue_->setRevoked(client, true));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(otherCode_, sampleTime(0))), other);
        // One that is given afterwards is meant.
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client, sampleTime(1)));
        QCOMPARE(VALUE(catalogue_->takeEnrolmentCode(code_, sampleTime(0))), client);
    }

    /// The service stopped in the middle of a revocation and follows the state object at the next start.
    void norHasWhoIsPutBackRevoked()
    {
        auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(0)));
        SUCCEEDS(catalogue_->addEnrolmentCode(code_, client.id, sampleTime(1)));
        SUCCEEDS(catalogue_->putClient(client));
        client.revoked = true;
        SUCCEEDS(catalogue_->putClient(client));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
    }

    void onlyAClientGetsACode()
    {
        FAILS_WITH(ErrorKind::NotFound, catalogue_->addEnrolmentCode(code_, {5}, sampleTime(1)));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->takeEnrolmentCode(code_, sampleTime(0)));
    }

    void ofManyThatUseACodeAtOnceOneHasIt()
    {
        for (int round = 0; round < 20; ++round) {
            const auto code = QByteArray(32, char('0' + round));
            SUCCEEDS(catalogue_->addEnrolmentCode(code, addClient(QByteArray::number(round)), sampleTime(1)));
            std::atomic<int> winners = 0;
            {
                std::vector<std::jthread> threads;
                for (int i = 0; i < 4; ++i)
                    threads.emplace_back(
                        [&] { winners += catalogue_->takeEnrolmentCode(code, sampleTime(0)).has_value(); });
            }
            QCOMPARE(winners.load(), 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestEnrolmentCodes)
#include "tst_enrolment_codes.moc"
