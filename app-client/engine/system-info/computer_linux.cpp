#include "system-info/computer.h"
#include "system-info/small_file.h"

#include <sys/utsname.h>
#include <unistd.h>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

void addKernel(QJsonObject &computer)
{
    utsname names{};
    if (::uname(&names) != 0)
        return;
    computer["host"_L1] = QString::fromUtf8(names.nodename);
    computer["kernel"_L1] = u"%1 %2"_s.arg(QString::fromUtf8(names.sysname), QString::fromUtf8(names.release));
    computer["kernel_version"_L1] = QString::fromUtf8(names.version);
    computer["architecture"_L1] = QString::fromUtf8(names.machine);
}

void addProcessors(QJsonObject &computer, const QByteArray &root)
{
    const auto content = readSmallFile(root + "/proc/cpuinfo");
    if (!content)
        return;
    int count = 0;
    for (const auto &line : content->split('\n')) {
        const auto colon = line.indexOf(':');
        const auto key = line.first(std::max<qsizetype>(colon, 0)).trimmed();
        const auto value = QString::fromUtf8(line.sliced(colon + 1).trimmed());
        count += key == "processor";
        if (key == "model name" || key == "vendor_id" || key == "CPU implementer" || key == "CPU part")
            computer.insert(u"cpu_"_s + QString::fromUtf8(key).toLower().replace(u' ', u'_'), value);
    }
    computer["cpus"_L1] = count;
}

} // namespace

QJsonObject describeComputer(const QByteArray &root)
{
    QJsonObject computer;
    addKernel(computer);
    addProcessors(computer, root);
    computer["firmware"_L1] = ::access((root + "/sys/firmware/efi").constData(), F_OK) == 0 ? u"UEFI"_s : u"BIOS"_s;
    for (const auto *name : {"sys_vendor", "product_name", "product_version", "board_vendor", "board_name",
                             "bios_vendor", "bios_version", "bios_date"}) {
        if (const auto value = readSmallFile(root + "/sys/class/dmi/id/" + name); value && !value->trimmed().isEmpty())
            computer.insert(QString::fromLatin1(name), QString::fromUtf8(value->trimmed()));
    }
    return computer;
}

} // namespace backspool::engine
