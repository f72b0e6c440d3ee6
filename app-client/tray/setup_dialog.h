#pragma once
/// The first run: the service and the code that its administrator gave, then what is to be protected.
#include "session/agent_session.h"

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
    void choose();
    void showKeyPlace();
    void follow();
    void say(const QString &error);

    engine::AgentSession &session_;
    QStackedWidget *pages_;
    QLineEdit *service_, *code_;
    QListWidget *folders_;
    QLabel *keyPlace_, *message_;
    QPushButton *next_;
    QWidget *connectPage_, *choosePage_;
};

} // namespace backspool::tray
