#include "trees.h"

#include "programs.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>

#include <sys/stat.h>

namespace backspool::test {

bool makeOneOfEverything(const QString &folder)
{
    // A shell says this shortest; each line is something that a backup has been known to lose.
    static const char kScript[] = R"sh(
set -e
mkdir -p "$1"; cd "$1"
echo text > plain; : > empty; head -c 300000 /dev/urandom > large; head -c 65536 /dev/urandom > one-leaf; head -c 65537 /dev/urandom > leaf-and-a-byte
mkdir -p folder/deep/er; echo deep > folder/deep/er/file; mkdir empty-folder
chmod 0640 plain; chmod 0001 empty; chmod 4755 one-leaf; chmod 2770 folder; chmod 1777 empty-folder
ln plain hard-link; ln large folder/hard-link-to-large; ln -s plain link; ln -s /nowhere dangling; ln -s . folder/loop
mkfifo pipe; mknod device-char c 1 3; mknod device-block b 7 99
/usr/bin/python3 -c 'import socket,sys; s=socket.socket(socket.AF_UNIX); s.bind("socket")'
truncate -s 10M sparse; printf x | dd of=sparse bs=1 seek=5000000 conv=notrunc status=none; truncate -s 40K sparse-small; printf y | dd of=sparse-small bs=1 seek=30000 conv=notrunc status=none
truncate -s 3M all-hole
setfattr -n user.colour -v blue plain; setfattr -n user.binary -v 0x00ff00 folder; setfattr -n user.long -v "$(head -c 1500 /dev/zero | tr '\0' z)" large
setfacl -m u:1234:rw,g:4321:r plain; setfacl -d -m u:1234:rwx folder
cp /bin/true capable; setcap cap_net_bind_service=ep capable
chown 1234:4321 folder/deep; chown -h 1234:4321 link; chown 65534:65534 sparse
printf 'latin' > "$(printf 'na\xefve')"; echo n > "$(printf 'new\nline')"; echo s > ' leading and trailing '; echo q > 'quo"te'"'"'s'; echo u > "grüße-日本"
echo long > "$(head -c 255 /dev/zero | tr '\0' n)"
touch -d '1965-03-04 05:06:07.123456789' plain; touch -d '2001-02-03 04:05:06.000000001' large; touch -h -d '1999-12-31 23:59:59.999999999' link
touch -d '1969-12-31 23:59:59.5 UTC' empty; touch -d '2038-01-20 00:00:00.25' capable; touch -d '1980-01-01 00:00:00.111' folder/deep/er folder/deep folder empty-folder
)sh";
    const auto made =
        run(QStringLiteral("bash"), {QStringLiteral("-c"), QString::fromUtf8(kScript), QStringLiteral("bash"), folder});
    if (made.code != 0)
        qWarning().noquote() << made.text();
    return made.code == 0;
}

bool makeDeepPath(const QString &folder)
{
    static const char kScript[] = R"sh(
set -e
mkdir -p "$1"; cd "$1"
for i in $(seq 1 30); do n="$(printf 'level-%03d-' $i)$(head -c 180 /dev/zero | tr '\0' d)"; mkdir "$n"; cd "$n"; done; echo bottom > bottom
)sh";
    return run(QStringLiteral("bash"),
               {QStringLiteral("-c"), QString::fromUtf8(kScript), QStringLiteral("bash"), folder})
               .code == 0;
}

QByteArray noise(qint64 size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes((size + 3) / 4 * 4, Qt::Uninitialized);
    random.fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / 4);
    bytes.truncate(size);
    return bytes;
}

bool makeFiles(const QString &folder, int files, int large, qint64 largeSize, quint32 seed)
{
    QRandomGenerator random(seed);
    for (int i = 0; i < files; ++i) {
        const QString sub = folder + QStringLiteral("/group-%1").arg(i / 50);
        if (i % 50 == 0 && !QDir().mkpath(sub))
            return false;
        QByteArray bytes = noise(random.bounded(200), random.generate());
        while (bytes.size() < 200 + int(random.bounded(6000)))
            bytes += QByteArray("line ") + QByteArray::number(random.bounded(1000)) + " of file " +
                     QByteArray::number(i) + '\n';
        if (!writeFile(sub + QStringLiteral("/file-%1").arg(i), bytes))
            return false;
    }
    for (int i = 0; i < large; ++i) {
        if (!QDir().mkpath(folder) ||
            !writeFile(folder + QStringLiteral("/large-%1").arg(i), noise(largeSize, seed + 1000 + quint32(i))))
            return false;
    }
    return true;
}

QString differences(const QString &original, const QString &copy)
{
    const auto compared =
        run(QStringLiteral("rsync"),
            {QStringLiteral("-aHAXn"), QStringLiteral("--checksum"), QStringLiteral("--itemize-changes"),
             QStringLiteral("--delete"), original + QLatin1Char('/'), copy + QLatin1Char('/')},
            300);
    return compared.code == 0 ? QString::fromUtf8(compared.out) : compared.text();
}

QString finerDifferences(const QString &original, const QString &copy)
{
    // %T@ has nanoseconds; %b the blocks that are really taken.
    const auto listing = [](const QString &folder) {
        return run(QStringLiteral("bash"),
                   {QStringLiteral("-c"),
                    QStringLiteral("cd \"$0\" && find . -printf '%P %y %T@\\n' | LC_ALL=C sort; find . -type f -size "
                                   "+256k -printf '%P %b\\n' | "
                                   "awk '{ print $1, ($2 < 200 ? \"few blocks\" : \"blocks\") }' | LC_ALL=C sort"),
                    folder});
    };
    const auto first = listing(original), second = listing(copy);
    if (first.code != 0 || second.code != 0)
        return first.text() + second.text();
    if (first.out == second.out)
        return {};
    const auto a = first.out.split('\n'), b = second.out.split('\n');
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (a.value(i) != b.value(i))
            return QStringLiteral("- %1\n+ %2").arg(QString::fromUtf8(a.value(i)), QString::fromUtf8(b.value(i)));
    }
    return QStringLiteral("differ");
}

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace backspool::test
