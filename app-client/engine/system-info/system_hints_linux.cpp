#include "core/file_descriptor.h"
#include "system-info/mount_table.h"
#include "system-info/probe.h"
#include "system-info/small_file.h"
#include "system-info/system_hints.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include <memory>
#include <set>

namespace backspool::engine {

namespace {

/// Of dpkg, apt, rpm (three generations of it), pacman and apk.
constexpr const char *kPackageDatabases[] = {"/var/lib/dpkg/status",
                                             "/var/lib/apt/extended_states",
                                             "/var/lib/rpm/rpmdb.sqlite",
                                             "/var/lib/rpm/Packages.db",
                                             "/var/lib/rpm/Packages",
                                             "/usr/lib/sysimage/rpm/rpmdb.sqlite",
                                             "/usr/lib/sysimage/rpm/Packages.db",
                                             "/var/lib/pacman/local",
                                             "/lib/apk/db/installed"};

class Hints
{
public:
    explicit Hints(QByteArray root) : root_(std::move(root)) {}

    void add(QByteArrayView what)
    {
        hash_.addData(QByteArray::number(what.size()) + ' ');
        hash_.addData(what);
    }
    void addContent(const QByteArray &path) { add(readSmallFile(root_ + path).value_or(QByteArray())); }
    void addTimes(const QByteArray &path)
    {
        struct stat status{};
        if (::stat((root_ + path).constData(), &status) != 0) {
            add("-");
            return;
        }
        QByteArray times;
        for (const auto number :
             {uint64_t(status.st_ino), uint64_t(status.st_size), uint64_t(status.st_mtim.tv_sec),
              uint64_t(status.st_mtim.tv_nsec), uint64_t(status.st_ctim.tv_sec), uint64_t(status.st_ctim.tv_nsec)})
            times += QByteArray::number(qulonglong(number)) + ' ';
        add(times);
    }
    /// Of all in the folder of @p pattern whose names begin as it does.
    void addTimesOfAll(const QByteArray &pattern)
    {
        const auto slash = pattern.lastIndexOf('/');
        const QDir folder(QFile::decodeName(root_ + pattern.first(slash)));
        const auto names = folder.entryList({QFile::decodeName(pattern.sliced(slash + 1))}, QDir::Files, QDir::Name);
        for (const auto &name : names) {
            add(name.toUtf8());
            addTimes(pattern.first(slash + 1) + QFile::encodeName(name));
        }
    }
    QByteArray result() const { return hash_.result(); }

private:
    QByteArray root_;
    QCryptographicHash hash_{QCryptographicHash::Sha256};
};

void addMounts(Hints &hints, const QByteArray &root)
{
    auto content = readSmallFile(root + "/proc/1/mountinfo");
    if (!content)
        content = readSmallFile(root + "/proc/self/mountinfo");
    hints.add(QJsonDocument(mountTable(content.value_or(QByteArray()))).toJson(QJsonDocument::Compact));
}

/// Not whether an interface is up, nor its counters.
void addAddresses(Hints &hints)
{
    ifaddrs *all = nullptr;
    if (::getifaddrs(&all) != 0)
        return;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs *)> owner(all, ::freeifaddrs);
    std::set<QByteArray> addresses;
    const auto bytes = [](const sockaddr *address) {
        if (address && address->sa_family == AF_INET)
            return QByteArray(reinterpret_cast<const char *>(&reinterpret_cast<const sockaddr_in *>(address)->sin_addr),
                              sizeof(in_addr));
        if (address && address->sa_family == AF_INET6)
            return QByteArray(
                reinterpret_cast<const char *>(&reinterpret_cast<const sockaddr_in6 *>(address)->sin6_addr),
                sizeof(in6_addr));
        return QByteArray();
    };
    for (const auto *each = all; each; each = each->ifa_next)
        addresses.insert(QByteArray(each->ifa_name) + ' ' + bytes(each->ifa_addr) + '/' + bytes(each->ifa_netmask));
    for (const auto &address : addresses)
        hints.add(address);
}

/// Without the uses that are counted for each.
void addRoutes(Hints &hints, const QByteArray &root)
{
    hints.add(readSmallFile(root + "/proc/net/route").value_or(QByteArray()));
    const auto routes = readSmallFile(root + "/proc/net/ipv6_route").value_or(QByteArray()).split('\n');
    for (const auto &line : routes) {
        // destination, its length, source, its length, next hop, metric, two counters, flags, device
        const auto words = line.simplified().split(' ');
        if (words.size() == 10)
            hints.add(words[0] + words[1] + words[2] + words[3] + words[4] + words[5] + words[9]);
    }
}

} // namespace

QByteArray systemHints(const QByteArray &root)
{
    Hints hints(root);
    hints.add(BACKSPOOL_VERSION);
    hints.add(QByteArray::number(::geteuid()));
    hints.addContent("/proc/sys/kernel/random/boot_id");
    hints.addContent("/proc/partitions");
    hints.addTimesOfAll("/run/udev/data/b*");
    addMounts(hints, root);
    addAddresses(hints);
    addRoutes(hints, root);
    for (const auto *database : kPackageDatabases)
        hints.addTimes(database);
    for (const auto &probe : systemProbes()) {
        // What the kernel shows has no times; this boot's is always the same.
        if (probe.file.isEmpty() || probe.file.startsWith("/proc/"))
            continue;
        if (probe.file.endsWith('*'))
            hints.addTimesOfAll(probe.file);
        else
            hints.addTimes(probe.file);
    }
    return hints.result();
}

} // namespace backspool::engine
