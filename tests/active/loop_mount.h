#pragma once
/// A file system of its own in a file, for tests of what only some file systems can.
#include <QString>
#include <QTemporaryDir>

namespace backspool::test {

class LoopMount
{
public:
    /// @p type: "btrfs", "xfs", "ext4". Needs root and the type's mkfs.
    explicit LoopMount(const QString &type);
    ~LoopMount();

    /// Why it is not there; empty when it is.
    const QString &problem() const { return problem_; }
    QString path() const { return folder_.filePath(QStringLiteral("mount")); }

private:
    QTemporaryDir folder_;
    QString problem_;
};

} // namespace backspool::test
