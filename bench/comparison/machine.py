"""Where and with what the figures were made."""

import os
import subprocess
import time


def describe(folder, contenders):
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %z"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": os.uname().release,
        "file_system": _file_system(folder),
        "load_before": os.getloadavg()[0],
        "commit": _commit(),
        "versions": {contender.name: contender.version() for contender in contenders if not contender.is_bound},
    }


def _file_system(folder):
    source, kind = (_output("findmnt", "--noheadings", "--output", column, "--target", folder) for column in ("SOURCE", "FSTYPE"))
    return f"{kind} in an image" if source.startswith("/dev/loop") else kind


def _processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return os.uname().machine


def _commit():
    here = os.path.dirname(os.path.abspath(__file__))
    return _output("git", "-C", here, "describe", "--always", "--dirty", "--abbrev=12")


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
