/// Data folders of database servers, and whether a server uses them.
#include "active/database_folder.h"
#include "core/file_descriptor.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>

#include <set>

using namespace backspool;
using namespace backspool::engine;

class DatabaseFolderTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    FileDescriptor open() const
    {
        return FileDescriptor(
            ::open(QFile::encodeName(folder_->path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(folder_->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void namesSayWhoseFolderItIs()
    {
        const auto of = [](const std::set<QByteArray> &names) {
            return databaseFolderOf([&](QByteArrayView name) { return names.contains(name.toByteArray()); });
        };
        QVERIFY(of({"PG_VERSION", "base", "global"}) == GroupKind::PostgreSql);
        QVERIFY(of({"ibdata1", "mysql"}) == GroupKind::InnoDb);
        QVERIFY(!of({"PG_VERSION"})); // each database's folder beneath has one
        QVERIFY(!of({"base", "global", "letter.odt"}));
    }

    void postgresRunsWhileItsProcessDoes()
    {
        QVERIFY(!isServed(open().get(), GroupKind::PostgreSql));
        const QString file = QStringLiteral("postmaster.pid");
        write(file, QByteArray::number(QCoreApplication::applicationPid()) + "\n/var/lib/postgresql\n");
        QVERIFY(isServed(open().get(), GroupKind::PostgreSql));
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(0);
        ::waitpid(child, nullptr, 0);
        write(file, QByteArray::number(child) + "\n"); // it died and left the file
        QVERIFY(!isServed(open().get(), GroupKind::PostgreSql));
        write(file, "what is this");
        QVERIFY(isServed(open().get(), GroupKind::PostgreSql));
    }

    void innoDbRunsWhileItsFirstFileIsLocked()
    {
        write(QStringLiteral("ibdata1"), "pages");
        QVERIFY(!isServed(open().get(), GroupKind::InnoDb));
        const FileDescriptor server(
            ::open(QFile::encodeName(folder_->filePath(QStringLiteral("ibdata1"))).constData(), O_RDWR | O_CLOEXEC));
        struct flock lock{};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        QVERIFY(::fcntl(server.get(), F_OFD_SETLK, &lock) == 0);
        QVERIFY(isServed(open().get(), GroupKind::InnoDb));
    }
};

QTEST_GUILESS_MAIN(DatabaseFolderTest)
#include "tst_database_folder.moc"
