#pragma once
/// Questions to the programs of a desktop's session, by D-Bus.
#include <QDBusMessage>

namespace backspool::engine {

struct BusQuestion
{
    QString service;
    QString path;
    QString interface;
    QString method;
    QVariantList arguments;
};

/// Without a signature: nobody answers within a few seconds, or with an error. Thread-safe.
[[nodiscard]] QDBusMessage askOnSessionBus(const BusQuestion &question);

} // namespace backspool::engine
