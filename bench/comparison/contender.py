"""What is compared: the verbs that each contender has, and the figures that each gives."""

import os
import shutil
from dataclasses import dataclass


class NotApplicable(Exception):
    """The contender has nothing to show in this work (`cp -a` takes no backups)."""


@dataclass
class Figures:
    """Of one piece of work. None: not known, or has no meaning here."""

    seconds: float
    processor_seconds: float | None = None  # of the client's side
    to_service: int | None = None           # bytes on the wire
    from_service: int | None = None
    stored: int | None = None               # bytes that the repository takes afterwards
    client_peak: int | None = None          # bytes of memory
    service_peak: int | None = None


class Contender:
    """One program with its state of one round; a context manager that leaves nothing behind.

    Clients are named; the second one shares the repository with the first and nothing else.
    """

    name = ""
    is_bound = False

    def __init__(self, state):
        self.state = state
        os.makedirs(state)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends its service."""

    def version(self):
        raise NotImplementedError

    def backup(self, client, folder):
        """A backup of one folder; (point, Figures)."""
        raise NotApplicable

    def backup_again(self, client, folder):
        """A backup of a folder in which nothing changed."""
        return self.backup(client, folder)

    def restore(self, client, point, folder, target):
        """All of @p folder as it was, with its name below @p target; Figures."""
        raise NotApplicable

    def restore_file(self, client, point, folder, file, target):
        """One file, named from @p folder on, to somewhere below @p target; (where, Figures)."""
        raise NotApplicable

    def warm(self):
        """Reads what it stored, so that it is in memory for what comes."""
        read_all(self.repository())

    def repository(self):
        """The folder that holds what the service stored."""
        return self.state


def bytes_of(folder):
    """The sizes of all files below a folder."""
    total = 0
    for path, _, files in os.walk(folder):
        for file in files:
            total += os.lstat(os.path.join(path, file)).st_size
    return total


def read_all(folder):
    buffer = bytearray(1 << 20)
    for path, _, files in os.walk(folder):
        for name in files:
            file = os.path.join(path, name)
            if os.path.islink(file) or not os.path.isfile(file):
                continue
            with open(file, "rb", buffering=0) as source:
                while source.readinto(buffer):
                    pass


def remove_tree(folder):
    """Also one with folders that may not be written."""

    def open_up(function, path, _):
        os.chmod(os.path.dirname(path), 0o700)
        if os.path.isdir(path) and not os.path.islink(path):
            os.chmod(path, 0o700)
        function(path)

    if os.path.lexists(folder):
        shutil.rmtree(folder, onexc=open_up)
