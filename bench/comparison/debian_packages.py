"""Debian 13 packages as a source of real files."""

import lzma
import os
import shutil
import subprocess
import urllib.parse

from .processes import CommandFailed


class DebianPackages:
    """Downloads packages once into a folder and takes them apart.

    apt's own state stays in that folder too, so that this needs no rights, and a system other than Debian 13 gets
    Debian 13's packages by way of the private root of scripts/with-debian-13 (@p root; empty: the system is it).
    """

    def __init__(self, folder, root):
        self._folder = folder
        self._debs = os.path.join(folder, "debs")
        self._options = ["-o", f"Dir::State={folder}", "-o", f"Dir::Cache={folder}",
                         "-o", f"Dir::State::status={root}/var/lib/dpkg/status", "-o", "APT::Architecture=amd64",
                         "-o", "APT::Sandbox::User=", "-o", "Acquire::Retries=5"]
        if root:
            self._options += ["-o", f"Dir={root}"]
        self._is_updated = False

    def file_of(self, package):
        """The package's file, downloaded if need be."""
        found = self._downloaded(package)
        if found:
            return found
        self._update_lists()
        os.makedirs(self._debs, exist_ok=True)
        self._apt("download", package)
        found = self._downloaded(package)
        if not found:
            raise CommandFailed(f"apt-get download {package} gave no file")
        return found

    def version_of(self, package):
        return urllib.parse.unquote(os.path.basename(self.file_of(package)).split("_")[1])

    def extract(self, package, target):
        """Its files below @p target; a source archive among them is taken apart too."""
        os.makedirs(target)
        subprocess.run(["dpkg-deb", "--extract", self.file_of(package), target], check=True)
        sources = os.path.join(target, "usr/src")
        for name in sorted(os.listdir(sources)) if os.path.isdir(sources) else ():
            if name.endswith(".tar.xz"):
                archive = os.path.join(sources, name)
                _extract_archive(archive, sources)
                os.unlink(archive)

    def write_tar(self, package, target):
        """All its files as one uncompressed archive."""
        with open(target, "wb") as file:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", self.file_of(package)], stdout=file, check=True)

    def remove_downloads(self):
        shutil.rmtree(self._debs, ignore_errors=True)

    def _downloaded(self, package):
        if os.path.isdir(self._debs):
            for name in sorted(os.listdir(self._debs)):
                if name.startswith(package + "_") and name.endswith(".deb"):
                    return os.path.join(self._debs, name)
        return None

    def _update_lists(self):
        if not self._is_updated:
            for name in "lists/partial", "archives/partial":
                os.makedirs(os.path.join(self._folder, name), exist_ok=True)
            self._apt("update", folder=self._folder)
            self._is_updated = True

    def _apt(self, *arguments, folder=None):
        result = subprocess.run(["apt-get", "-q", *self._options, *arguments], cwd=folder or self._debs,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode != 0:
            raise CommandFailed(f"apt-get {' '.join(arguments)} failed: {result.stderr.strip()[-1000:]}")


def _extract_archive(archive, target):
    # Expanded here: xz is not on every system.
    tar = subprocess.Popen(["tar", "--extract", "--no-same-owner", "--file", "-", "--directory", target],
                           stdin=subprocess.PIPE)
    with lzma.open(archive) as source, tar.stdin:
        shutil.copyfileobj(source, tar.stdin, 1 << 20)
    if tar.wait() != 0:
        raise CommandFailed(f"tar could not extract {archive}")
