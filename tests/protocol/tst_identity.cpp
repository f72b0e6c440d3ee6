#include "protocol/identity.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::protocol;

class TestIdentity : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const char *name) const { return folder_.filePath(QString::fromLatin1(name)); }
    static Identity sample()
    {
        return {.service = QStringLiteral("[2001:db8::7]:8710"),
                .repository = QStringLiteral("6f1c2f0e-0c55-4c7c-9a50-5d2f0cf6a1b7"),
                .client = ClientId{4'000'000'000},
                .clientName = QStringLiteral("büro"),
                .certificate = "certificate\0\xff",
                .key = "key",
                .authority = "authority",
                .domainSecret = codec::SecretKey::fromBytes(QByteArray(32, 's'))};
    }
    static QByteArray read(const QString &file)
    {
        QFile device(file);
        return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
    }
    static void write(const QString &file, const QByteArray &content)
    {
        QFile device(file);
        QVERIFY(device.open(QIODevice::WriteOnly));
        device.write(content);
    }
    static mode_t modeOf(const QString &file)
    {
        struct stat status = {};
        return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
    }

private Q_SLOTS:
    void whatIsSavedIsLoadedAgain()
    {
        const Identity identity = sample();
        QVERIFY(identity.save(path("identity")));
        const auto loaded = Identity::load(path("identity"));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text()));
        QCOMPARE(loaded->service, identity.service);
        QCOMPARE(loaded->repository, identity.repository);
        QCOMPARE(loaded->client, identity.client);
        QCOMPARE(loaded->clientName, identity.clientName);
        QCOMPARE(loaded->certificate, identity.certificate);
        QCOMPARE(loaded->key, identity.key);
        QCOMPARE(loaded->authority, identity.authority);
        QVERIFY(loaded->domainSecret == identity.domainSecret);
    }

    void secretsOfAStoreAreNotInTheFile()
    {
        Identity identity = sample();
        identity.key = "a long private key";
        identity.secretName = QStringLiteral("name");
        identity.desktop = QStringLiteral("ubuntu:GNOME");
        QVERIFY(identity.save(path("stored")));
        const QByteArray content = read(path("stored"));
        QVERIFY(!content.contains(identity.key.toBase64()));
        QVERIFY(!content.contains(QByteArray(32, 's').toBase64()));
        auto loaded = Identity::load(path("stored"));
        QVERIFY(loaded);
        QCOMPARE(loaded->secretName, identity.secretName);
        QCOMPARE(loaded->desktop, identity.desktop);
        QVERIFY(loaded->setSecrets(identity.secrets()));
        QCOMPARE(loaded->key, identity.key);
        QVERIFY(loaded->domainSecret == identity.domainSecret);
        for (const QByteArray &wrong : {QByteArray(), QByteArray("{}"), QByteArray("x"), QByteArray(1'000'000, '[')})
            QCOMPARE(loaded->setSecrets(wrong).error().kind(), ErrorKind::Denied);
        identity.secretName.clear();
        QVERIFY(identity.save(path("stored")));
        QVERIFY(!QJsonDocument::fromJson(read(path("stored"))).object().contains(QStringLiteral("secret_name")));
    }

    void nobodyElseCanReadIt()
    {
        const mode_t mask = ::umask(0);
        QVERIFY(sample().save(path("private")));
        ::umask(mask);
        QCOMPARE(modeOf(path("private")), 0600U);
        QVERIFY(!QFile::exists(path("private.new")));
    }

    void aLeftoverOfASaveThatWasCutShortIsNoObstacle()
    {
        write(path("cut.new"), "half");
        QVERIFY(QFile::setPermissions(path("cut.new"), QFileDevice::ReadOther | QFileDevice::ReadOwner));
        QVERIFY(sample().save(path("cut")));
        QVERIFY(Identity::load(path("cut")));
        QCOMPARE(modeOf(path("cut")), 0600U);
    }

    void aLinkIsReplacedNotFollowed()
    {
        write(path("elsewhere"), "untouched");
        QVERIFY(QFile::link(path("elsewhere"), path("link.new")));
        QVERIFY(sample().save(path("link")));
        QCOMPARE(read(path("elsewhere")), QByteArray("untouched"));
    }

    void aSaveThatFailsLeavesTheOldOne()
    {
        QVERIFY(sample().save(path("old")));
        const QByteArray before = read(path("old"));
        QVERIFY(::mkdir(QFile::encodeName(path("old.new")).constData(), 0700) == 0);
        const Status saved = sample().save(path("old"));
        QVERIFY(!saved);
        QVERIFY(saved.error().text().contains(path("old")));
        QCOMPARE(read(path("old")), before);
        QVERIFY(!sample().save(path("no/such/folder/identity")));
    }

    void withoutAFileTheComputerIsNotEnrolled()
    {
        const auto loaded = Identity::load(path("none"));
        QCOMPARE(loaded.error().kind(), ErrorKind::NotFound);
        QVERIFY(loaded.error().text().contains(QStringLiteral("not enrolled")));
    }

    void aDamagedFileIsRefused()
    {
        QVERIFY(sample().save(path("whole")));
        const QByteArray whole = read(path("whole"));
        for (qsizetype size = 0; size < whole.size() - 2; ++size) {
            write(path("damaged"), whole.first(size));
            const auto loaded = Identity::load(path("damaged"));
            QVERIFY(!loaded);
            QCOMPARE(loaded.error().kind(), ErrorKind::Damaged);
        }
        const QJsonObject object = QJsonDocument::fromJson(whole).object();
        for (const QString &field : object.keys()) {
            for (const QJsonValue &value : {QJsonValue(), QJsonValue(QStringLiteral("*")), QJsonValue(-1)}) {
                if (value.isString() && (field == QStringLiteral("service") || field == QStringLiteral("repository")))
                    continue;
                if (field == QStringLiteral("client_name"))
                    continue;
                QJsonObject changed = object;
                changed[field] = value;
                write(path("damaged"), QJsonDocument(changed).toJson());
                QVERIFY2(!Identity::load(path("damaged")), qPrintable(field));
            }
        }
    }

    void aLaterVersionIsNotSupported()
    {
        write(path("later"), "{\"version\": 3}");
        QCOMPARE(Identity::load(path("later")).error().kind(), ErrorKind::Unsupported);
    }

    void aHugeFileIsNotRead()
    {
        write(path("huge"), {});
        QVERIFY(QFile::resize(path("huge"), 1'000'000'000));
        QCOMPARE(Identity::load(path("huge")).error().kind(), ErrorKind::Damaged);
    }

    void aRequestIsSignedByItsKey_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("plain") << QStringLiteral("laptop");
        QTest::newRow("none") << QString();
        QTest::newRow("long") << QStringLiteral("h").repeated(300);
        QTest::newRow("letters of other alphabets") << QStringLiteral("büro-日本").repeated(20);
    }
    void aRequestIsSignedByItsKey()
    {
        QFETCH(QString, host);
        const auto made = makeKeyAndRequest(host);
        QVERIFY2(made, made ? "" : qPrintable(made.error().text()));
        const auto *bytes = reinterpret_cast<const unsigned char *>(made->request.constData());
        X509_REQ *const request = d2i_X509_REQ(nullptr, &bytes, made->request.size());
        QVERIFY(request);
        bytes = reinterpret_cast<const unsigned char *>(made->key.constData());
        PKCS8_PRIV_KEY_INFO *const info = d2i_PKCS8_PRIV_KEY_INFO(nullptr, &bytes, made->key.size());
        QVERIFY(info);
        EVP_PKEY *const key = EVP_PKCS82PKEY(info);
        QVERIFY(key);
        QCOMPARE(X509_REQ_verify(request, key), 1);
        char group[32] = {};
        QCOMPARE(EVP_PKEY_get_group_name(key, group, sizeof group, nullptr), 1);
        QCOMPARE(QByteArray(group), QByteArray("prime256v1"));
        EVP_PKEY_free(key);
        PKCS8_PRIV_KEY_INFO_free(info);
        X509_REQ_free(request);
    }

    void everyRequestHasAKeyOfItsOwn()
    {
        QVERIFY(makeKeyAndRequest(QStringLiteral("a")).value().key !=
                makeKeyAndRequest(QStringLiteral("a")).value().key);
    }

    void theServersNameIsTheRepositorys()
    {
        QCOMPARE(serverNameOf(QStringLiteral("6F1C2F0E-0c55-4c7c-9a50-5d2f0cf6a1b7")),
                 QStringLiteral("6f1c2f0e-0c55-4c7c-9a50-5d2f0cf6a1b7.backspool.invalid"));
    }
};

QTEST_APPLESS_MAIN(TestIdentity)
#include "tst_identity.moc"
