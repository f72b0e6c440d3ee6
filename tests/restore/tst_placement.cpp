#include "files/open_file.h"
#include "restore/placement.h"
#include "restore/restore_fixture.h"

#include <QDir>

#include <fcntl.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPlacement : public QObject
{
    Q_OBJECT

private:
    QByteArray at(const QByteArray &name) const { return folder_.path().toUtf8() + '/' + name; }
    QTemporaryDir folder_;

private Q_SLOTS:
    void init() { QVERIFY(QDir(folder_.path()).mkdir(QStringLiteral("aside"))); }
    void cleanup()
    {
        for (const auto &name : namesIn(folder_.path().toUtf8())) {
            QFile::remove(QString::fromUtf8(at(name)));
            QDir(QString::fromUtf8(at(name))).removeRecursively();
        }
    }

    void aFolderTakesThePlaceOfAFile()
    {
        writeFile(at("name"), "of the user");
        const auto folder = openFolderAt(AT_FDCWD, folder_.path().toUtf8());
        VERIFY_OK(placeFolder(folder->get(), "aside", "name"));
        QCOMPARE(namesIn(folder_.path().toUtf8()), QByteArrayList{"name"});
        QVERIFY(QDir(QString::fromUtf8(at("name"))).exists());
    }

    void aFolderTakesThePlaceOfALinkNotOfItsTarget()
    {
        writeFile(at("precious"), "of the user");
        QCOMPARE(::symlink("precious", at("name").constData()), 0);
        const auto folder = openFolderAt(AT_FDCWD, folder_.path().toUtf8());
        VERIFY_OK(placeFolder(folder->get(), "aside", "name"));
        QCOMPARE(namesIn(folder_.path().toUtf8()), (QByteArrayList{"name", "precious"}));
        QCOMPARE(readFile(at("precious")), QByteArray("of the user"));
    }

    void whatCannotBeReplacedStaysAsItWas()
    {
        writeFile(at("name/of the user"), "u");
        const auto folder = openFolderAt(AT_FDCWD, folder_.path().toUtf8());
        VERIFY_FAILS(ErrorKind::Exists, placeFolder(folder->get(), "aside", "name"));
        QCOMPARE(readFile(at("name/of the user")), QByteArray("u"));
        QVERIFY(namesIn(at("aside")).isEmpty());
    }

    void whereNothingIsThereAnyMoreTheFolderIsPlaced()
    {
        const auto folder = openFolderAt(AT_FDCWD, folder_.path().toUtf8());
        VERIFY_OK(placeFolder(folder->get(), "aside", "name"));
        QCOMPARE(namesIn(folder_.path().toUtf8()), QByteArrayList{"name"});
    }
};

QTEST_GUILESS_MAIN(TestPlacement)
#include "tst_placement.moc"
