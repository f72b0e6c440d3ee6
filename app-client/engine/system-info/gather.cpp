#include "system-info/gather.h"

#include "system-info/block_devices.h"
#include "system-info/computer.h"
#include "system-info/mount_table.h"
#include "system-info/probe.h"
#include "system-info/small_file.h"

#include <QByteArrayList>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <utility>

namespace backspool::engine {

namespace {

/// Of one kind: more than the largest servers have, few enough that a hostile tool keeps nobody.
constexpr size_t kMostDevices = 512;

class Gathering
{
public:
    Gathering(const GatherOptions &options, const CancelToken &cancel)
        : options_(options), cancel_(cancel),
          tools_(options.tools, std::chrono::steady_clock::now() + options.time, cancel)
    {
    }

    Result<SystemInformation> run()
    {
        add(QStringLiteral("computer"),
            {.source = QStringLiteral("/proc, /sys, uname"), .json = describeComputer(options_.root)});
        findBlockDevices();
        addMounts();
        for (const auto &probe : systemProbes()) {
            TRY(cancel_.check());
            take(probe);
        }
        TRY(cancel_.check());
        addReasons();
        return std::move(information_);
    }

private:
    SystemSection &section(const QString &name)
    {
        const auto found = std::ranges::find(information_.sections, name, &SystemSection::name);
        return found != information_.sections.end()
                   ? *found
                   : information_.sections.emplace_back(SystemSection{.name = name, .parts = {}});
    }
    void add(const QString &name, SystemPart part) { section(name).parts.push_back(std::move(part)); }

    void findBlockDevices()
    {
        const auto command = blockDeviceCommand();
        SystemPart part{.source = sourceOf(command)};
        if (const auto output = tools_.run(command)) {
            if (auto tree = blockDeviceTree(*output))
                part.json = *std::move(tree);
            else
                part.missing = tree.error().text();
        } else {
            part.missing = output.error().text();
        }
        devices_ = blockDevicesIn(part.json);
        if (!part.missing.isEmpty())
            noDevices_ = QStringLiteral("the disks are not known: ") + part.missing;
        add(QStringLiteral("block_devices"), std::move(part));
    }

    /// Those of the first process: a service's own may be restricted.
    void addMounts()
    {
        SystemPart part{.source = QStringLiteral("/proc/1/mountinfo")};
        auto content = readSmallFile(options_.root + "/proc/1/mountinfo");
        if (!content) {
            part.source = QStringLiteral("/proc/self/mountinfo");
            content = readSmallFile(options_.root + "/proc/self/mountinfo");
        }
        if (content)
            part.json = mountTable(*content);
        else
            part.missing = content.error().text();
        add(QStringLiteral("mounts"), std::move(part));
    }

    void take(const Probe &probe)
    {
        section(probe.section);
        const auto failed = std::exchange(failed_, {});
        if (probe.command.empty())
            return takeFiles(probe);
        if (probe.subject == Probe::Subject::Once) {
            takeOutput(probe, probe.command);
            return;
        }
        size_t count = 0;
        for (const auto &device : devices_) {
            if (!isAbout(probe.subject, device) || (probe.isFallback && !std::ranges::contains(failed, device.path)) ||
                ++count > kMostDevices)
                continue;
            auto command = probe.command;
            std::ranges::replace(command, QByteArray("{}"), device.path);
            if (!takeOutput(probe, command))
                failed_.push_back(device.path);
        }
    }

    /// False: nothing was given.
    bool takeOutput(const Probe &probe, const std::vector<QByteArray> &command)
    {
        auto output = tools_.run(command);
        if (!output && output.error().kind() == ErrorKind::NotFound && probe.isAlternative)
            return false;
        return put(probe, sourceOf(command), output);
    }

    void takeFiles(const Probe &probe)
    {
        if (!probe.file.endsWith('*'))
            return takeFile(probe, probe.file);
        const auto slash = probe.file.lastIndexOf('/');
        const QDir folder(QFile::decodeName(options_.root + probe.file.first(slash)));
        const auto pattern = QFile::decodeName(probe.file.sliced(slash + 1));
        const auto names = folder.entryList({pattern}, QDir::Files, QDir::Name);
        for (const auto &name : names.first(std::min<qsizetype>(names.size(), kMostDevices)))
            takeFile(probe, probe.file.first(slash + 1) + QFile::encodeName(name));
    }

    void takeFile(const Probe &probe, const QByteArray &path)
    {
        auto content = readSmallFile(options_.root + path);
        if (!content && content.error().kind() == ErrorKind::NotFound) {
            if (probe.isAlternative)
                return;
            content = fail(ErrorKind::NotFound, QStringLiteral("there is no such file"));
        }
        put(probe, QString::fromUtf8(path), content);
    }

    bool put(const Probe &probe, const QString &source, const Result<QByteArray> &output)
    {
        SystemPart part{.source = source};
        if (!output) {
            part.missing = output.error().text();
        } else if (probe.form.kind != OutputForm::Kind::Json) {
            part.text = textForm(probe.form, *output);
        } else if (auto json = jsonForm(probe.form, *output)) {
            part.json = *std::move(json);
        } else {
            part.missing = json.error().text();
        }
        const bool isGiven = part.missing.isEmpty();
        add(probe.section, std::move(part));
        return isGiven;
    }

    /// Each section has something, or a reason.
    void addReasons()
    {
        for (auto &section : information_.sections) {
            if (!section.parts.empty())
                continue;
            SystemPart part{.source = section.name};
            if (section.name == QStringLiteral("packages"))
                part.missing = QStringLiteral("none of the tools that could tell is installed");
            else
                part.missing =
                    noDevices_.isEmpty() ? QStringLiteral("this computer has nothing of this kind") : noDevices_;
            section.parts.push_back(std::move(part));
        }
    }

    static QString sourceOf(const std::vector<QByteArray> &command)
    {
        return QString::fromUtf8(QByteArrayList(command.begin(), command.end()).join(' ').simplified());
    }

    const GatherOptions &options_;
    const CancelToken &cancel_;
    const ToolRunner tools_;
    std::vector<BlockDevice> devices_;
    std::vector<QByteArray> failed_; ///< the devices of which the last probe gave nothing
    QString noDevices_;              ///< why
    SystemInformation information_;
};

} // namespace

Result<SystemInformation> gatherSystemInformation(const GatherOptions &options, const CancelToken &cancel)
{
    return Gathering(options, cancel).run();
}

} // namespace backspool::engine
