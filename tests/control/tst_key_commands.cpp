#include "appliance/appliance.h"
#include "appliance/data_paths.h"
#include "control/key_commands.h"
#include "support/verify_ok.h"
#include "trust/key_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::control;

class TestKeyCommands : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString data_, copy_;

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        data_ = folder_->filePath(QStringLiteral("data"));
        copy_ = folder_->filePath(QStringLiteral("copy.key"));
        VERIFY_OK(appliance::Appliance::open({.dataFolder = data_}));
        VERIFY_OK(exportKey(data_, copy_));
    }

    void aCopyIsTheKeyAndItsOwners()
    {
        const auto original = trust::readKeyFile(appliance::keyPath(data_)), copy = trust::readKeyFile(copy_);
        VERIFY_OK(original);
        VERIFY_OK(copy);
        QVERIFY(copy->key == original->key);
        QCOMPARE(QFile(copy_).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void nothingIsOverwritten() { VERIFY_FAILS(ErrorKind::Exists, exportKey(data_, copy_)); }

    void aKeyIsPutBackBesideItsStore()
    {
        QVERIFY(QFile::remove(appliance::keyPath(data_)));
        VERIFY_OK(importKey(data_, copy_));
        VERIFY_OK(importKey(data_, copy_)); // again
        VERIFY_OK(appliance::Appliance::open({.dataFolder = data_}));
    }

    void anotherStoresKeyIsRefused()
    {
        const auto other = folder_->filePath(QStringLiteral("other"));
        VERIFY_OK(appliance::Appliance::open({.dataFolder = other}));
        VERIFY_FAILS(ErrorKind::Exists, importKey(other, copy_));
        QVERIFY(QFile::remove(appliance::keyPath(other)));
        VERIFY_FAILS(ErrorKind::Damaged, importKey(other, copy_));
        QVERIFY(!QFile::exists(appliance::keyPath(other)));
    }

    void aKeyMayComeBeforeItsStore()
    {
        const auto fresh = folder_->filePath(QStringLiteral("fresh"));
        VERIFY_OK(importKey(fresh, copy_));
        VERIFY_OK(trust::readKeyFile(appliance::keyPath(fresh)));
    }

    void whatIsNoKeyIsRefused()
    {
        const auto file = folder_->filePath(QStringLiteral("nonsense"));
        QFile device(file);
        QVERIFY(device.open(QIODevice::WriteOnly));
        device.write("nonsense");
        device.close();
        VERIFY_FAILS(ErrorKind::Damaged, importKey(data_, file));
        VERIFY_FAILS(ErrorKind::NotFound, importKey(data_, folder_->filePath(QStringLiteral("none"))));
    }
};

QTEST_GUILESS_MAIN(TestKeyCommands)
#include "tst_key_commands.moc"
