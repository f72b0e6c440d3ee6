#pragma once
/// What a user can change: what is protected and what is not, when, which files belong together, the language.
#include "restore-browser/message_page.h"
#include "session/agent_session.h"
#include "settings/login_start.h"
#include "settings/selection_count.h"
#include "settings/settings_draft.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QListWidget>
#include <QStackedWidget>

namespace backspool::settings {

class ExclusionPage;
class GeneralPage;
class ProtectionPage;

class SettingsWindow : public QDialog
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit SettingsWindow(engine::AgentSession &session, AutostartFolders autostart = AutostartFolders::ofDesktop(),
                            QWidget *parent = nullptr);

    /// All is read and can be changed.
    bool isReady() const { return general_ != nullptr; }
    SettingsDraft &draft() { return draft_; }
    QListWidget &pages() { return *list_; }
    void showPage(int page);
    void reject() override;

Q_SIGNALS:
    /// The agent goes by other settings now.
    void saved();

private:
    void load();
    void makePages();
    /// Where the computer's administrator decides what is protected: what is the user's own.
    void makeOwnPages();
    void addGeneralPage();
    void showPages();
    void addPage(const QString &name, const QString &icon, QWidget *page);
    void save(bool isLast);
    void askThenSave(bool isLast);
    void saveDraft(bool isLast);
    void follow();
    void tellRefused();

    engine::AgentSession &session_;
    const AutostartFolders autostart_;
    SettingsDraft draft_;
    std::unique_ptr<SelectionCount> count_;
    QListWidget *list_;
    QStackedWidget *stack_;
    browser::MessagePage *wait_;
    QLabel *message_;
    QDialogButtonBox *buttons_;
    ProtectionPage *protection_ = nullptr;
    ExclusionPage *exclusions_ = nullptr;
    GeneralPage *general_ = nullptr;
    bool isSaving_ = false;
};

} // namespace backspool::settings
