#include "core/file_descriptor.h"
#include "trust/key_file.h"
#include "trust/test_parts.h"

#include <QDir>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::trust;

class TestKeyFile : public QObject
{
    Q_OBJECT

    const RepositoryKey key_{kRepository, codec::SecretKey::fromBytes(QByteArray(32, '\x5a'))};

    static QByteArray withLine(const QByteArray &text, int number, const QByteArray &line)
    {
        auto lines = text.split('\n');
        lines[number - 1] = line;
        return lines.join('\n');
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private Q_SLOTS:
    void theTextIsAsSpecified()
    {
        // docs/format.md, "Key file"; the checksum was computed with another program.
        const QByteArray expected = "backspool repository key 1\n"
                                    "0f8fad5b-d9cb-469f-a165-70867728950e\n"
                                    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a\n"
                                    "6d9ad435\n";
        const auto text = key_.toText();
        QCOMPARE(text.first(expected.size()), expected);
        for (const auto &line : text.sliced(expected.size()).split('\n'))
            QVERIFY(line.isEmpty() || line.startsWith('#'));
    }

    void theKeyComesBackFromItsText()
    {
        for (int i = 0; i < 100; ++i) {
            const auto key = RepositoryKey::generate();
            const auto read = VALUE(RepositoryKey::fromText(key.toText()));
            QCOMPARE(read.repository, key.repository);
            QVERIFY(read.key == key.key);
        }
    }

    void generatedKeysAreDifferent()
    {
        const auto first = RepositoryKey::generate(), second = RepositoryKey::generate();
        QVERIFY(first.repository != second.repository);
        QVERIFY(first.key != second.key);
    }

    void whatTravelDoesToATextIsForgiven_data()
    {
        QTest::addColumn<QByteArray>("text");
        auto text = key_.toText();
        QTest::newRow("as written") << text;
        QTest::newRow("other line ends") << QByteArray(text).replace("\n", "\r\n");
        QTest::newRow("no comments") << text.first(text.indexOf('#'));
        QTest::newRow("no newline at the end") << text.first(text.indexOf('#') - 1);
        QTest::newRow("comments before and between") << "# printed\n\n" + QByteArray(text).replace("\n", "\n# c\n");
    }
    void whatTravelDoesToATextIsForgiven()
    {
        QFETCH(QByteArray, text);
        const auto read = VALUE(RepositoryKey::fromText(text));
        QCOMPARE(read.repository, key_.repository);
        QVERIFY(read.key == key_.key);
    }

    void aDamagedLineIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("line");
        const auto text = key_.toText();
        const auto lines = text.split('\n');
        const auto row = [&](const char *name, int number, const QByteArray &line) {
            QTest::addRow("%s", name) << withLine(text, number, line) << QStringLiteral("line %1 ").arg(number);
        };
        row("another file", 1, "-----BEGIN PRIVATE KEY-----");
        row("no version", 1, "backspool repository key ");
        row("version zero", 1, "backspool repository key 0");
        row("no number as version", 1, "backspool repository key one");
        row("no id", 2, "laptop");
        row("null id", 2, "00000000-0000-0000-0000-000000000000");
        row("id in braces", 2, "{" + lines[1] + "}");
        row("id in capitals", 2, lines[1].toUpper());
        row("short key", 3, lines[2].chopped(2));
        row("odd key", 3, lines[2].chopped(1));
        row("long key", 3, lines[2] + "00");
        row("key in capitals", 3, lines[2].toUpper());
        row("key with a space", 3, lines[2].chopped(1) + " ");
        row("other checksum", 4, "00000000");
        row("short checksum", 4, lines[3].chopped(1));
        row("long checksum", 4, lines[3] + "0");
        row("words at the end", 5, "more");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("line 1 ");
        QTest::newRow("comments only") << QByteArray("# a\n# b\n") << QStringLiteral("line 1 ");
        QTest::newRow("one line") << lines[0] + '\n' << QStringLiteral("line 2 ");
        QTest::newRow("two lines") << lines[0] + '\n' + lines[1] + '\n' << QStringLiteral("line 3 ");
        QTest::newRow("three lines") << lines[0] + '\n' + lines[1] + '\n' + lines[2] << QStringLiteral("line 4 ");
        QTest::newRow("the number is of the file's line, comments counted")
            << "# a\n" + withLine(text, 2, "laptop") << QStringLiteral("line 3 ");
    }
    void aDamagedLineIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, line);
        const auto read = RepositoryKey::fromText(text);
        FAILS_WITH(ErrorKind::Damaged, read);
        QVERIFY2(read.error().text().contains(line), qPrintable(read.error().text()));
    }

    void aNewerVersionIsUnsupported()
    {
        FAILS_WITH(ErrorKind::Unsupported,
                   RepositoryKey::fromText(withLine(key_.toText(), 1, "backspool repository key 2")));
    }

    void noChangedByteGivesAnotherKey()
    {
        const auto text = key_.toText();
        const auto end = text.indexOf('#');
        for (qsizetype where = 0; where < end; ++where) {
            for (int bit = 0; bit < 8; ++bit) {
                auto changed = text;
                changed[where] = char(changed[where] ^ (1 << bit));
                const auto read = RepositoryKey::fromText(changed);
                // (A newline that became one of Windows' parts of one, say, is no harm.)
                QVERIFY2(!read || (read->key == key_.key && read->repository == key_.repository), changed.constData());
            }
            QVERIFY(!RepositoryKey::fromText(text.first(where)) || where == end - 1);
        }
    }

    void aFileIsWrittenForItsOwnerAloneAndReadBack()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("Schlüssel der Ablage"));
        const auto mask = ::umask(0);
        SUCCEEDS(writeKeyFile(path, key_));
        ::umask(mask);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode_t(0600));
        const auto read = VALUE(readKeyFile(path));
        QCOMPARE(read.repository, key_.repository);
        QVERIFY(read.key == key_.key);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void theModeDoesNotDependOnTheUmask()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("key"));
        const auto mask = ::umask(0777);
        SUCCEEDS(writeKeyFile(path, key_));
        ::umask(mask);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode_t(0600));
    }

    void noFileIsEverReplaced()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("key"));
        SUCCEEDS(writeKeyFile(path, key_));
        FAILS_WITH(ErrorKind::Exists, writeKeyFile(path, RepositoryKey::generate()));
        QVERIFY(VALUE(readKeyFile(path)).key == key_.key);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);

        const auto link = folder.filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("nowhere")), link));
        FAILS_WITH(ErrorKind::Exists, writeKeyFile(link, key_));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("nowhere"))));
    }

    void whatAnInterruptedRunLeftIsNoObstacle()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("key"));
        write(path + QStringLiteral(".new"), "half");
        SUCCEEDS(writeKeyFile(path, key_));
        QVERIFY(VALUE(readKeyFile(path)).key == key_.key);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void aRelativePathIsUnderstood()
    {
        const QTemporaryDir folder;
        const auto before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto written = writeKeyFile(QStringLiteral("key"), key_);
        const auto read = readKeyFile(QStringLiteral("key"));
        QVERIFY(QDir::setCurrent(before));
        SUCCEEDS(written);
        SUCCEEDS(read);
    }

    void whatCannotBeReadOrWrittenIsSaid()
    {
        const QTemporaryDir folder;
        const auto missing = folder.filePath(QStringLiteral("no/key"));
        const auto unread = readKeyFile(missing);
        FAILS_WITH(ErrorKind::NotFound, unread);
        QVERIFY(unread.error().text().contains(missing));
        FAILS_WITH(ErrorKind::NotFound, writeKeyFile(missing, key_));
        FAILS_WITH(ErrorKind::Io, readKeyFile(folder.path()));

        const auto path = folder.filePath(QStringLiteral("key"));
        write(path, QByteArray(10'000'000, '#'));
        FAILS_WITH(ErrorKind::Damaged, readKeyFile(path));
        write(path, "no key");
        const auto damaged = readKeyFile(path);
        FAILS_WITH(ErrorKind::Damaged, damaged);
        QVERIFY(damaged.error().text().contains(path));
    }

    void aFileOfAnotherUserIsDenied()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("key"));
        SUCCEEDS(writeKeyFile(path, key_));
        // As the owner of no file but still in this process; root must stop being root for it.
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0), 0);
        const auto user = ::setfsuid(65534);
        const auto read = readKeyFile(path);
        ::setfsuid(uid_t(user));
        FAILS_WITH(ErrorKind::Denied, read);
    }
};

QTEST_APPLESS_MAIN(TestKeyFile)
#include "tst_key_file.moc"
