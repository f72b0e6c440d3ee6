#pragma once
/// What the tests of trust have in common.
#include "core/clock.h"
#include "core/result.h"

#include <QProcess>
#include <QTest>

/// The value of a Result, or the test's end with its error's text.
#define VALUE(...)                                                                                                     \
    __extension__({                                                                                                    \
        auto valueResult_ = (__VA_ARGS__);                                                                             \
        QVERIFY2(valueResult_, qPrintable(valueResult_ ? QString() : valueResult_.error().text()));                    \
        std::move(valueResult_).value();                                                                               \
    })
#define SUCCEEDS(...) VALUE(__VA_ARGS__)
#define FAILS_WITH(errorKind, ...)                                                                                     \
    do {                                                                                                               \
        auto &&failsResult_ = (__VA_ARGS__);                                                                           \
        QVERIFY2(!failsResult_, "it succeeded");                                                                       \
        QVERIFY2(failsResult_.error().kind() == (errorKind), qPrintable(failsResult_.error().text()));                 \
    } while (false)

namespace backspool::trust {

const QString kRepository = QStringLiteral("0f8fad5b-d9cb-469f-a165-70867728950e");

/// A time that the tests set.
class SetClock final : public Clock
{
public:
    WallTime now() const override { return time; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    WallTime time = fromUnixSeconds(1'795'000'000); ///< in November 2026
};

/// What a program of the openssl package said, for the tests that want a second opinion.
struct OpenSslRun
{
    bool succeeded = false;
    QByteArray output;
    QByteArray errors;
};

inline OpenSslRun runOpenSsl(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForStarted())
        qFatal("the openssl program is not installed");
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return {process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

} // namespace backspool::trust
