#pragma once
/// What is asked of which tool or file for each section of the system information, as a table.
#include "system-info/block_devices.h"
#include "system-info/output_form.h"

#include <vector>

namespace backspool::engine {

/// "{}" in a command stands for a device.
struct Probe
{
    enum class Subject {
        Once,
        EachDisk,
        EachFileSystem,
        EachExt,
        EachXfs,
        EachBtrfs,
        EachEncrypted,
        EachRaid,
    };
    QString section;
    std::vector<QByteArray> command; ///< of a tool; empty: a file is read
    QByteArray file;                 ///< its path; with '*' at the end of its name: all that begin so
    OutputForm form;
    Subject subject = Subject::Once;
    /// One of several ways, of which a computer has one: where the tool or file is not there, nothing is said of it,
    /// unless the section has nothing else.
    bool isAlternative = false;
    /// Only where the probe before it has failed for the device.
    bool isFallback = false;
};

/// In the order of the sections, those of a section one after the other.
std::vector<Probe> systemProbes();
bool isAbout(Probe::Subject subject, const BlockDevice &device);

} // namespace backspool::engine
