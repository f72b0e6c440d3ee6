/// How fluid the restore browser is: `backspool-bench-restore-browser DIR`, a data directory that
/// backspool-bench-make-history made. Starts a service on it, opens the browser as a user would, and prints a table.
#include "core/allocation.h"
#include "driven_browser.h"
#include "programs.h"
#include "session/engine_session.h"
#include "tray/translations.h"

#include <algorithm>
#include <cstdio>

using namespace backspool;
using namespace backspool::bench;

namespace {

constexpr int kSlides = 60;

template <class T> T answerOf(QFuture<T> future)
{
    while (!future.isFinished())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    return future.result();
}

/// Megabytes; 0 where the kernel does not say.
double mostMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toDouble() * 1024 / 1e6;
    }
    return 0;
}

/// As a row of the table. @p bar: of the time; 0: there is none.
void print(const Measured &measured, double bar)
{
    auto times = measured.milliseconds;
    std::ranges::sort(times);
    const auto bound = bar > 0 ? QStringLiteral("< %1").arg(bar) : QString();
    std::printf("| %s | %zu | %.1f | %.1f | %s | %.1f | %.1f | %.0f |\n", qPrintable(measured.what), times.size(),
                times[times.size() / 2], times.back(), qPrintable(bound), measured.longest.waited,
                measured.longest.worked, mostMemory());
    std::fflush(stdout);
}

Status measure(WatchedApplication &application, engine::AgentSession &session)
{
    std::printf(
        "| what | times | median ms | worst ms | bar ms | longest event ms | of it work (bar 16) | most memory so "
        "far MB (bar 300) |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    std::fflush(stdout);
    const auto row = [](const Measured &measured, double bar = 0) { print(measured, bar); };
    DrivenBrowser browser(application, session);
    const auto [paint, files] = browser.open();
    row(paint, 1'000);
    row(files);
    const QByteArray home = "/home/anna/";
    const auto small = browser.goTo(home + "Documents");
    row(small.first);
    row(small.second);
    row(browser.slide(kSlides), 100);
    row(browser.slideAtOnce(home + "Pictures", kSlides), 100);
    browser.goTo(home + "Projects");
    const auto large = browser.goTo(home + "Pictures");
    row(large.first);
    row(large.second);
    row(browser.slide(kSlides), 100);
    browser.selectFirst();
    auto selected = browser.slide(kSlides);
    selected.what += QStringLiteral(", a file selected");
    row(selected, 100);
    // A name of which there are many, one that is deep within, and one that there is nowhere else.
    for (const auto *text : {"module-00042", "IMG_09999", "chapter-00039"}) {
        row(browser.search(QString::fromLatin1(text)), 200);
        row(browser.finishSearch());
        std::fprintf(stderr, "%zu found\n", browser.found());
    }
    row(browser.search(QStringLiteral("project-098")), 200);
    return {};
}

Status run(WatchedApplication &application, const QString &folder)
{
    qputenv("BACKSPOOL_BIN", QFile::encodeName(QCoreApplication::applicationDirPath()));
    test::Service service(folder);
    if (!service.start())
        return fail(ErrorKind::Io, QStringLiteral("the service does not start"));
    QTemporaryDir state;
    engine::EngineSession session(engine::AgentState(state.filePath(QStringLiteral("state"))),
                                  QStringLiteral("benchmark"));
    TRY(answerOf(session.enrol(service.address(), service.code(QStringLiteral("anna"), true))));
    TRY(answerOf(session.select({{QByteArrayLiteral("/home/anna")}, {}})));
    return measure(application, session);
}

} // namespace

int main(int argc, char **argv)
{
    tuneAllocation(); // as the app does
    WatchedApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: backspool-bench-restore-browser DIR\n");
        return 2;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    tray::installTranslations(application, QLocale());
    QFontMetrics(QApplication::font()).averageCharWidth(); // the app's icon has a menu before any window opens
    const auto done = run(application, QString::fromLocal8Bit(argv[1]));
    if (!done)
        std::fprintf(stderr, "%s\n", qPrintable(done.error().text()));
    return done ? 0 : 1;
}
