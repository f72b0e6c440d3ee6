/// sqlite_writer FILE JOURNAL-MODE [MEBIBYTES]: makes a database and changes it without a pause until it is killed.
/// "ready" says that it has begun. So many mebibytes lie in it besides.
///
/// Each transaction counts up in three tables, and moves amounts between accounts of two others, whose sum stays: what
/// is not after one transaction shows.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

sqlite3 *database = nullptr;

void run(const std::string &statement)
{
    char *error = nullptr;
    if (sqlite3_exec(database, statement.c_str(), nullptr, nullptr, &error) == SQLITE_OK)
        return;
    std::fprintf(stderr, "%s: %s\n", statement.c_str(), error);
    std::exit(1);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4 || sqlite3_open(argv[1], &database) != SQLITE_OK)
        return 2;
    sqlite3_busy_timeout(database, 10'000);
    run("PRAGMA journal_mode=" + std::string(argv[2]));
    run("PRAGMA synchronous=OFF"); // as fast as it can
    run("PRAGMA wal_autocheckpoint=50");
    run("PRAGMA cache_size=20"); // pages spill into the file in the midst of a transaction
    run("BEGIN;"
        "CREATE TABLE IF NOT EXISTS counter(n INTEGER);"
        "CREATE TABLE IF NOT EXISTS history(n INTEGER PRIMARY KEY, filler BLOB);"
        "CREATE TABLE IF NOT EXISTS left_account(id INTEGER PRIMARY KEY, amount INTEGER, filler BLOB);"
        "CREATE TABLE IF NOT EXISTS right_account(id INTEGER PRIMARY KEY, amount INTEGER, filler BLOB);"
        "INSERT INTO counter VALUES(0);"
        "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM i WHERE n<2000)"
        " INSERT INTO left_account SELECT n, 1000, randomblob(400) FROM i;"
        "INSERT INTO right_account SELECT * FROM left_account;"
        "COMMIT");
    if (argc == 4)
        run("CREATE TABLE ballast(bytes BLOB);"
            "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM i WHERE n<" +
            std::string(argv[3]) + ") INSERT INTO ballast SELECT randomblob(1048576) FROM i");
    for (unsigned i = 1;; ++i) {
        const std::string amount = std::to_string(i % 7), from = std::to_string(i * 7919 % 2000 + 1),
                          to = std::to_string(i * 104729 % 2000 + 1);
        run("BEGIN IMMEDIATE;"
            "UPDATE left_account SET amount=amount-" +
            amount + ", filler=randomblob(400) WHERE id BETWEEN " + from + " AND " + from +
            "+40;"
            "UPDATE right_account SET amount=amount+" +
            amount + "*(SELECT count(*) FROM left_account WHERE id BETWEEN " + from + " AND " + from +
            "+40) WHERE id=" + to +
            ";"
            "INSERT INTO history SELECT max(n)+1, randomblob(100) FROM counter;"
            "UPDATE counter SET n=n+1;"
            "COMMIT");
        if (i == 50) {
            std::puts("ready");
            std::fflush(stdout);
        }
    }
}
