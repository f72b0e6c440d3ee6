#include "catalogue/test_database.h"

namespace backspool::catalogue {

namespace {
std::unique_ptr<PostgresServer> &sharedServer()
{
    static std::unique_ptr<PostgresServer> server;
    return server;
}
} // namespace

std::vector<std::pair<TestEngine, const char *>> testEngines()
{
    std::vector<std::pair<TestEngine, const char *>> engines{{TestEngine::Sqlite, "SQLite"}};
    if (PostgresServer::isAvailable())
        engines.emplace_back(TestEngine::PostgreSql, "PostgreSQL");
    return engines;
}

TestDatabase::TestDatabase(TestEngine engine)
{
    if (engine == TestEngine::Sqlite) {
        options_.name = folder_.filePath(QStringLiteral("catalogue.sqlite"));
        return;
    }
    auto &server = sharedServer();
    if (!server) {
        server = std::make_unique<PostgresServer>();
        if (!server->start())
            qFatal("the PostgreSQL server does not start");
    }
    options_ = server->newDatabase();
}

std::unique_ptr<Catalogue> TestDatabase::open() const
{
    auto catalogue = Catalogue::open(options_);
    if (!catalogue)
        qFatal("%s", qUtf8Printable(catalogue.error().text()));
    return std::move(*catalogue);
}

void TestDatabase::stopServer()
{
    sharedServer().reset();
}

} // namespace backspool::catalogue
