#pragma once
/// The folders and files of this computer as they are now, with a box for each that is protected. A folder is read when
/// it is opened, and then counted.
#include "session/agent_session.h"
#include "settings/path_choice.h"
#include "settings/settings_draft.h"

#include <QAbstractItemModel>
#include <QFileIconProvider>

namespace backspool::settings {

/// Lives in the thread of the windows; nothing here blocks.
class ProtectionModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, ColumnCount };

    /// @p tops: what is at the top of the tree, with the words for it. Draft and session outlive it.
    struct Top
    {
        QByteArray path;
        QString name;
        bool isCounted = true; ///< at once; else only what is in it
    };
    ProtectionModel(SettingsDraft &draft, engine::AgentSession &session, const std::vector<Top> &tops,
                    QObject *parent = nullptr);
    ~ProtectionModel() override;

    QByteArray pathOf(const QModelIndex &index) const;
    /// Not valid: it is not shown (yet).
    QModelIndex find(const QByteArray &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    Node *node(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node, int column = 0) const;
    void fill(Node &node, std::vector<engine::LocalEntry> entries, size_t from);
    void count(Node &node);
    void follow();
    QString sizeText(const Node &node) const;
    QString noteText(const Node &node) const;

    SettingsDraft &draft_;
    engine::AgentSession &session_;
    PathChoice choice_;
    std::unique_ptr<Node> root_; ///< of no path
    QFileIconProvider icons_;
    const QIcon folderIcon_, fileIcon_;
};

/// What boxes do not show, where the policy has such limits.
QString limitsText();

} // namespace backspool::settings
