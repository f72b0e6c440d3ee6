/// backspool: the user's app, a tray icon and the restore browser, with the agent engine inside, or attached
/// to the system's agent.
#include "attach/local_messages.h"
#include "core/allocation.h"
#include "core/clock.h"
#include "secrets/keychain_store.h"
#include "secrets/remembered_secrets.h"
#include "settings/language.h"
#include "tray/session_choice.h"
#include "tray/shown_path.h"
#include "tray/single_instance.h"
#include "tray/status_window.h"
#include "tray/translations.h"
#include "tray/tray_application.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>

#include <algorithm>
#include <csignal>

using namespace backspool;

namespace {

/// Somebody is in the middle of something.
bool isDialogOpen()
{
    return std::ranges::any_of(QApplication::topLevelWidgets(), [](const QWidget *widget) {
        return widget->isVisible() && qobject_cast<const QDialog *>(widget);
    });
}

/// What is only printed needs no display.
bool isOnlyPrinting(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + std::max(argc, 1), [](const QByteArrayView argument) {
        return argument == "--help" || argument == "--help-all" || argument == "-h" || argument == "--version" ||
               argument == "-v";
    });
}

/// How the app begins to show itself.
struct Start
{
    bool isQuiet = false;            ///< no window opens by itself
    std::optional<QByteArray> shown; ///< opens this path in the browser; empty: what the user works with
};

/// Until the app ends. Nothing: until another session is to be chosen, since the system's agent has come or gone;
/// @p start is then as what is there now.
std::optional<int> run(tray::SessionChoice &choice, const tray::SingleInstance &instance, Start &start)
{
    const auto session = choice.choose();
    tray::TrayApplication app(*session);
    QObject::connect(&instance, &tray::SingleInstance::showWanted, &app, &tray::TrayApplication::showPath);
    bool isOver = false;
    QObject::connect(&choice, &tray::SessionChoice::changed, &app, [&] {
        if (isDialogOpen())
            return; // it is told again
        isOver = true;
        // Whose backups have ended is asked to set up others.
        start = {.isQuiet = !session->isManaged() && !app.isStatusShown(), .shown = {}};
        if (app.isBrowserShown())
            start.shown.emplace();
        QApplication::exit();
    });
    app.start(start.isQuiet);
    if (start.shown)
        app.showPath(*start.shown);
    const int code = QApplication::exec();
    return isOver ? std::nullopt : std::optional(code);
}

} // namespace

int main(int argc, char **argv)
{
    tuneAllocation();
    std::signal(SIGPIPE, SIG_IGN);
    if (isOnlyPrinting(argc, argv) && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
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
    tray::SessionChoice choice(state, parser.value(agentSocket));
    Start start{.isQuiet = parser.isSet(quiet) || !path.isEmpty(), .shown = {}};
    if (!path.isEmpty())
        start.shown = path;
    for (;;) {
        if (const auto code = run(choice, instance, start))
            return *code;
    }
}
