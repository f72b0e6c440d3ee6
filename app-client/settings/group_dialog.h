#pragma once
/// Files that are only good together, as a user names them.
#include "policy/group_policy.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace backspool::settings {

class GroupDialog : public QDialog
{
    Q_OBJECT

public:
    explicit GroupDialog(const policy::GroupPolicy &group, QWidget *parent = nullptr);

    /// After it was accepted.
    const policy::GroupPolicy &group() const { return group_; }

private:
    void chooseFolder();
    void check();

    policy::GroupPolicy group_;
    QLineEdit *name_, *folder_;
    QPlainTextEdit *members_; ///< one a line: their names can have spaces
    QLabel *message_;
};

} // namespace backspool::settings
