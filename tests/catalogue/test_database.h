#pragma once
/// An empty database of a test's own, and catalogues on it.
#include "catalogue/catalogue.h"
#include "catalogue/postgres_server.h"

#include <QTemporaryDir>

namespace backspool::catalogue {

/// As test data: which database a test runs on.
enum class TestEngine { Sqlite, PostgreSql };

/// Those that can be tested here, with names for rows of test data.
std::vector<std::pair<TestEngine, const char *>> testEngines();

class TestDatabase
{
public:
    /// A server that runs as long as the program is shared by all.
    explicit TestDatabase(TestEngine engine = TestEngine::Sqlite);

    const DatabaseOptions &options() const { return options_; }
    /// SQLite only.
    const QString &path() const { return options_.name; }
    /// Ends the program with a message when it cannot be opened.
    std::unique_ptr<Catalogue> open() const;
    /// Ends the server that all share, once the tests are done.
    static void stopServer();

private:
    QTemporaryDir folder_;
    DatabaseOptions options_;
};

} // namespace backspool::catalogue
