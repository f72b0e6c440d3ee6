/// Claims and their proofs while a reclaim has containers condemned.
#include "api/host.h"
#include "points/look_up_scope.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using format::ObjectKind;
using protocol::Held;

class TestClaimsBesideReclaim : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> second_;
    std::unique_ptr<RemoteClient> client_; ///< the second's
    std::unique_ptr<ClientObjects> objects_;
    LeaseId lease_;
    const Files files_ = {{"leaf", randomBytes(3, 65'536)}};

    protocol::Have::Claim leaf() const
    {
        return {ObjectKind::Chunk, objects_->digester().chunk(files_.at("leaf")), 65'536};
    }
    /// What the store has goes, but for who is older than the reclaim.
    void condemnAll(LeaseId newestOlder)
    {
        auto &store = host_->appliance().store();
        std::vector<ContainerId> containers;
        for (const auto &row : store.containers())
            containers.push_back(row.id);
        store.condemn(containers, [newestOlder](const store::ObjectLocation &) {
            const auto lease = points::LookUpScope::current();
            return lease && *lease <= newestOlder;
        });
    }
    /// Asks, and keeps the right answers.
    std::vector<QByteArray> answersTo(const Result<protocol::HaveReply> &reply)
    {
        std::vector<QByteArray> answers;
        for (const auto &challenge : reply->challenges)
            answers.push_back(objects_->answer(leaf().name, challenge));
        return answers;
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        const auto first = host_->client(QStringLiteral("first"));
        VERIFY_OK(first);
        second_ = *host_->client(QStringLiteral("second"));
        objects_ = std::make_unique<ClientObjects>(first->domainSecret);
        const auto root = objects_->directory(files_);
        {
            auto client = RemoteClient::connect(*first);
            VERIFY_OK(client);
            VERIFY_OK((*client)->begin());
            VERIFY_OK((*client)->sendAll(*objects_));
            VERIFY_OK((*client)->commit(root));
        }
        auto client = RemoteClient::connect(*second_);
        VERIFY_OK(client);
        client_ = *std::move(client);
        const auto granted = client_->begin();
        VERIFY_OK(granted);
        lease_ = granted->lease;
    }
    void cleanup()
    {
        host_->appliance().store().condemn({}, {});
        client_.reset();
        host_.reset();
    }

    void whatAnOlderBackupWasAskedForItMayProve()
    {
        const auto reply = client_->have({leaf()});
        VERIFY_OK(reply);
        QCOMPARE(reply->held.at(0), Held::Prove);
        condemnAll(lease_);
        const auto proven = client_->prove(answersTo(reply));
        VERIFY_OK(proven);
        QVERIFY(proven->accepted.at(0));
        // And it may go on to claim.
        const auto again = client_->have({leaf()});
        VERIFY_OK(again);
        QCOMPARE(again->held.at(0), Held::Yes);
    }

    void aLaterBackupIsToldThatItIsNotThere()
    {
        condemnAll(LeaseId{lease_.value - 1});
        const auto reply = client_->have({leaf()});
        VERIFY_OK(reply);
        QCOMPARE(reply->held.at(0), Held::Missing);
    }

    void whatCannotBeReadAnyMoreIsNoWrongAnswer()
    {
        const auto reply = client_->have({leaf()});
        VERIFY_OK(reply);
        condemnAll(LeaseId{lease_.value - 1});
        const auto proven = client_->prove(answersTo(reply));
        VERIFY_OK(proven);
        QVERIFY(!proven->accepted.at(0));
        host_->appliance().store().condemn({}, {});
        // Who had answered wrongly would be asked nothing any more.
        const auto again = client_->have({leaf()});
        VERIFY_OK(again);
        QCOMPARE(again->held.at(0), Held::Prove);
        const auto provenNow = client_->prove(answersTo(again));
        VERIFY_OK(provenNow);
        QVERIFY(provenNow->accepted.at(0));
    }
};

QTEST_GUILESS_MAIN(TestClaimsBesideReclaim)
#include "tst_claims_beside_reclaim.moc"
