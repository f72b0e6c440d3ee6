#include "settings/protection_model.h"

#include "read/point_reader.h"
#include "restore-browser/texts.h"

#include <QFutureWatcher>
#include <QTimer>

namespace backspool::settings {

namespace {

/// So many rows are made at a time: well under what the eye sees as a halt.
constexpr size_t kRowsAtOnce = 500;

} // namespace

QString limitsText()
{
    return ProtectionModel::tr("What is left out for its size or age, as a cache or as being on another disk is ticked "
                               "here all the same; the sum does not count it.");
}

struct ProtectionModel::Node
{
    QByteArray path;
    QString name;
    bool isFolder = true;
    Node *parent = nullptr;
    size_t row = 0;
    std::vector<std::unique_ptr<Node>> children;
    bool isAsked = false;  ///< what is in it
    bool isListed = false; ///< all that is in it is here
    std::optional<Error> error;
    std::optional<engine::FolderSize> size;
};

ProtectionModel::ProtectionModel(SettingsDraft &draft, engine::AgentSession &session, const std::vector<Top> &tops,
                                 QObject *parent)
    : QAbstractItemModel(parent), draft_(draft), session_(session), choice_(draft.wanted().selection, draft.policy()),
      root_(std::make_unique<Node>()), folderIcon_(icons_.icon(QFileIconProvider::Folder)),
      fileIcon_(icons_.icon(QFileIconProvider::File))
{
    root_->isAsked = root_->isListed = true;
    for (const auto &top : tops) {
        auto &node = *root_->children.emplace_back(std::make_unique<Node>());
        node.path = top.path;
        node.name = top.name;
        node.parent = root_.get();
        node.row = root_->children.size() - 1;
        if (top.isCounted)
            count(node);
    }
    connect(&draft_, &SettingsDraft::changed, this, &ProtectionModel::follow);
}

ProtectionModel::~ProtectionModel() = default;

ProtectionModel::Node *ProtectionModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : root_.get();
}

QModelIndex ProtectionModel::indexOf(const Node &node, int column) const
{
    return &node == root_.get() ? QModelIndex() : createIndex(int(node.row), column, &node);
}

QByteArray ProtectionModel::pathOf(const QModelIndex &index) const
{
    return node(index)->path;
}

QModelIndex ProtectionModel::find(const QByteArray &path) const
{
    std::vector<const Node *> todo{root_.get()};
    while (!todo.empty()) {
        const auto *at = todo.back();
        todo.pop_back();
        if (at->path == path)
            return indexOf(*at);
        for (const auto &child : at->children)
            todo.push_back(child.get());
    }
    return {};
}

QModelIndex ProtectionModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? indexOf(*node(parent)->children[size_t(row)], column) : QModelIndex();
}

QModelIndex ProtectionModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*node(index)->parent) : QModelIndex();
}

int ProtectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int ProtectionModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

bool ProtectionModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    const auto &at = *node(parent);
    return at.isFolder && (!at.isListed || !at.children.empty());
}

bool ProtectionModel::canFetchMore(const QModelIndex &parent) const
{
    return node(parent)->isFolder && !node(parent)->isAsked;
}

void ProtectionModel::fetchMore(const QModelIndex &parent)
{
    auto &at = *node(parent);
    if (std::exchange(at.isAsked, true))
        return;
    session_.localFolder(at.path).then(this, [this, &at](const Result<std::vector<engine::LocalEntry>> &entries) {
        if (entries) {
            fill(at, *entries, 0);
            return;
        }
        at.error = entries.error();
        at.isListed = true;
        Q_EMIT dataChanged(indexOf(at), indexOf(at, ColumnCount - 1));
    });
}

void ProtectionModel::fill(Node &at, std::vector<engine::LocalEntry> entries, size_t from)
{
    const size_t end = std::min(entries.size(), from + kRowsAtOnce);
    if (from < end) {
        beginInsertRows(indexOf(at), int(from), int(end) - 1);
        for (size_t i = from; i < end; ++i) {
            auto &child = *at.children.emplace_back(std::make_unique<Node>());
            child.path = engine::pathIn(at.path, entries[i].name);
            child.name = browser::pathText(entries[i].name);
            child.isFolder = entries[i].isFolder;
            child.parent = &at;
            child.row = i;
            if (!child.isFolder)
                child.size = engine::FolderSize{{1, entries[i].size}, true};
            else if (entries[i].isRemote)
                child.size = engine::FolderSize{.isWhole = true, .hasRemote = true};
        }
        endInsertRows();
        for (size_t i = from; i < end; ++i) {
            if (!at.children[i]->size)
                count(*at.children[i]);
        }
    }
    at.isListed = end == entries.size();
    if (!at.isListed)
        QTimer::singleShot(0, this, [this, &at, entries = std::move(entries), end] { fill(at, entries, end); });
}

void ProtectionModel::count(Node &at)
{
    // With the model go the watchers, and with them what nobody waits for any more.
    struct Watcher : QFutureWatcher<engine::FolderSize>
    {
        using QFutureWatcher::QFutureWatcher;
        ~Watcher() override { cancel(); }
    };
    auto *watcher = new Watcher(this);
    connect(watcher, &QFutureWatcherBase::resultReadyAt, this, [this, watcher, &at](int place) {
        at.size = watcher->resultAt(place);
        Q_EMIT dataChanged(indexOf(at, Size), indexOf(at, Size), {Qt::DisplayRole});
    });
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(session_.localSize(at.path));
}

QString ProtectionModel::sizeText(const Node &at) const
{
    if (!at.size)
        return {};
    if (at.size->hasRemote && at.size->isWhole && at.size->amount.files == 0)
        return tr("on the network");
    const QString text = browser::sizeText(at.size->amount.bytes);
    //: a size that is still growing while it is counted
    return at.size->isWhole ? text : tr("%1\u2026").arg(text);
}

QString ProtectionModel::noteText(const Node &at) const
{
    if (at.error)
        return at.error->text();
    if (choice_.isLeftOutForGood(at.path, at.isFolder))
        return tr("Left out by an administrator (\"%1\").")
            .arg(browser::pathText(choice_.leftOutBy(at.path, at.isFolder)));
    if (const auto pattern = choice_.leftOutBy(at.path, at.isFolder); !pattern.isEmpty())
        return tr("Left out by \"%1\".").arg(browser::pathText(pattern));
    if (at.size && at.size->hasRemote)
        return tr("How much is in folders on the network is not counted.");
    return {};
}

QVariant ProtectionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &at = *node(index);
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Size ? sizeText(at) : at.name;
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(at.isFolder ? folderIcon_ : fileIcon_) : QVariant();
    case Qt::CheckStateRole:
        if (index.column() != Name)
            return {};
        switch (choice_.ticked(at.path, at.isFolder)) {
        case Ticked::No:
            return Qt::Unchecked;
        case Ticked::Partly:
            return Qt::PartiallyChecked;
        case Ticked::Yes:
            return Qt::Checked;
        }
        return {};
    case Qt::ToolTipRole:
        if (const QString note = noteText(at); !note.isEmpty())
            return note;
        return draft_.policy().exclusions.criteria == policy::ExclusionCriteria{} ? QString() : limitsText();
    case Qt::AccessibleDescriptionRole:
        return noteText(at);
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

bool ProtectionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    const auto &at = *node(index);
    // A folder of which some is taken is taken as a whole by the first click.
    auto choice = choice_;
    choice.set(at.path, at.isFolder, value.toInt() != Qt::Unchecked);
    draft_.setSelection(choice.selection());
    return true;
}

void ProtectionModel::follow()
{
    choice_ = PathChoice(draft_.wanted().selection, draft_.policy());
    // All boxes can be others; what is not seen is not asked for.
    std::vector<Node *> todo{root_.get()};
    while (!todo.empty()) {
        auto *at = todo.back();
        todo.pop_back();
        if (at->children.empty())
            continue;
        Q_EMIT dataChanged(indexOf(*at->children.front()), indexOf(*at->children.back()), {Qt::CheckStateRole});
        for (const auto &child : at->children)
            todo.push_back(child.get());
    }
}

Qt::ItemFlags ProtectionModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    auto flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const auto &at = *node(index);
    if (index.column() == Name && !choice_.isLeftOutForGood(at.path, at.isFolder))
        flags |= Qt::ItemIsUserCheckable;
    if (!at.isFolder)
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

QVariant ProtectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section == Size)
        return tr("All that is in it now, also what is left out; below the list is what will be backed up.");
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Size");
}

} // namespace backspool::settings
