#pragma once
/// What the tests of the catalogue have in common: each runs on every database that is there, each time an empty one.
#include "catalogue/sample_rows.h"
#include "catalogue/test_database.h"

#include <QTest>

/// The value of a Result, or the test's end with its error's text.
#define VALUE(...)                                                                                                     \
    __extension__({                                                                                                    \
        auto valueResult_ = (__VA_ARGS__);                                                                             \
        QVERIFY2(valueResult_, qPrintable(valueResult_ ? QString() : valueResult_.error().text()));                    \
        std::move(valueResult_).value();                                                                               \
    })
/// The same for a Status.
#define SUCCEEDS(...) VALUE(__VA_ARGS__)
#define FAILS_WITH(errorKind, ...)                                                                                     \
    do {                                                                                                               \
        auto &&failsResult_ = (__VA_ARGS__);                                                                           \
        QVERIFY2(!failsResult_, "it succeeded");                                                                       \
        QVERIFY2(failsResult_.error().kind() == (errorKind), qPrintable(failsResult_.error().text()));                 \
    } while (false)

namespace backspool::catalogue {

class EngineTest : public QObject
{
    Q_OBJECT

protected:
    std::unique_ptr<TestDatabase> database_;
    std::unique_ptr<Catalogue> catalogue_;

    void reopen()
    {
        catalogue_.reset();
        catalogue_ = database_->open();
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<TestEngine>("engine");
        for (const auto &[engine, name] : testEngines())
            QTest::newRow(name) << engine;
    }
    void init()
    {
        QFETCH_GLOBAL(TestEngine, engine);
        database_ = std::make_unique<TestDatabase>(engine);
        catalogue_ = database_->open();
    }
    void cleanup()
    {
        catalogue_.reset();
        database_.reset();
    }
    void cleanupTestCase() { TestDatabase::stopServer(); }
};

} // namespace backspool::catalogue
