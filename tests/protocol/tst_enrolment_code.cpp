#include "protocol/enrolment_code.h"

#include <QCryptographicHash>
#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

class TestEnrolmentCode : public QObject
{
    Q_OBJECT

    /// By Python's base64 and hashlib: secret 01..0a, the authority's certificate "authority".
    const QString text_ = QStringLiteral("AEBAG-BAFAY-DQQCI-KR53P-2UA3W-2HPOH-2OE5V-4FDZJ-XR6SE");
    const QByteArray secret_ = QByteArray::fromHex("0102030405060708090a");

private Q_SLOTS:
    void theTextIsBase32WithACheck()
    {
        EnrolmentCode code{.secret = secret_,
                           .authorityFingerprint =
                               QCryptographicHash::hash("authority", QCryptographicHash::Sha256).first(16)};
        QCOMPARE(code.toText(), text_);
        const auto parsed = EnrolmentCode::fromText(text_);
        QVERIFY(parsed);
        QCOMPARE(parsed->secret, secret_);
        QCOMPARE(parsed->authorityFingerprint, code.authorityFingerprint);
        QVERIFY(parsed->matchesAuthority("authority"));
        QVERIFY(!parsed->matchesAuthority("Authority"));
        QCOMPARE(parsed->secretHash(), QCryptographicHash::hash(secret_, QCryptographicHash::Sha256));
    }

    void generatedCodesAreReadAgainAndDiffer()
    {
        QSet<QString> texts;
        for (int i = 0; i < 200; ++i) {
            const EnrolmentCode code = EnrolmentCode::generate("authority");
            const auto parsed = EnrolmentCode::fromText(code.toText());
            QVERIFY(parsed);
            QCOMPARE(parsed->secret, code.secret);
            QVERIFY(parsed->matchesAuthority("authority"));
            texts.insert(code.toText());
        }
        QCOMPARE(texts.size(), 200);
    }

    void whatPeopleDoToACodeIsForgiven_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("small letters") << text_.toLower();
        QTest::newRow("no dashes") << QString(text_).remove(u'-');
        QTest::newRow("spaces") << QString(text_).replace(u'-', u' ');
        QTest::newRow("a line break") << QString(text_).insert(20, u'\n') + QStringLiteral("\r\n");
        QTest::newRow("wide dashes") << QString(text_).replace(u'-', QChar(0x2013));
        QTest::newRow("0 for O") << QString(text_).replace(u'O', u'0');
        QTest::newRow("1 for I") << QString(text_).replace(u'I', u'1');
        QTest::newRow("8 for B") << QString(text_).replace(u'B', u'8');
    }
    void whatPeopleDoToACodeIsForgiven()
    {
        QFETCH(QString, text);
        const auto parsed = EnrolmentCode::fromText(text);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().text()));
        QCOMPARE(parsed->secret, secret_);
    }

    void everySingleWrongCharacterIsFound()
    {
        const QString alphabet = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
        for (qsizetype at = 0; at < text_.size(); ++at) {
            for (const QChar letter : alphabet) {
                QString wrong = text_;
                if (wrong[at] == u'-' || wrong[at] == letter)
                    continue;
                wrong[at] = letter;
                const auto parsed = EnrolmentCode::fromText(wrong);
                QVERIFY2(!parsed, qPrintable(wrong));
                QCOMPARE(parsed.error().kind(), ErrorKind::Invalid);
                QVERIFY(parsed.error().text().contains(QStringLiteral("wrong")));
            }
        }
    }

    void everyTwoNeighboursThatChangedPlacesAreFound()
    {
        const QString plain = QString(text_).remove(u'-');
        for (qsizetype at = 0; at + 1 < plain.size(); ++at) {
            QString wrong = plain;
            if (wrong[at] == wrong[at + 1])
                continue;
            std::swap(wrong[at], wrong[at + 1]);
            QVERIFY2(!EnrolmentCode::fromText(wrong), qPrintable(wrong));
        }
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QString() << QStringLiteral("too short");
        QTest::newRow("one left out") << text_.chopped(1) << QStringLiteral("44 of 45");
        QTest::newRow("one too many") << text_ + u'A' << QStringLiteral("too long");
        QTest::newRow("a thousand too many") << text_ + QString(1'000, u'A') << QStringLiteral("too long");
        QTest::newRow("a digit that is none") << QString(text_).replace(4, 1, u'9') << QStringLiteral("\"9\"");
        QTest::newRow("a letter that is none")
            << QString(text_).replace(4, 1, QStringLiteral("ü")) << QStringLiteral("\"ü\"");
        QTest::newRow("punctuation") << text_ + u'.' << QStringLiteral("\".\"");
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const auto parsed = EnrolmentCode::fromText(text);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind(), ErrorKind::Invalid);
        QVERIFY2(parsed.error().text().contains(said), qPrintable(parsed.error().text()));
    }
};

QTEST_APPLESS_MAIN(TestEnrolmentCode)
#include "tst_enrolment_code.moc"
