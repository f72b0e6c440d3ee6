#pragma once
/// When backups are made, and when they hold back.
#include "settings/policy_field_edit.h"

namespace backspool::engine {
class AgentSession;
} // namespace backspool::engine

namespace backspool::settings {

class SchedulePage : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    SchedulePage(SettingsDraft &draft, engine::AgentSession &session, QWidget *parent = nullptr);

private:
    void tellOfWriteLog();

    engine::AgentSession &session_;
    PolicyFieldEdit *amount_;
};

} // namespace backspool::settings
