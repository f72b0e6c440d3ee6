#pragma once
/// A file system of its own, in a file, mounted for a test.
#include <QString>
#include <QTemporaryDir>

namespace backspool::test {

class MountedImage
{
public:
    /// @p type: "ext4", "btrfs", "xfs", "tmpfs". error() where this system cannot.
    explicit MountedImage(const QString &type);
    ~MountedImage();
    MountedImage(const MountedImage &) = delete;
    MountedImage &operator=(const MountedImage &) = delete;

    const QString &error() const { return error_; }
    QString path(const QString &name = {}) const { return folder_.filePath(QStringLiteral("m/")) + name; }
    bool unmount();
    bool mount();

private:
    QTemporaryDir folder_;
    QString error_;
    bool isMounted_ = false;
};

} // namespace backspool::test
