#include "system-info/probe.h"

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;
using Kind = OutputForm::Kind;
using Subject = Probe::Subject;
using Command = std::vector<QByteArray>;

Probe tool(const QString &section, Command command, OutputForm form = {}, Subject subject = Subject::Once)
{
    return {.section = section, .command = std::move(command), .file = {}, .form = std::move(form), .subject = subject};
}
Probe file(const QString &section, const QByteArray &path, OutputForm form = {})
{
    return {.section = section, .command = {}, .file = path, .form = std::move(form)};
}
Probe alternative(Probe probe)
{
    probe.isAlternative = true;
    return probe;
}
Probe fallback(Probe probe)
{
    probe.isFallback = true;
    return probe;
}

void addFileSystems(std::vector<Probe> &probes)
{
    const auto section = u"file_systems"_s;
    // Without a cache: it would be written.
    probes.push_back(tool(section, {"blkid", "-c", "/dev/null", "-o", "export", "{}"}, {}, Subject::EachFileSystem));
    // Not its counters, its state and its times.
    probes.push_back(tool(section, {"dumpe2fs", "-h", "{}"},
                          {.keep = {u"Filesystem volume name"_s,
                                    u"Filesystem UUID"_s,
                                    u"Filesystem revision"_s,
                                    u"Filesystem features"_s,
                                    u"Filesystem flags"_s,
                                    u"Default mount options"_s,
                                    u"Errors behavior"_s,
                                    u"Inode count"_s,
                                    u"Block count"_s,
                                    u"Reserved block count"_s,
                                    u"Block size"_s,
                                    u"Fragment size"_s,
                                    u"Group descriptor size"_s,
                                    u"Blocks per group"_s,
                                    u"Inodes per group"_s,
                                    u"Flex block group size"_s,
                                    u"RAID str"_s,
                                    u"Filesystem created"_s,
                                    u"Inode size"_s,
                                    u"Required extra isize"_s,
                                    u"Reserved blocks "_s,
                                    u"Default directory hash"_s,
                                    u"Total journal size"_s,
                                    u"Journal UUID"_s,
                                    u"Character encoding"_s,
                                    u"Checksum type"_s,
                                    u"Maximum mount count"_s,
                                    u"Check interval"_s},
                           // Of a file system that is mounted now.
                           .cut = u" (needs_recovery|orphan_present)\\b"_s},
                          Subject::EachExt));
    probes.push_back(tool(section, {"xfs_info", "{}"}, {}, Subject::EachXfs));
    probes.push_back(tool(section, {"btrfs", "filesystem", "show", "--raw", "{}"},
                          {.cut = u" (FS bytes )?used [0-9]+"_s}, Subject::EachBtrfs));
    probes.push_back(
        tool(section, {"btrfs", "inspect-internal", "dump-super", "{}"},
             {.keep = {u"csum_type"_s, u"flags"_s, u"fsid"_s, u"metadata_uuid"_s, u"label"_s, u"sectorsize"_s,
                       u"nodesize"_s, u"compat_flags"_s, u"compat_ro_flags"_s, u"incompat_flags"_s, u"\t\t\t"_s}},
             Subject::EachBtrfs));
}

void addVolumes(std::vector<Probe> &probes)
{
    // --readonly: takes no locks and writes nothing.
    const auto report = [&](const char *what, const char *columns) {
        return tool(u"lvm"_s,
                    {what, "--readonly", "--reportformat", "json", "--units", "b", "--nosuffix", "-o", columns},
                    {.kind = Kind::Json, .drop = {u"log"_s}});
    };
    probes.push_back(report("pvs", "pv_name,pv_uuid,vg_name,pv_fmt,pv_size,pe_start,pv_tags"));
    probes.push_back(report("vgs", "vg_name,vg_uuid,vg_fmt,vg_extent_size,vg_extent_count,pv_count,lv_count,vg_tags"));
    auto volumes = report("lvs", "vg_name,lv_name,lv_uuid,lv_size,origin,pool_lv,lv_tags,segtype,stripes,stripe_size,"
                                 "chunk_size,seg_start,seg_size,devices");
    volumes.command.insert(volumes.command.begin() + 1, {"--segments", "--all"});
    probes.push_back(std::move(volumes));
    probes.push_back(tool(u"lvm"_s, {"lvmconfig", "--typeconfig", "diff"}));
    // What vgcfgrestore takes; LVM writes it at each change.
    probes.push_back(alternative(file(u"lvm"_s, "/etc/lvm/backup/*")));
}

void addRaid(std::vector<Probe> &probes)
{
    probes.push_back(tool(u"raid"_s, {"mdadm", "--detail", "--scan"}));
    probes.push_back(tool(u"raid"_s, {"mdadm", "--detail", "--export", "{}"}, {}, Subject::EachRaid));
    probes.push_back(alternative(file(u"raid"_s, "/etc/mdadm/mdadm.conf")));
    probes.push_back(alternative(file(u"raid"_s, "/etc/mdadm.conf")));
}

void addEncryption(std::vector<Probe> &probes)
{
    // Nothing that a key could be found by: no salts, no digests, of tokens (which may hold keys that another machine
    // opens) only their type. The second is for the first version of LUKS.
    probes.push_back(tool(u"encryption"_s, {"cryptsetup", "luksDump", "--disable-locks", "--dump-json-metadata", "{}"},
                          {.kind = Kind::Json, .drop = {u"salt"_s, u"digest"_s, u"tokens"_s}}, Subject::EachEncrypted));
    probes.push_back(fallback(tool(u"encryption"_s, {"cryptsetup", "luksDump", "--disable-locks", "{}"},
                                   {.keep = {u"Version:"_s, u"Cipher name:"_s, u"Cipher mode:"_s, u"Hash spec:"_s,
                                             u"Payload offset:"_s, u"MK bits:"_s, u"UUID:"_s, u"Key Slot "_s}},
                                   Subject::EachEncrypted)));
    probes.push_back(file(u"encryption"_s, "/etc/crypttab"));
}

void addBoot(std::vector<Probe> &probes)
{
    // Which entry was taken at this boot, or is to be at the next, is of the moment.
    probes.push_back(tool(u"boot"_s, {"efibootmgr", "-v"}, {.drop = {u"BootCurrent"_s, u"BootNext"_s}}));
    probes.push_back(file(u"boot"_s, "/proc/cmdline", {.masksPasswords = true}));
    for (const auto *installer : {"grub-install", "grub2-install"})
        probes.push_back(alternative(tool(u"boot"_s, {installer, "--version"})));
    for (const auto *map : {"/boot/grub/device.map", "/boot/grub2/device.map"})
        probes.push_back(alternative(file(u"boot"_s, map)));
    probes.push_back(alternative(file(u"boot"_s, "/etc/default/grub", {.masksPasswords = true})));
    probes.push_back(alternative(file(u"boot"_s, "/etc/kernel/cmdline", {.masksPasswords = true})));
}

void addPackages(std::vector<Probe> &probes)
{
    const auto packages = [&](Command command, OutputForm form = {}) {
        probes.push_back(alternative(tool(u"packages"_s, std::move(command), std::move(form))));
    };
    packages({"dpkg-query", "--show", "--showformat=${binary:Package}\t${Version}\t${db:Status-Abbrev}\n"});
    packages({"apt-mark", "showmanual"});
    packages({"rpm", "--query", "--all", "--queryformat", "%{NAME}\t%{EVR}\t%{ARCH}\n"}, {.kind = Kind::SortedLines});
    packages({"pacman", "--query"});
    packages({"pacman", "--query", "--explicit", "--quiet"});
    packages({"apk", "info", "--verbose"}, {.kind = Kind::SortedLines});
    probes.push_back(alternative(file(u"packages"_s, "/etc/apk/world")));
}

void addNetwork(std::vector<Probe> &probes)
{
    const auto section = u"network"_s;
    probes.push_back(file(section, "/etc/hostname"));
    probes.push_back(file(section, "/etc/hosts"));
    probes.push_back(file(section, "/etc/resolv.conf"));
    // No lease times, no counters, no states: those are of the moment.
    probes.push_back(tool(section, {"ip", "-json", "-details", "address", "show"},
                          {.kind = Kind::Json,
                           .keep = {u"ifname"_s, u"mtu"_s, u"link_type"_s, u"address"_s, u"permaddr"_s, u"master"_s,
                                    u"link"_s, u"linkinfo"_s, u"info_kind"_s, u"info_data"_s, u"id"_s, u"addr_info"_s,
                                    u"family"_s, u"local"_s, u"prefixlen"_s, u"scope"_s, u"dynamic"_s, u"label"_s},
                           // Those of containers, and addresses that change by themselves for privacy.
                           .dropElements = {{u"linkinfo.info_kind"_s, u"veth"_s}, {u"temporary"_s, true}}}));
    for (const auto *family : {"-4", "-6"})
        probes.push_back(tool(section, {"ip", "-json", family, "route", "show"},
                              {.kind = Kind::Json,
                               .keep = {u"dst"_s, u"gateway"_s, u"via"_s, u"family"_s, u"host"_s, u"dev"_s,
                                        u"protocol"_s, u"scope"_s, u"prefsrc"_s, u"metric"_s, u"type"_s}}));
}

} // namespace

std::vector<Probe> systemProbes()
{
    std::vector<Probe> probes;
    probes.push_back(file(u"computer"_s, "/etc/os-release"));
    probes.push_back(tool(u"partitions"_s, {"sfdisk", "--dump", "{}"}, {}, Subject::EachDisk));
    addFileSystems(probes);
    addVolumes(probes);
    addRaid(probes);
    addEncryption(probes);
    addBoot(probes);
    probes.push_back(file(u"mounts"_s, "/etc/fstab", {.masksPasswords = true}));
    addPackages(probes);
    addNetwork(probes);
    return probes;
}

bool isAbout(Probe::Subject subject, const BlockDevice &device)
{
    switch (subject) {
    case Subject::Once:
        return false;
    case Subject::EachDisk:
        return device.type == "disk";
    case Subject::EachFileSystem:
        return !device.fileSystem.isEmpty();
    case Subject::EachExt:
        return device.fileSystem == "ext2" || device.fileSystem == "ext3" || device.fileSystem == "ext4";
    case Subject::EachXfs:
        return device.fileSystem == "xfs";
    case Subject::EachBtrfs:
        return device.fileSystem == "btrfs";
    case Subject::EachEncrypted:
        return device.fileSystem == "crypto_LUKS";
    case Subject::EachRaid:
        return device.path.startsWith("/dev/md");
    }
    return false;
}

} // namespace backspool::engine
