/// The agent session with the engine inside, as windows use it: against a real service on a disk in memory.
#include "core/file_lock.h"
#include "secrets/memory_keychain.h"
#include "secrets/remembered_secrets.h"
#include "session/protected_computer.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

class TestEngineSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;

    EngineSession &session() { return computer_->session(); }
    void makeTwoPoints()
    {
        QVERIFY(computer_->enrol());
        QVERIFY(computer_->write("letter", "first"));
        QVERIFY(computer_->backUp());
        QVERIFY(computer_->write("letter", "second state"));
        QVERIFY(computer_->write("other", "new"));
        QVERIFY(computer_->backUp());
    }
    /// @p request, carried out to its end.
    std::unique_ptr<RestoreJob> restored(const RestoreRequest &request)
    {
        auto job = session().restore(request);
        QSignalSpy finished(job.get(), &RestoreJob::finished);
        job->start();
        finished.wait(kPatience);
        return job;
    }

private Q_SLOTS:
    void init()
    {
        computer_ = std::make_unique<ProtectedComputer>();
        QVERIFY(computer_->start());
    }
    void cleanup() { computer_.reset(); }

    void aComputerBecomesAClientWithACode()
    {
        QVERIFY(!*answerOf(session().membership()));
        VERIFY_FAILS(ErrorKind::Invalid,
                     answerOf(session().enrol(computer_->host().address(), QStringLiteral("nonsense"))));
        VERIFY_FAILS(ErrorKind::NotFound, answerOf(session().points()));
        QVERIFY(computer_->enrol());
        const auto membership = answerOf(session().membership());
        VERIFY_OK(membership);
        QCOMPARE((*membership)->client, QStringLiteral("laptop"));
        QCOMPARE((*membership)->service, computer_->host().address());
        QVERIFY(computer_->points()->empty());
        QCOMPARE(answerOf(session().selection())->paths, std::vector<QByteArray>{QFile::encodeName(computer_->tree())});
    }

    void foldersSearchesAndContentsAreRead()
    {
        makeTwoPoints();
        const auto listed = computer_->points();
        QCOMPARE(listed->size(), size_t(2));
        const auto timeline = answerOf(session().folder(listed, QFile::encodeName(computer_->tree()), {0, 1}));
        VERIFY_OK(timeline);
        QVERIFY((*timeline)->isWhole());
        QCOMPARE((*timeline)->rowsAt(0, false).size(), size_t(2));
        QCOMPARE((*timeline)->rowsAt(1, false).size(), size_t(1));
        QCOMPARE((*timeline)->find("letter")->versions.size(), size_t(2));

        const auto older = answerOf(session().contentStart((*listed)[1].id, computer_->path("letter"), 100));
        VERIFY_OK(older);
        QCOMPARE(older->bytes, QByteArray("first"));
        QVERIFY(older->isWhole);
        const auto start = answerOf(session().contentStart((*listed)[0].id, computer_->path("letter"), 6));
        VERIFY_OK(start);
        QCOMPARE(start->bytes, QByteArray("second"));
        QVERIFY(!start->isWhole);
        VERIFY_FAILS(ErrorKind::NotFound,
                     answerOf(session().contentStart((*listed)[1].id, computer_->path("other"), 100)));

        auto search = session().search(listed, QStringLiteral("ett"));
        QTRY_VERIFY_WITH_TIMEOUT(search.isFinished(), kPatience);
        std::vector<SearchHit> hits;
        for (const auto &batch : search.results()) {
            QVERIFY(!batch.error);
            hits.insert(hits.end(), batch.hits.begin(), batch.hits.end());
        }
        QCOMPARE(hits.size(), size_t(1));
        QCOMPARE(hits[0].path, computer_->path("letter"));
        QCOMPARE(hits[0].versions, size_t(2));
    }

    void aDeletedFileIsRestored()
    {
        makeTwoPoints();
        QVERIFY(QFile::remove(computer_->file("letter")));
        const auto job = restored({.point = computer_->points()->back().id, .paths = {computer_->path("letter")}});
        VERIFY_OK(job->result());
        QCOMPARE(job->result()->filesRestored, uint64_t(1));
        QCOMPARE(computer_->read("letter"), QByteArray("first"));
    }

    void aDryRunTellsWhatIsInTheWay()
    {
        makeTwoPoints();
        const auto job = restored({.point = computer_->points()->back().id,
                                   .paths = {computer_->path("letter")},
                                   .onConflict = OnConflict::Overwrite,
                                   .dryRun = true});
        VERIFY_OK(job->result());
        QCOMPARE(job->inTheWay(), std::vector<QByteArray>{computer_->path("letter")});
        QCOMPARE(computer_->read("letter"), QByteArray("second state"));
    }

    void anUndoIsWatchedStoppedAndGoesOn()
    {
        constexpr int kFiles = 300;
        QVERIFY(computer_->enrol());
        const auto writeAll = [&](const QByteArray &content) {
            for (int i = 0; i < kFiles; ++i)
                QVERIFY(computer_->write(QByteArray("letter" + QByteArray::number(i)).constData(), content));
        };
        writeAll("of the point");
        QVERIFY(computer_->backUp());
        // A thread may be so quick that a stop is too late; not ten times.
        bool wasStopped = false;
        for (int attempt = 0; attempt < 10 && !wasStopped; ++attempt) {
            writeAll("mine");
            const auto job = restored({.point = computer_->points()->front().id,
                                       .paths = {QFile::encodeName(computer_->tree())},
                                       .onConflict = OnConflict::Overwrite});
            VERIFY_OK(job->result());
            QVERIFY(job->canUndo());
            const auto undo = job->undo();
            QSignalSpy finished(undo.get(), &UndoJob::finished);
            undo->start();
            undo->cancel();
            QVERIFY(finished.wait(kPatience));
            wasStopped = !undo->result();
            if (wasStopped) {
                VERIFY_FAILS(ErrorKind::Cancelled, undo->result());
                QVERIFY(undo->report().broughtBack < kFiles);
                undo->start();
                QVERIFY(finished.wait(kPatience));
            }
            VERIFY_OK(undo->result());
            QCOMPARE(undo->progress().itemsDone, undo->progress().itemsTotal);
            QVERIFY(undo->progress().itemsTotal >= kFiles);
            QCOMPARE(undo->report().broughtBack, uint64_t(kFiles));
            QCOMPARE(undo->report().problemCount, uint64_t(0));
            QCOMPARE(computer_->read("letter0"), QByteArray("mine"));
        }
        QVERIFY(wasStopped);
    }

    void aRestoreThatIsStoppedSaysSo()
    {
        makeTwoPoints();
        auto job = session().restore({.point = computer_->points()->back().id, .paths = {"/"}, .to = "/nowhere"});
        QSignalSpy finished(job.get(), &RestoreJob::finished);
        job->cancel();
        job->start();
        QVERIFY(finished.wait(kPatience));
        VERIFY_FAILS(ErrorKind::Cancelled, job->result());
    }

    void aLostConnectionIsMadeAnew()
    {
        makeTwoPoints();
        QCOMPARE(computer_->points()->size(), size_t(2));
        const auto identity = protocol::Identity::load(computer_->state().identityFile());
        VERIFY_OK(identity);
        computer_->host().listener().endSessionsOf(identity->client);
        QCOMPARE(computer_->points()->size(), size_t(2));
    }

    void aKeyInALockedKeychainIsWaitedFor()
    {
        auto kept = std::make_unique<MemoryKeychain>();
        auto *keychain = kept.get();
        const SystemClock clock;
        computer_ = std::make_unique<ProtectedComputer>(std::chrono::hours(0),
                                                        std::make_shared<RememberedSecrets>(std::move(kept), clock));
        QVERIFY(computer_->start());
        keychain->isOpen = false;
        QVERIFY(computer_->enrol());
        auto membership = *answerOf(session().membership());
        QVERIFY(!membership->isKeyInKeychain);
        QVERIFY(!membership->whyInFile.isEmpty());
        QVERIFY(computer_->backUp()); // from the file
        keychain->isOpen = true;
        VERIFY_OK(answerOf(session().enrol(computer_->host().address(), computer_->codeAnew())));
        membership = *answerOf(session().membership());
        QVERIFY(membership->isKeyInKeychain);
        QCOMPARE(keychain->kept.size(), size_t(1));

        // As after a new start of the program.
        auto again = std::make_unique<MemoryKeychain>();
        again->kept = keychain->kept;
        auto *locked = again.get();
        locked->isOpen = false;
        EngineSession second(
            AgentState(computer_->state().folder(), std::make_shared<RememberedSecrets>(std::move(again), clock)),
            QStringLiteral("test 1"));
        QVERIFY(answerOf(second.membership())->has_value()); // no key is needed for that
        for (int i = 0; i < 3; ++i)
            VERIFY_FAILS(ErrorKind::Unreachable, answerOf(second.points()));
        QCOMPARE(locked->prompts, 1);
        locked->isOpen = true;
        VERIFY_OK(answerOf(second.points()));
    }

    void twoEnrolmentsAtOnceDoNotMix()
    {
        QVERIFY(computer_->enrol());
        const auto code = computer_->codeAnew();
        {
            const auto other =
                lockFile(computer_->state().folder() + QStringLiteral("/enrolment.lock"), LockWait::None);
            VERIFY_OK(other);
            VERIFY_FAILS(ErrorKind::Busy, answerOf(session().enrol(computer_->host().address(), code)));
        }
        VERIFY_OK(answerOf(session().enrol(computer_->host().address(), code))); // it was not used up
        VERIFY_OK(answerOf(session().points()));
    }

    void pausingAndResumingAreReported()
    {
        makeTwoPoints();
        session().pause(std::nullopt);
        QTRY_COMPARE_WITH_TIMEOUT(session().report()->decision.state, Decision::State::Paused, kPatience);
        // What the user asks for is done all the same.
        QVERIFY(computer_->backUp());
        QCOMPARE(computer_->points()->size(), size_t(3));
        session().resume();
        QTRY_COMPARE_WITH_TIMEOUT(session().report()->decision.state, Decision::State::Idle, kPatience);
    }

    void aSecondAgentOfTheSameStateFolderIsRefused()
    {
        makeTwoPoints();
        EngineSession second(computer_->state(), QStringLiteral("test 1"));
        QSignalSpy reported(&second, &AgentSession::reported);
        second.protect();
        QVERIFY(reported.wait(kPatience));
        QVERIFY(second.agentError());
        QCOMPARE(second.agentError()->kind(), ErrorKind::Busy);
    }
};

QTEST_GUILESS_MAIN(TestEngineSession)
#include "tst_engine_session.moc"
