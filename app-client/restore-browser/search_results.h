#pragma once
/// What a search by name has found so far.
#include "session/agent_session.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QFutureWatcher>

namespace backspool::browser {

/// Lives in the windows' thread.
class SearchResults : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Folder, Size, LastSeen, ColumnCount };

    /// The session outlives it.
    explicit SearchResults(engine::AgentSession &session, QObject *parent = nullptr);
    ~SearchResults() override;

    /// Begins; what an earlier search found goes. An empty text: nothing is searched.
    void search(const engine::PointsSnapshot &points, const QString &text);
    bool isSearching() const { return isSearching_; }
    /// Of the search that ended.
    const std::optional<Error> &error() const { return error_; }
    bool isCut() const { return isCut_; }
    const engine::SearchHit &hit(int row) const { return hits_[size_t(row)]; }
    /// The point of the hit's newest state.
    PointId newestPoint(int row) const { return (*points_)[hit(row).newest].id; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void changed();

private:
    void take(const engine::SearchBatch &batch);

    QString folderText(QByteArrayView folder) const;

    engine::AgentSession &session_;
    QByteArray home_; ///< shows by its name
    engine::PointsSnapshot points_;
    std::vector<engine::SearchHit> hits_;
    std::optional<Error> error_;
    bool isSearching_ = false;
    bool isCut_ = false;
    std::unique_ptr<QFutureWatcher<engine::SearchBatch>> watcher_;
};

} // namespace backspool::browser
