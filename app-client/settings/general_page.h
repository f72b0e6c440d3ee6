#pragma once
/// Language, start at login, and where the computer's key is.
#include "session/agent_session.h"
#include "settings/login_start.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFuture>
#include <QLabel>
#include <QWidget>

namespace backspool::settings {

class GeneralPage : public QWidget
{
    Q_OBJECT

public:
    /// The session outlives it.
    GeneralPage(AutostartFolders autostart, engine::AgentSession &session, QWidget *parent = nullptr);

    bool isChanged() const;
    /// Keeps what is chosen. False: it could not, and says so under the controls.
    QFuture<bool> save();

Q_SIGNALS:
    void changed();

private:
    const AutostartFolders autostart_;
    QComboBox *language_;
    QCheckBox *login_;
    QLabel *restart_, *keyPlace_, *message_;
    QString knownLanguage_;
    bool knownLogin_ = false;
};

} // namespace backspool::settings
