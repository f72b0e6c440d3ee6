"""Starting, measuring and ending programs. Whatever is started here ends with the benchmark, also when that is killed."""

import ctypes
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

# A command that takes longer than this hangs: the slowest one known (a first backup of a million files) takes minutes.
LONGEST_COMMAND_SECONDS = 2 * 3600
DAEMON_STOP_SECONDS = 60

_libc = ctypes.CDLL(None, use_errno=True)
# The kernel kills what runs behind this when its parent ends, however that ends.
_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL", "--"]


class CommandFailed(Exception):
    """A program ended with an error, or did not do what it was asked for."""


@dataclass
class Usage:
    """What one command took."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak_bytes: int = 0
    output: bytes = b""


def _end_group(process):
    """Kills what is left of a process and of what it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run_soon(command, seconds):
    """Runs a command again and again until it succeeds, for what needs a moment to get ready."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return run(command)
        except CommandFailed:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def run(command, *, good_codes=(0,), sync=None, **options):
    """Runs a command to its end and measures it, with the time that it takes to sync the file systems of @p sync.

    The figures of time(1) are those of the command and of the processes that it waited for; time(1) itself is too
    small to matter, whereas a child of Python's begins with Python's own peak.
    """
    with tempfile.NamedTemporaryFile(prefix="backspool-bench-usage.") as figures, tempfile.TemporaryFile() as errors:
        timed = ["time", "--quiet", "--format=%U %S %M", "--output=" + figures.name, "--", *_WITH_PARENT]
        started = time.monotonic()
        process = subprocess.Popen([*_WITH_PARENT, *timed, *map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                                   start_new_session=True, **options)
        try:
            output, _ = process.communicate(timeout=LONGEST_COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"{command[0]} did not end within {LONGEST_COMMAND_SECONDS} s") from None
        finally:
            _end_group(process)
            process.wait()
        for folder in sync or ():
            sync_file_system(folder)
        seconds = time.monotonic() - started
        if process.returncode not in good_codes:
            errors.seek(0)
            words = (errors.read()[-2000:] + output[-2000:]).decode(errors="replace").strip()
            raise CommandFailed(f"{' '.join(map(str, command))}: code {process.returncode}: {words}")
        user, system, peak_kib = figures.read().split()
    return Usage(seconds, float(user) + float(system), int(peak_kib) * 1024, output)


def sync_file_system(folder):
    """What was written to the file system of a folder is on the disk afterwards."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _libc.syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), f"syncfs of {folder}")
    finally:
        os.close(descriptor)


class Daemon:
    """A service that runs beside the commands; a context manager."""

    def __init__(self, command, log, **options):
        self._log = open(log, "ab")
        self.process = subprocess.Popen([*_WITH_PARENT, *map(str, command)], stdin=subprocess.DEVNULL,
                                        stderr=self._log, start_new_session=True,
                                        **{"stdout": self._log, **options})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(DAEMON_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        _end_group(self.process)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self._log.close()

    def check(self):
        if self.process.poll() is not None:
            raise CommandFailed(f"{self.process.args[len(_WITH_PARENT)]} ended with code {self.process.returncode}, "
                                f"see {self._log.name}")

    def forget_peak(self):
        """peak_bytes() counts from now on."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")

    def peak_bytes(self):
        self.check()
        return peak_bytes(self.process.pid)


def peak_bytes(pid):
    """The most memory that a running process had (VmHWM); 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0
