"""Backspool in the context menus of Nautilus and Nemo: "Restore an earlier version...".

Both load this file through their Python extensions (packages python3-nautilus, nemo-python) from a folder of their own.
"""

import locale
import subprocess

import gi
from gi.repository import GObject

# Each has a module of its own; that of the other may be installed as well.
FILE_MANAGER = "Nemo" if "nemo-python" in __file__ else "Nautilus"


def load_file_manager():
    for version in ("4.1", "4.0", "3.0"):
        try:
            gi.require_version(FILE_MANAGER, version)
            break
        except ValueError:
            continue
    return getattr(__import__("gi.repository", fromlist=[FILE_MANAGER]), FILE_MANAGER)


FileManager = load_file_manager()

LABELS = {
    "de": "Frühere Version zurückholen…",
    "fr": "Restaurer une version antérieure…",
    "ar": "استعادة إصدار سابق…",
}


def label():
    language = (locale.getlocale(locale.LC_MESSAGES)[0] or "").split("_")[0]
    return LABELS.get(language, "Restore an earlier version…")


def restore(_item, path):
    # The window belongs to the desktop, and goes on when the file manager ends.
    subprocess.Popen(["backspool", "--restore", path], start_new_session=True, stdin=subprocess.DEVNULL)


class BackspoolRestore(GObject.GObject, FileManager.MenuProvider):
    """One item, for one local file or folder, and for the folder whose background was clicked."""

    def get_file_items(self, *args):
        # Nautilus since 43 passes the files alone, earlier ones and Nemo a window before them.
        files = args[-1]
        if len(files) != 1:
            return []
        return self._items(files[0], "")

    def get_background_items(self, *args):
        return self._items(args[-1], "/")

    def _items(self, file, end):
        location = file.get_location()
        path = location.get_path() if location else None
        if not path:
            return []
        item = FileManager.MenuItem(
            name="BackspoolRestore::Restore" + ("Folder" if end else "File"),
            label=label(),
            tip="",
            icon="backspool",
        )
        item.connect("activate", restore, path.rstrip("/") + end if path != "/" else path)
        return [item]
