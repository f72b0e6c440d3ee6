#pragma once
/// A write monitor that says what a test wants.
#include "watch/write_monitor.h"

namespace backspool::test {

class ScriptedMonitor final : public engine::WriteMonitor
{
public:
    /// What the next cut says; none: it is not known.
    std::function<engine::ChangedSet()> next = [] { return engine::ChangedSet(); };
    int cuts = 0, accepted = 0, givenBack = 0;

    Result<engine::ChangedSet> cut() override
    {
        ++cuts;
        if (!next)
            return fail(ErrorKind::Unsupported, QStringLiteral("lost by the test"));
        return next();
    }
    void accept() override { ++accepted; }
    void giveBack() override { ++givenBack; }
    std::optional<QString> lostBecause() const override
    {
        return next ? std::nullopt : std::optional(QStringLiteral("lost by the test"));
    }
    std::optional<ByteCount> amountWritten() const override { return std::nullopt; }
    std::vector<QByteArray> unwatched() const override { return {}; }
    QString name() const override { return QStringLiteral("scripted"); }
    Result<QByteArray> save() override { return QByteArray("saved"); }
    int descriptor() const override { return -1; }
};

} // namespace backspool::test
