"""What plain tools need for the least that each piece of work takes: no service, no points, no checks."""

import os
import subprocess

from .contender import Contender, Figures, NotApplicable
from .processes import run


class TarZstd(Contender):
    """Reading and compressing everything into one file: the bound of a first backup."""

    name = "tar | zstd -1"
    is_bound = True

    @staticmethod
    def version():
        return subprocess.run(["zstd", "--version"], capture_output=True, text=True, check=True).stdout.strip(" *\n")

    def backup(self, client, folder):
        # With all cores, as the others have them.
        archive = os.path.join(self.state, "archive.tar.zst")
        script = 'tar --create --directory "$1" "$2" | zstd -1 -T0 --quiet --force -o "$3"'
        parent, name = os.path.split(folder)
        usage = run(["bash", "-o", "pipefail", "-c", script, "tar", parent, name, archive], sync=[self.state])
        return archive, Figures(usage.seconds, usage.processor_seconds, stored=os.path.getsize(archive))

    def backup_again(self, client, folder):
        raise NotApplicable


class CopyAll(Contender):
    """Writing everything without a look at it: the bound of a restore."""

    name = "cp -a"
    is_bound = True

    def restore(self, client, point, folder, target):
        usage = run(["cp", "--archive", "--", folder, target], sync=[target])
        return Figures(usage.seconds, usage.processor_seconds)


class Walk(Contender):
    """Looking at every file's metadata, in one thread: the bound of a backup of what did not change."""

    name = "find"
    is_bound = True

    def backup_again(self, client, folder):
        usage = run(["find", folder, "-printf", "%p %s %T@ %C@ %i %m %U %G\n"])
        return None, Figures(usage.seconds, usage.processor_seconds)
