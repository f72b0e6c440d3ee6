#pragma once
/// A point in memory and a folder to restore it into.
#include "read/point_maker.h"
#include "restore/restore_run.h"
#include "support/verify_ok.h"

#include <QTemporaryDir>

namespace backspool::tests {

/// Keeps what a restore tells.
class RecordedEvents final : public engine::RestoreEvents
{
public:
    void problem(const engine::RestoreProblem &problem) override
    {
        const std::lock_guard lock(mutex_);
        problems.push_back(problem);
    }
    void planned(engine::RestoreAction action, const QByteArray &path) override
    {
        const std::lock_guard lock(mutex_);
        actions[path] = engine::actionName(action);
    }
    void keptAside(const QByteArray &path, const QByteArray &name) override
    {
        const std::lock_guard lock(mutex_);
        aside[path] = name;
    }
    /// Paths of problems of @p kind, relative to @p base.
    QByteArrayList paths(engine::RestoreProblem::Kind kind, const QByteArray &base) const;
    QString reasons() const;

    std::vector<engine::RestoreProblem> problems;
    std::map<QByteArray, QString> actions;
    std::map<QByteArray, QByteArray> aside;

private:
    std::mutex mutex_;
};

class RestoreFixture
{
public:
    RestoreFixture();
    ~RestoreFixture();

    /// The folder that everything is in; and those within for sources, targets and the agent's state.
    QByteArray base() const { return folder_.path().toUtf8(); }
    QByteArray target() const { return base() + "/target"; }
    QByteArray source() const { return base() + "/source"; }
    QByteArray outside() const { return base() + "/outside"; }
    engine::RestoreState state() const;

    Result<engine::RestoreReport> restore(PointId point, const engine::RestoreOptions &options);
    /// @p path into target(), on conflict @p onConflict.
    Result<engine::RestoreReport> restore(PointId point, const QByteArray &path,
                                          engine::OnConflict onConflict = engine::OnConflict::Skip);

    MemoryService service;
    PointMaker maker;
    RecordedEvents events; ///< of the last restore
    CancelToken cancel;

private:
    QTemporaryDir folder_;
};

void writeFile(const QByteArray &path, const QByteArray &content);
/// nullopt: it is not there, or is no file that can be read.
std::optional<QByteArray> readFile(const QByteArray &path);
bool exists(const QByteArray &path);
/// The names in a folder, sorted; hidden ones too.
QByteArrayList namesIn(const QByteArray &path);
/// Everything of a tree that a restore can lose, one line for each entry: path, type, content, all metadata, which
/// names are one file, and whether it takes less space than its size. Works for paths of any length.
QByteArrayList describeTree(const QByteArray &path);

} // namespace backspool::tests
