/// What a backup tells a service that asks for more than it should: nothing of a file that it was not given.
#include "backup/backup_run.h"
#include "codec/digest.h"
#include "engine/scripted_service.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;
using protocol::Challenge;
using protocol::Held;

class ProofsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    const QByteArray letter_ = QByteArray(100, 'l'), secret_ = QByteArray(100, 's');

    QString path(const QString &name) const { return folder_->filePath(name); }
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    /// A backup of the tree, to a service that believes to have its folder, and asks @p challenge about it.
    Result<BackupReport> backUp(const Challenge &challenge, std::vector<QByteArray> &proofs,
                                const std::function<void()> &beforeTheQuestion = {})
    {
        bool isAsked = false;
        ScriptedService service({.hasRecords = true,
                                 .have =
                                     [&](const protocol::Have &have) {
                                         protocol::HaveReply reply{std::vector<Held>(have.claims.size(), Held::Missing),
                                                                   {}};
                                         if (!std::exchange(isAsked, true)) {
                                             if (beforeTheQuestion)
                                                 beforeTheQuestion();
                                             reply.held[0] = Held::Prove;
                                             reply.challenges = {challenge};
                                         }
                                         return reply;
                                     },
                                 .prove = {}});
        const auto connection = service.connect();
        BackupOptions options;
        options.paths = {QFile::encodeName(path(QStringLiteral("tree")))};
        options.excludes = {"secret"};
        options.workers = 1;
        NoProgress progress;
        const CancelToken cancel;
        auto report = runBackup(*connection, service.identity(), AgentState(path(QStringLiteral("state"))),
                                SystemClock(), options, progress, cancel);
        proofs = service.proofs();
        return report;
    }
    static Challenge about(const QByteArray &entry, uint64_t offset, uint32_t length)
    {
        return {0, entry, QByteArray(16, 'n'), offset, length};
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(path(QStringLiteral("state"))) && QDir().mkpath(path(QStringLiteral("tree"))));
        write(path(QStringLiteral("tree/letter")), letter_);
        write(path(QStringLiteral("tree/secret")), secret_);
        write(path(QStringLiteral("tree/empty")), {});
        QVERIFY(QFile::link(QStringLiteral("secret"), path(QStringLiteral("tree/way"))));
    }

    void onlyWhatTheFolderHoldsIsProven_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<uint>("length");
        QTest::addColumn<bool>("answered");
        const auto row = [](const char *name, const char *entry, uint64_t offset, uint length, bool answered = false) {
            QTest::newRow(name) << QByteArray(entry) << quint64(offset) << length << answered;
        };
        row("its file", "letter", 10, 90, true);
        row("a file that is left out", "secret", 0, 100);
        row("through a link", "way", 0, 100);
        row("an empty file", "empty", 0, 0);
        row("no file", "nothing", 0, 100);
        row("a few bytes, to be guessed", "letter", 0, 2);
        row("bytes past the end", "letter", 1, 100);
        row("bytes far away", "letter", ~uint64_t(0), 33);
        row("its node", "", 0, 32, true);
        row("a few bytes of the node", "", 0, 31);
        row("far away from its node", "", ~uint64_t(0) - 15, 64);
    }
    void onlyWhatTheFolderHoldsIsProven()
    {
        QFETCH(QByteArray, entry);
        QFETCH(quint64, offset);
        QFETCH(uint, length);
        QFETCH(bool, answered);
        std::vector<QByteArray> proofs;
        VERIFY_OK(backUp(about(entry, offset, length), proofs));
        QCOMPARE(proofs.size(), 1U);
        QCOMPARE(!proofs[0].isEmpty(), answered);
        if (answered && !entry.isEmpty())
            QCOMPARE(proofs[0], codec::Digester::proof(QByteArray(16, 'n'), letter_.sliced(10)));
    }

    void aPathInAChallengeEndsTheBackup()
    {
        std::vector<QByteArray> proofs;
        VERIFY_FAILS(ErrorKind::Damaged, backUp(about("../tree/secret", 0, 100), proofs));
        QVERIFY(proofs.empty());
    }

    void aFileThatHasChangedIsNotProven_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("as long") << QByteArray(100, 'x');
        QTest::newRow("longer") << QByteArray(200, 'x');
        QTest::newRow("gone") << QByteArray();
    }
    void aFileThatHasChangedIsNotProven()
    {
        QFETCH(QByteArray, content);
        std::vector<QByteArray> proofs;
        VERIFY_OK(backUp(about("letter", 0, 100), proofs, [&] {
            QVERIFY(QFile::remove(path(QStringLiteral("tree/letter"))));
            if (!content.isEmpty())
                write(path(QStringLiteral("tree/letter")), content);
        }));
        QCOMPARE(proofs, std::vector<QByteArray>{QByteArray()});
    }
};

QTEST_GUILESS_MAIN(ProofsTest)
#include "tst_proofs.moc"
