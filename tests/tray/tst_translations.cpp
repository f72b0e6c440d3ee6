/// All that the windows say is there in each language, and windows run the way the language does.
#include "settings/language.h"
#include "tray/translations.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::tray;

class TestTranslations : public QObject
{
    Q_OBJECT

    static QString words(int count)
    {
        return QCoreApplication::translate("ProtectionState", "%Ln day(s)", nullptr, count);
    }

private Q_SLOTS:
    void cleanup()
    {
        QLocale::setDefault(QLocale::c());
        installTranslations(*qApp, QLocale(QLocale::English));
    }

    void nothingIsLeftUntranslated()
    {
        const QString source = qEnvironmentVariable("BACKSPOOL_SOURCE");
        if (!QFile::exists(QStringLiteral("/usr/lib/qt6/bin/lupdate")))
            QSKIP("lupdate is not installed");
        QTemporaryDir folder;
        const auto files = QDir(source + QStringLiteral("/translations")).entryInfoList({QStringLiteral("*.ts")});
        QVERIFY(files.size() >= 4);
        for (const auto &file : files)
            QVERIFY(QFile::copy(file.filePath(), folder.filePath(file.fileName())));
        QProcess update;
        update.setProcessChannelMode(QProcess::MergedChannels);
        update.start(source + QStringLiteral("/scripts/update-translations"), {folder.path()});
        QVERIFY2(update.waitForFinished(100'000), qPrintable(update.errorString()));
        QVERIFY2(update.exitCode() == 0, update.readAll().constData());
    }

    void pluralsAreThoseOfTheLanguage_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("English 1") << "en" << 1 << "1 day";
        QTest::newRow("English 2") << "en" << 2 << "2 days";
        QTest::newRow("English, many") << "en" << 1'234'567 << "1,234,567 days";
        QTest::newRow("German 2") << "de" << 2 << "2 Tagen";
        QTest::newRow("German, many") << "de" << 1'234'567 << "1.234.567 Tagen";
        QTest::newRow("French 0") << "fr" << 0 << "0 jour";
        QTest::newRow("French 2") << "fr" << 2 << "2 jours";
        QTest::newRow("Arabic 0") << "ar" << 0 << QString::fromUtf8("أقل من يوم");
        QTest::newRow("Arabic 1") << "ar" << 1 << QString::fromUtf8("يوم واحد");
        QTest::newRow("Arabic 2") << "ar" << 2 << QString::fromUtf8("يومين");
        QTest::newRow("Arabic 3") << "ar" << 3 << QString::fromUtf8("٣ أيام");
        QTest::newRow("Arabic 11") << "ar" << 11 << QString::fromUtf8("١١ يومًا");
        QTest::newRow("Arabic 100") << "ar" << 100 << QString::fromUtf8("١٠٠ يوم");
    }
    void pluralsAreThoseOfTheLanguage()
    {
        QFETCH(QString, language);
        QFETCH(int, count);
        QFETCH(QString, text);
        useLanguage(*qApp, language);
        QCOMPARE(words(count), text);
    }

    void windowsRunTheWayTheLanguageDoes()
    {
        useLanguage(*qApp, QStringLiteral("ar"));
        QCOMPARE(QApplication::layoutDirection(), Qt::RightToLeft);
        useLanguage(*qApp, QStringLiteral("fr"));
        QCOMPARE(QApplication::layoutDirection(), Qt::LeftToRight);
        QCOMPARE(words(2), QStringLiteral("2 jours"));
    }

    void aLanguageWithoutWordsIsEnglish()
    {
        installTranslations(*qApp, QLocale(QLocale::Hebrew));
        QCOMPARE(words(1), QStringLiteral("1 day"));
        QCOMPARE(QApplication::layoutDirection(), Qt::LeftToRight);
    }

    void theLanguagesAreKnown()
    {
        QCOMPARE(settings::languages(),
                 (QStringList{QStringLiteral("ar"), QStringLiteral("de"), QStringLiteral("en"), QStringLiteral("fr")}));
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
