#include "captured_output.h"
#include "console/journal.h"
#include "console/report.h"

#include <QTest>

#include <sys/stat.h>

using namespace backspool;
using namespace backspool::console;
using namespace backspool::test;

class TestJournal : public QObject
{
    Q_OBJECT

    /// Standard error as it is now, in systemd's words.
    static QByteArray standardError()
    {
        struct stat status{};
        if (::fstat(STDERR_FILENO, &status) != 0)
            qFatal("there is no standard error");
        return QByteArray::number(qulonglong(status.st_dev)) + ':' + QByteArray::number(qulonglong(status.st_ino));
    }

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("JOURNAL_STREAM");
        qInstallMessageHandler(nullptr);
    }

    void itIsTheJournalWhereSystemdSaysSo_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<bool>("isJournal");
        QTest::newRow("no systemd") << QByteArray() << false;
        QTest::newRow("this very stream") << standardError() << true;
        QTest::newRow("the stream of the program that started this one") << QByteArray("8:12345678") << false;
        QTest::newRow("nonsense") << QByteArray("journal") << false;
    }
    void itIsTheJournalWhereSystemdSaysSo()
    {
        QFETCH(QByteArray, variable);
        qputenv("JOURNAL_STREAM", variable);
        QTEST(errorsGoToJournal(), "isJournal");
    }

    void eachLineHasItsImportance_data()
    {
        QTest::addColumn<QtMsgType>("importance");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("information") << QtInfoMsg << QStringLiteral("a point") << QByteArray("<6>a point\n");
        QTest::newRow("warning") << QtWarningMsg << QStringLiteral("skipped é") << QByteArray("<4>skipped \xc3\xa9\n");
        QTest::newRow("two lines") << QtCriticalMsg << QStringLiteral("no\nspace") << QByteArray("<3>no\n<3>space\n");
    }
    void eachLineHasItsImportance()
    {
        QFETCH(QtMsgType, importance);
        QFETCH(QString, text);
        QTEST(journalLines(importance, text), "lines");
    }

    void whatIsReportedHasItsImportanceInTheJournalAlone_data()
    {
        QTest::addColumn<bool>("isJournal");
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("journal") << true << QByteArray("a note\n<4>a warning\n<3>error: it failed\n<4>of Qt\n");
        QTest::newRow("terminal") << false << QByteArray("a note\na warning\nerror: it failed\nof Qt\n");
    }
    void whatIsReportedHasItsImportanceInTheJournalAlone()
    {
        QFETCH(bool, isJournal);
        CapturedOutput errors(STDERR_FILENO);
        if (isJournal)
            qputenv("JOURNAL_STREAM", standardError());
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &message) {
            std::fprintf(stderr, "%s\n", qUtf8Printable(message));
        });
        qSetMessagePattern(QStringLiteral("%{message}"));
        logToJournal();
        printNote(QStringLiteral("a note"));
        printWarning(QStringLiteral("a warning"));
        reportError(Error(ErrorKind::Io, QStringLiteral("it failed")), OutputForm::Text);
        qWarning("of Qt");
        qInstallMessageHandler(nullptr);
        QTEST(errors.text(), "lines");
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
