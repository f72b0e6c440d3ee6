#include "active/loop_mount.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace backspool::test {

namespace {

/// The least that mkfs.xfs takes.
constexpr qint64 kSize = 320LL << 20;

QString run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return program + QStringLiteral(": ") + process.errorString() + QString::fromUtf8(process.readAll());
    return {};
}

} // namespace

LoopMount::LoopMount(const QString &type)
{
    QFile image(folder_.filePath(QStringLiteral("image")));
    if (!QDir().mkpath(path()) || !image.open(QIODevice::WriteOnly) || !image.resize(kSize)) {
        problem_ = QStringLiteral("no room for a file system");
        return;
    }
    problem_ = run(QStringLiteral("mkfs.") + type, {QStringLiteral("-q"), image.fileName()});
    if (problem_.isEmpty())
        problem_ =
            run(QStringLiteral("mount"), {QStringLiteral("-o"), QStringLiteral("loop"), image.fileName(), path()});
}

LoopMount::~LoopMount()
{
    if (problem_.isEmpty())
        run(QStringLiteral("umount"), {path()});
}

} // namespace backspool::test
