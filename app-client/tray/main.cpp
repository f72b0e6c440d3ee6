/// backspool: the user's app, a tray icon and the restore browser, with the agent engine inside, or attached
/// to the system's agent.
#include "core/allocation.h"
#include "core/clock.h"
#include "secrets/keychain_store.h"
#include "secrets/remembered_secrets.h"
#include "session/attached_session.h"
#include "session/engine_session.h"
#include "settings/language.h"
#include "tray/shown_path.h"
#include "tray/single_instance.h"
#include "tray/status_window.h"
#include "tray/translations.h"
#include "tray/tray_application.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include <csignal>

namespace {

/// What this user has set up protects; else the system's agent does, where there is one. (That is decided once, at the
/// start.)
std::unique_ptr<backspool::engine::AgentSession> makeSession(const backspool::engine::AgentState &state,
                                                             const QString &agentSocket)
{
    using namespace backspool::engine;
    if (!QFileInfo::exists(state.identityFile()) &&
        AttachedSession::isServed(state, agentSocket, backspool::SystemClock().now()))
        return std::make_unique<AttachedSession>(state, agentSocket);
    return std::make_unique<EngineSession>(state, QStringLiteral("backspool " BACKSPOOL_VERSION));
}

} // namespace

int main(int argc, char **argv)
{
    using namespace backspool;
    tuneAllocation();
    std::signal(SIGPIPE, SIG_IGN);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("backspool"));
    QApplication::setApplicationDisplayName(QStringLiteral("Backspool"));
    QApplication::setApplicationVersion(QStringLiteral(BACKSPOOL_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.backspool.Backspool"));
    // The agent in here protects, whether there are windows or not; the menu has Quit.
    QApplication::setQuitOnLastWindowClosed(false);
    tray::useLanguage(application, settings::chosenLanguage());
    QApplication::setWindowIcon(tray::iconFor(tray::Picture::Protected));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Protects your files, and gives them back."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption stateFolder(QStringLiteral("state-dir"),
                                         QApplication::translate("main", "Where the state of this user's agent is."),
                                         QStringLiteral("DIR"), engine::AgentState::defaultFolder());
    const QCommandLineOption agentSocket(
        QStringLiteral("agent-socket"),
        QApplication::translate("main", "Where the agent of this computer listens for its users."),
        QStringLiteral("PATH"), QString::fromLatin1(engine::kUsersSocket));
    const QCommandLineOption quiet(QStringLiteral("background"),
                                   QApplication::translate("main", "Open no window; for the start of a session."));
    const QCommandLineOption restore(
        QStringLiteral("restore"),
        QApplication::translate("main", "Show earlier versions of the file PATH, or what was in the folder PATH."),
        QStringLiteral("PATH"));
    parser.addOptions({stateFolder, agentSocket, quiet, restore});
    parser.process(application);

    const SystemClock clock;
    const engine::AgentState state(parser.value(stateFolder), std::make_shared<engine::RememberedSecrets>(
                                                                  std::make_unique<engine::KeychainStore>(), clock));
    tray::SingleInstance instance(state.folder());
    const auto path = parser.isSet(restore) ? tray::shownPath(parser.value(restore)) : QByteArray();
    if (!instance.isFirst(path))
        return 0;
    const auto session = makeSession(state, parser.value(agentSocket));
    tray::TrayApplication tray(*session);
    QObject::connect(&instance, &tray::SingleInstance::showWanted, &tray, &tray::TrayApplication::showPath);
    tray.start(parser.isSet(quiet) || !path.isEmpty());
    if (!path.isEmpty())
        tray.showPath(path);
    return QApplication::exec();
}
