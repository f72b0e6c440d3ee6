#pragma once
/// The first run: the service and the code that its administrator gave, then what is to be protected.
#include "discovery/service_finder.h"
#include "session/agent_session.h"
#include "settings/selection_count.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>

namespace backspool::tray {

class SetupDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p isEnrolled: only what is to be protected is still asked. The session outlives it.
    SetupDialog(engine::AgentSession &session, bool isEnrolled, QWidget *parent = nullptr);

Q_SIGNALS:
    /// This computer is enrolled, and something is selected.
    void done();

private:
    QWidget *makeConnectPage();
    QWidget *makeChoosePage();
    void addFolder(const QString &folder);
    void chooseFolder();
    void goOn();
    void connectToService();
    void chooseUnlessChosen();
    void showChoosePage();
    Result<policy::Selection> chosen() const;
    void choose();
    void showKnownService();
    void showFound();
    void takeFound(const QListWidgetItem *item);
    void showKeyPlace();
    void follow();
    void say(const QString &error);

    engine::AgentSession &session_;
    discovery::ServiceFinder finder_;
    settings::SettingsDraft draft_; ///< what would be protected
    settings::SelectionCount count_;
    QStackedWidget *pages_;
    QLineEdit *service_, *code_;
    QLabel *foundTitle_;
    QListWidget *found_, *folders_;
    QLabel *sum_, *keyPlace_, *message_;
    QPushButton *next_;
    QWidget *connectPage_, *choosePage_;
};

} // namespace backspool::tray
