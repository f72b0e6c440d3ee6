/// The app as its user meets it: the real program on a real display, driven by mouse and keyboard, from the first run
/// to a lost file that is back.
#include "backup/agent_state.h"
#include "desktop.h"
#include "story.h"

#include <QDir>

using namespace backspool::test;

class AppOnADesktop : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Desktop> desktop_;
    std::unique_ptr<QProcess> app_;
    QString home_;

    static bool until(const std::function<bool()> &holds) { return QTest::qWaitFor(holds, 60'000); }
    /// What comes before a window listens is lost: then it is done again, as a person would.
    static bool tryUntil(const std::function<bool()> &holds, const std::function<void()> &act)
    {
        for (int i = 0; i < 4; ++i) {
            act();
            if (QTest::qWaitFor(holds, 20'000))
                return true;
        }
        return false;
    }
    QString state() const { return story_->path(QStringLiteral("state")); }
    QString letter() const { return home_ + QStringLiteral("/letter.txt"); }
    bool startDesktop(Desktop::Tray tray)
    {
        desktop_ = std::make_unique<Desktop>();
        return desktop_->start(tray);
    }
    bool startApp()
    {
        auto environment = desktop_->environment();
        environment.insert(QStringLiteral("HOME"), home_);
        app_ = std::make_unique<QProcess>();
        app_->setProcessEnvironment(environment);
        app_->setProcessChannelMode(QProcess::ForwardedChannels);
        app_->start(programPath(QStringLiteral("backspool")), {QStringLiteral("--state-dir"), state()});
        return app_->waitForStarted();
    }
    QJsonObject report() const
    {
        return Agent(state()).command(words("status --json")).json()[QStringLiteral("agent")].toObject();
    }
    bool isProtected() const { return report()[QStringLiteral("state")] == QStringLiteral("idle"); }
    qint64 newestPoint() const { return report()[QStringLiteral("last_backup")][QStringLiteral("point")].toInteger(); }
    /// With the keyboard alone.
    bool setUp() const
    {
        if (!desktop_->window(QStringLiteral("Set up")))
            return false;
        const QString code = story_->service.code(QStringLiteral("laptop"));
        const auto enrol = [&] {
            desktop_->window(QStringLiteral("Set up"));
            desktop_->press(QStringLiteral("alt+b"));
            desktop_->press(QStringLiteral("ctrl+a"));
            desktop_->type(story_->service.address());
            desktop_->press(QStringLiteral("Tab"));
            desktop_->press(QStringLiteral("ctrl+a"));
            desktop_->type(code);
            desktop_->keepPicture(QStringLiteral("desktop-connect"));
            desktop_->press(QStringLiteral("Return"));
        };
        if (!tryUntil([this] { return QFile::exists(backspool::engine::AgentState(state()).identityFile()); }, enrol))
            return false;
        // Enrolled, it asks what is to be protected.
        const auto choose = [this] {
            QTest::qWait(500);
            desktop_->keepPicture(QStringLiteral("desktop-choose"));
            desktop_->press(QStringLiteral("Return"));
        };
        return tryUntil([this] { return !desktop_->hasWindow(QStringLiteral("Set up")) && isProtected(); }, choose);
    }
    /// By the status window's menu "More".
    bool backUp(const QString &picture) const
    {
        const auto before = newestPoint();
        return tryUntil([&] { return newestPoint() > before && isProtected(); },
                        [&] {
                            desktop_->clickIn(desktop_->window(QStringLiteral("Backspool")), QPoint(-50, -20));
                            QTest::qWait(500);
                            desktop_->keepPicture(picture);
                            desktop_->press(QStringLiteral("b"));
                        });
    }
    /// In the browser, which has the keyboard: a point back, the file, its restore.
    bool restoreLetter() const
    {
        const auto restore = [this] {
            const auto browser = desktop_->window(QStringLiteral("Restore files"));
            QTest::qWait(1'500);
            for (const auto *key : {"ctrl+Right", "ctrl+Right", "ctrl+Right", "ctrl+Left"})
                desktop_->press(QString::fromLatin1(key));
            QTest::qWait(500);
            desktop_->keepPicture(QStringLiteral("desktop-earlier"));
            // Typing in the list goes to a name.
            desktop_->clickIn(browser, QPoint(400, -250));
            desktop_->type(QStringLiteral("letter"));
            QTest::qWait(1'000);
            desktop_->keepPicture(QStringLiteral("desktop-selected"));
            desktop_->press(QStringLiteral("ctrl+r"));
        };
        const bool isBack = tryUntil([this] { return QFile::exists(letter()); }, restore);
        QTest::qWait(500);
        desktop_->keepPicture(QStringLiteral("desktop-restored"));
        return isBack;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString missing = Desktop::missing(); !missing.isEmpty())
            QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(missing)));
    }
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        home_ = story_->path(QStringLiteral("anna"));
        QVERIFY(makeFiles(home_ + QStringLiteral("/Documents"), 20, 1, 300'000, 5));
        QVERIFY(writeFile(letter(), "Dear Karin,\n"));
        QVERIFY(QDir().mkpath(state()));
        QFile::setPermissions(state(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(
            writeFile(state() + QStringLiteral("/policy.json"),
                      R"({"version": 1, "active": {"quiescence_seconds": 0}, "schedule": {"load_limit_percent": 100},
                              "recovery": {"system_information": false}})"));
    }
    void cleanup()
    {
        if (app_) {
            app_->terminate();
            if (!app_->waitForFinished(30'000))
                app_->kill();
            app_->waitForFinished();
            app_.reset();
        }
        desktop_.reset();
        story_.reset();
    }

    void aLostFileIsBackWithoutATray()
    {
        QVERIFY(startDesktop(Desktop::Tray::None));
        QVERIFY(startApp());
        QVERIFY(desktop_->window(QStringLiteral("Backspool")));
        desktop_->keepPicture(QStringLiteral("desktop-first-run"));
        QVERIFY(setUp());
        desktop_->window(QStringLiteral("Backspool"));
        desktop_->keepPicture(QStringLiteral("desktop-protected"));

        const QByteArray text = "Dear Karin,\nthe weather is fine.\n";
        QVERIFY(writeFile(letter(), text));
        QVERIFY(backUp(QStringLiteral("desktop-menu")));
        QVERIFY(QFile::remove(letter()));
        QVERIFY(backUp(QStringLiteral("desktop-menu-again")));
        QVERIFY(tryUntil([this] { return desktop_->hasWindow(QStringLiteral("Restore files")); },
                         [this] {
                             desktop_->window(QStringLiteral("Backspool"));
                             desktop_->press(QStringLiteral("alt+r"));
                         }));
        QVERIFY(restoreLetter());
        QVERIFY(until([&] { return readFile(letter()) == text; }));
    }

    void theTrayIconHasTheMenu()
    {
        QVERIFY(startDesktop(Desktop::Tray::XEmbed));
        QVERIFY(startApp());
        QVERIFY(setUp());
        QVERIFY(!desktop_->hasWindow(QStringLiteral("Backspool$")));
        const auto first = newestPoint();
        QVERIFY(tryUntil([&] { return newestPoint() > first && isProtected(); },
                         [this] {
                             desktop_->clickTrayIcon(3);
                             QTest::qWait(700);
                             desktop_->keepPicture(QStringLiteral("desktop-tray-menu"));
                             desktop_->press(QStringLiteral("b"));
                         }));
        QVERIFY(tryUntil([this] { return desktop_->hasWindow(QStringLiteral("Restore files")); },
                         [this] { desktop_->clickTrayIcon(1); }));
        QTest::qWait(1'000);
        desktop_->keepPicture(QStringLiteral("desktop-tray-browser"));
    }
};

QTEST_GUILESS_MAIN(AppOnADesktop)
#include "tst_app_on_a_desktop.moc"
