#pragma once
/// What is protected: the folders of this computer with boxes.
#include "settings/protection_model.h"
#include "settings/selection_count.h"

#include <QLabel>
#include <QTreeView>
#include <QWidget>

namespace backspool::settings {

class ProtectionPage : public QWidget
{
    Q_OBJECT

public:
    /// All outlive it.
    ProtectionPage(SettingsDraft &draft, SelectionCount &count, engine::AgentSession &session,
                   QWidget *parent = nullptr);

    /// How much @p draft protects, as far as it is counted.
    static QString sumText(const SettingsDraft &draft, const SelectionCount &counting);
    ProtectionModel &model() { return *model_; }
    QTreeView &tree() { return *tree_; }

private:
    void tellSum();

    SettingsDraft &draft_;
    SelectionCount &count_;
    ProtectionModel *model_;
    QTreeView *tree_;
    QLabel *sum_;
};

} // namespace backspool::settings
