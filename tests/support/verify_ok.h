#pragma once
#include <QTest>

/// A Result or Status that must be good; says why it is not.
#define VERIFY_OK(...)                                                                                                 \
    do {                                                                                                               \
        const auto &verifiedResult = (__VA_ARGS__);                                                                    \
        QVERIFY2(verifiedResult, verifiedResult ? "" : qPrintable(verifiedResult.error().text()));                     \
    } while (false)

/// A Result or Status that must be the error of this kind.
#define VERIFY_FAILS(expectedKind, ...)                                                                                \
    do {                                                                                                               \
        const auto &verifiedResult = (__VA_ARGS__);                                                                    \
        QVERIFY2(!verifiedResult, "it succeeded");                                                                     \
        QVERIFY2(verifiedResult.error().kind() == (expectedKind), qPrintable(verifiedResult.error().text()));          \
    } while (false)
