#pragma once
/// What is left out of what is protected, and how much that is.
#include "settings/pattern_model.h"
#include "settings/policy_field_edit.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

namespace backspool::settings {

class ExclusionPage : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    ExclusionPage(SettingsDraft &draft, SelectionCount &count, QWidget *parent = nullptr);

    /// Adds what is typed, too, if anything is; false: it is no pattern, which is said.
    bool takeTyped();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void remove();
    void follow();
    void tellProgress();

    SettingsDraft &draft_;
    SelectionCount &count_;
    PatternModel *model_;
    QTreeView *list_;
    QLineEdit *pattern_;
    QPushButton *add_, *remove_;
    QLabel *message_, *progress_;
};

} // namespace backspool::settings
