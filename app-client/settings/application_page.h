#pragma once
/// How the files of databases and other programs are brought into a backup as they were at one moment.
#include "session/agent_session.h"
#include "settings/settings_draft.h"

#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace backspool::settings {

class ApplicationPage : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    ApplicationPage(SettingsDraft &draft, engine::AgentSession &session, QWidget *parent = nullptr);

private:
    void showKnown();
    void explain();
    void showGroups();
    void follow();
    /// The user's group of the current line.
    std::optional<size_t> current() const;
    void edit(std::optional<size_t> place);
    void remove();

    SettingsDraft &draft_;
    engine::AgentSession &session_;
    QTreeWidget *known_, *groups_;
    QPushButton *add_, *edit_, *remove_;
    QLabel *explanation_, *lock_;
};

} // namespace backspool::settings
