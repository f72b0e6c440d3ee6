"""check_file_manager_script.py SCRIPT nautilus|nemo

Loads the script as that file manager does, in the place of whose library stands a small one of the same names, clicks on
its items, and looks at what is started.
"""

import importlib.util
import os
import pathlib
import shutil
import sys
import tempfile
import types


class GObjectBase:
    pass


class MenuProvider:
    pass


class MenuItem:
    def __init__(self, name, label, tip, icon):
        self.name, self.label, self.icon = name, label, icon
        self.clicked = None

    def connect(self, signal, function, *data):
        assert signal == "activate", signal
        self.clicked = lambda: function(self, *data)


class Location:
    def __init__(self, path):
        self.path = path

    def get_path(self):
        return self.path


class File:
    def __init__(self, path):
        self.path = path

    def get_location(self):
        return Location(self.path)


def stand_in(name):
    """The modules gi and gi.repository with the library of one file manager; the other's must not be asked for."""
    gi = types.ModuleType("gi")
    repository = types.ModuleType("gi.repository")

    def require_version(library, version):
        assert library == name, library
        if version != ("4.0" if name == "Nautilus" else "3.0"):
            raise ValueError(version)

    gi.require_version = require_version
    gi.repository = repository
    repository.GObject = types.SimpleNamespace(GObject=GObjectBase)
    setattr(repository, name, types.SimpleNamespace(MenuProvider=MenuProvider, MenuItem=MenuItem))
    sys.modules["gi"] = gi
    sys.modules["gi.repository"] = repository


def load(script, manager):
    with tempfile.TemporaryDirectory() as folder:
        extensions = pathlib.Path(folder, manager + "-python", "extensions")
        extensions.mkdir(parents=True)
        spec = importlib.util.spec_from_file_location("backspool_restore", shutil.copy(script, extensions))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def main():
    script, manager = sys.argv[1:]
    stand_in(manager.capitalize())
    module = load(script, manager)
    started = []
    module.subprocess = types.SimpleNamespace(
        Popen=lambda command, **options: started.append(command), DEVNULL=None)
    extension = module.BackspoolRestore()
    window = () if manager == "nautilus" else (object(),)

    (item,) = extension.get_file_items(*window, [File("/home/u/a letter.odt")])
    assert item.label and item.icon == "backspool"
    item.clicked()
    (item,) = extension.get_background_items(*window, File("/home/u"))
    item.clicked()
    (item,) = extension.get_background_items(*window, File("/"))
    item.clicked()
    assert started == [
        ["backspool", "--restore", "/home/u/a letter.odt"],
        ["backspool", "--restore", "/home/u/"],
        ["backspool", "--restore", "/"],
    ], started

    # Nothing for several, or for what is on no disk of this computer.
    assert extension.get_file_items(*window, [File("/a"), File("/b")]) == []
    assert extension.get_file_items(*window, [File(None)]) == []

    os.environ["LC_ALL"] = "C"
    for language, expected in (("de_DE", "Fr"), ("fr_FR", "Rest"), ("xx_XX", "Restore an")):
        module.locale = types.SimpleNamespace(LC_MESSAGES=0, getlocale=lambda _kind: (language, "UTF-8"))
        assert module.label().startswith(expected), module.label()


main()
