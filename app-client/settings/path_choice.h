#pragma once
/// What is protected, as check boxes beside folders and files: what each box shows, and what a click on it makes of the
/// selection.
///
/// A box shows what a backup does by paths and patterns: also what a pattern leaves out is not ticked. Limits of size
/// and age, caches and other file systems are not known here. A click writes exact paths only: it adds or removes a
/// selected path, or patterns for single paths ("/home/a/Videos"; for a folder of which only some is to be taken
/// "/home/a/Videos/\*" and "!/home/a/Videos/holiday").
#include "policy/exclude_pattern.h"
#include "policy/policy.h"
#include "policy/selection.h"

namespace backspool::settings {

enum class Ticked { No, Partly, Yes };

/// A value. Paths are absolute and normalised.
class PathChoice
{
public:
    /// Of a selection that could be saved. @p policy: in force.
    PathChoice(policy::Selection selection, policy::Policy policy);

    const policy::Selection &selection() const { return selection_; }
    Ticked ticked(const QByteArray &path, bool isFolder) const;
    /// By an administrator's pattern: no click changes it.
    bool isLeftOutForGood(const QByteArray &path, bool isFolder) const;
    /// The pattern that leaves @p path out, or a folder above it; empty: none does.
    QByteArray leftOutBy(const QByteArray &path, bool isFolder) const;

    void set(const QByteArray &path, bool isFolder, bool isWanted);

private:
    /// The selected path that covers @p path, or nothing.
    std::optional<QByteArray> rootOf(const QByteArray &path) const;
    /// The topmost of @p path and the folders above it (beneath the selected path) that a pattern leaves out; and
    /// which.
    struct Obstacle
    {
        QByteArray path;
        size_t pattern = 0; ///< its place in patterns_
    };
    std::optional<Obstacle> obstacle(const QByteArray &path, bool isFolder) const;
    bool isFinal(const Obstacle &obstacle) const;
    void takeIn(const QByteArray &path, bool isFolder);
    void forgetPatternsWithin(const QByteArray &path, bool isWanted);
    /// What takes in again what nothing leaves out any more.
    void forgetNeedlessWithin(const QByteArray &path);
    void compile();

    policy::Selection selection_;
    policy::Policy policy_;
    std::vector<QByteArray> patterns_; ///< all that count
    policy::ExcludeRules rules_;
};

} // namespace backspool::settings
