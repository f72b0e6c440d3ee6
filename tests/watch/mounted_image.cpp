#include "watch/mounted_image.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>

namespace backspool::test {

namespace {
bool run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}
} // namespace

MountedImage::MountedImage(const QString &type)
{
    if (type == QStringLiteral("tmpfs")) {
        isMounted_ = QDir().mkpath(path()) && run(QStringLiteral("mount"), {QStringLiteral("-t"), type, type, path()});
        if (!isMounted_)
            error_ = QStringLiteral("tmpfs cannot be mounted here (root)");
        return;
    }
    const QString image = folder_.filePath(QStringLiteral("image"));
    const QString maker = QStandardPaths::findExecutable(QStringLiteral("mkfs.") + type,
                                                         {QStringLiteral("/sbin"), QStringLiteral("/usr/sbin")});
    QFile file(image);
    if (!file.open(QIODevice::WriteOnly) || !file.resize(320 << 20) || !QDir().mkpath(path()))
        error_ = QStringLiteral("no room for a file system");
    else if (maker.isEmpty())
        error_ = QStringLiteral("there is no mkfs.%1 here").arg(type);
    else if (!run(maker, {type == QStringLiteral("ext4") ? QStringLiteral("-Fq") : QStringLiteral("-f"), image}))
        error_ = QStringLiteral("mkfs.%1 failed").arg(type);
    else if (!mount())
        error_ = QStringLiteral("%1 cannot be mounted here (root, loop devices)").arg(type);
}

MountedImage::~MountedImage()
{
    unmount();
}

bool MountedImage::mount()
{
    isMounted_ = run(QStringLiteral("mount"),
                     {QStringLiteral("-o"), QStringLiteral("loop"), folder_.filePath(QStringLiteral("image")), path()});
    return isMounted_;
}

bool MountedImage::unmount()
{
    if (isMounted_ && run(QStringLiteral("umount"), {path()}))
        isMounted_ = false;
    return !isMounted_;
}

} // namespace backspool::test
