#include "secrets/session_bus.h"

#include <QDBusConnection>

namespace backspool::engine {

namespace {

/// No person is asked for anything.
constexpr int kPatienceMilliseconds = 3000;

} // namespace

QDBusMessage askOnSessionBus(const BusQuestion &question)
{
    auto call = QDBusMessage::createMethodCall(question.service, question.path, question.interface, question.method);
    call.setArguments(question.arguments);
    const auto answer = QDBusConnection::sessionBus().call(call, QDBus::Block, kPatienceMilliseconds);
    return answer.type() == QDBusMessage::ReplyMessage ? answer : QDBusMessage();
}

} // namespace backspool::engine
