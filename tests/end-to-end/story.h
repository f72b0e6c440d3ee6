#pragma once
/// What every story begins with: a service that runs, and agents that are enrolled.
#include "programs.h"
#include "trees.h"

#include <QTest>

namespace backspool::test {

class Story
{
public:
    Story() : service(folder.filePath(QStringLiteral("service"))) {}
    bool begin() { return folder.isValid() && service.start(); }
    /// A new client, enrolled.
    std::unique_ptr<Agent> agent(const QString &name, bool replace = false)
    {
        const QString state = folder.filePath(QStringLiteral("state-%1-%2").arg(name).arg(++agents_));
        auto agent = std::make_unique<Agent>(state);
        return agent->enrol(service, service.code(name, replace)) ? std::move(agent) : nullptr;
    }
    QString path(const QString &name) const { return folder.filePath(name); }

    QTemporaryDir folder;
    Service service;

private:
    int agents_ = 0;
};

inline qint64 number(const Output &output, const char *key)
{
    return output.json().value(QLatin1StringView(key)).toInteger(-1);
}

/// Lines of arguments from one text.
inline QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

} // namespace backspool::test

/// The command ended as it should, or the test shows all that it said.
#define VERIFY_CODE(output, expected)                                                                                  \
    do {                                                                                                               \
        const auto &output_ = (output);                                                                                \
        QVERIFY2(output_.code == (expected), qPrintable(output_.text()));                                              \
    } while (false)
