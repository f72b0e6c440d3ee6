"""Where a run works: a folder, or a file system of its own in an image file.

An image is for root, on disks whose file system discards at once what is freed: removing a file takes milliseconds
there, and the trees of a run are removed file by file. It also makes machines more alike.
"""

import os
import subprocess

from .contender import remove_tree


class WorkFolder:
    """A context manager: gives a folder that is empty at the beginning and gone at the end."""

    def __init__(self, folder, keep):
        self._folder = os.path.join(folder, "work")
        self._keep = keep

    def __enter__(self):
        remove_tree(self._folder)  # of a run that was killed
        os.makedirs(self._folder)
        return self._folder

    def __exit__(self, *_):
        if not self._keep:
            remove_tree(self._folder)


class WorkImage:
    """The same in a file system of @p size bytes (a key of MAKERS), of which the image takes only what is used. The
    mount belongs to the mount namespace of this process, so it goes with it."""

    MAKERS = {"ext4": ["mkfs.ext4", "-q", "-F", "-i", "4096", "-E", "nodiscard,lazy_itable_init=1"],
              "xfs": ["mkfs.xfs", "-q", "-f", "-K"],
              "btrfs": ["mkfs.btrfs", "-q", "-f", "-K"]}

    def __init__(self, folder, keep, size, kind):
        self._folder = os.path.join(folder, "work")
        self._image = os.path.join(folder, "work.image")
        self._keep = keep
        self._size = size
        self._kind = kind

    def __enter__(self):
        remove_tree(self._folder)
        os.makedirs(self._folder)
        with open(self._image, "wb") as file:
            file.truncate(self._size)
        try:
            subprocess.run([*self.MAKERS[self._kind], self._image], check=True)
            subprocess.run(["mount", "-o", "loop,nodiscard", self._image, self._folder], check=True)
            self._save_memory()
        except BaseException:
            self.__exit__()
            raise
        return self._folder

    def __exit__(self, *_):
        if os.path.ismount(self._folder):
            subprocess.run(["umount", "--lazy", self._folder], check=True)
        if not self._keep:
            os.unlink(self._image)
            os.rmdir(self._folder)

    def _save_memory(self):
        """What is cached of the file system need not be cached of the image too."""
        device = subprocess.run(["findmnt", "--noheadings", "--output", "SOURCE", self._folder],
                                check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run(["losetup", "--direct-io=on", device], check=False, stderr=subprocess.DEVNULL)


def discards_at_once(folder):
    """Whether the file system of a folder is mounted so."""
    options = subprocess.run(["findmnt", "--noheadings", "--output", "OPTIONS", "--target", folder],
                             capture_output=True, text=True).stdout.strip()
    return "discard" in options.split(",")
