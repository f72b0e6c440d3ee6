"""The trees that are backed up: real files from Debian packages, noise, and generated small files. Made once."""

import contextlib
import json
import os
import random
import sqlite3
from dataclasses import dataclass

from .contender import remove_tree

# In this order until there are enough files: S is the first few, M goes on to plots and headers, L to all.
FILE_PACKAGES = """
    libpython3.13-stdlib python3-django perl-modules-5.40
    libboost1.83-dev python3-sympy qt6-base-dev linux-libc-dev git-doc locales iso-codes perl-doc postgresql-doc-17
    python3-matplotlib
    adwaita-icon-theme libeigen3-dev libvtk9-dev libgtk-3-doc python3-twisted python3-networkx python3-pandas
    python3-numpy python3-scipy python3.13-doc gnome-user-docs linux-doc-6.12 golang-1.24-src openjdk-21-doc
    libstdc++-14-doc texlive-latex-extra linux-source-6.12
""".split()

# Each becomes one uncompressed archive, in this order until there are enough bytes.
LARGE_PACKAGES = """
    libllvm19 libqt6webenginecore6 openjdk-21-jre-headless golang-1.24-go libstd-rust-dev firefox-esr chromium
    llvm-19-dev thunderbird
""".split()

# Changed when the same names would give other trees: what is in the cache is then made again.
RECIPE = 1
SEED = 20261123
MILLION, FILES_IN_FOLDER = 1_000_000, 100
PAGE, ROW_BYTES = 4096, 3900


@dataclass(frozen=True)
class Size:
    files: int          # real files
    large_bytes: int    # bytes in large files, an eighth of which nothing can compress
    small_files: bool   # a million generated small files as well
    database_bytes: int # of one database
    text_bytes: int     # of one text
    many_files: int     # generated small files of which next to nothing changes


SIZES = {
    "S": Size(5_000, 64_000_000, False, 64_000_000, 8_000_000, 10_000),
    "M": Size(33_000, 256_000_000, False, 512_000_000, 64_000_000, 50_000),
    "L": Size(200_000, 2_000_000_000, True, 4_000_000_000, 500_000_000, 300_000),
}


class DataSets:
    """The trees of one size below a folder. A tree is there whole or not at all."""

    def __init__(self, folder, size, packages, say):
        self._folder = folder
        self._size_name, self._size = size, SIZES[size]
        self._packages = packages
        self._say = say

    def files(self):
        return self._made("files", self._make_files)

    def large(self):
        return self._made("large", self._make_large)

    def small(self):
        return self._made("small", self._make_small)

    def database(self):
        return self._made("database", self._make_database)

    def text(self):
        return self._made("text", self._make_text)

    def many(self):
        return self._made("many", lambda tree: self._make_generated(tree, self._size.many_files))

    def _made(self, name, make):
        """(folder, description); the tree is made if need be."""
        base = os.path.join(self._folder, f"{name}-{self._size_name}")
        tree, description = os.path.join(base, name), os.path.join(base, "description.json")
        try:
            with open(description) as file:
                known = json.load(file)
            if known["recipe"] == RECIPE:
                return tree, known
        except FileNotFoundError:
            pass
        self._say(f"making the {name} tree of size {self._size_name}")
        remove_tree(base)
        os.makedirs(tree)
        known = {"recipe": RECIPE, "seed": SEED, "packages": make(tree), **_count(tree)}
        os.sync()
        with open(description, "w") as file:
            json.dump(known, file, indent=1)
        return tree, known

    def _make_files(self, tree):
        used, missing = {}, self._size.files
        for package in FILE_PACKAGES:
            folder = os.path.join(tree, package)
            self._packages.extract(package, folder)
            used[package] = self._packages.version_of(package)
            missing -= _keep_first(folder, missing)
            if missing == 0:
                return used
        raise RuntimeError(f"the packages have {missing} files too few")

    def _make_large(self, tree):
        used = {}
        noise = self._size.large_bytes // 8
        missing = self._size.large_bytes - noise
        for package in LARGE_PACKAGES:
            archive = os.path.join(tree, package + ".tar")
            self._packages.write_tar(package, archive)
            used[package] = self._packages.version_of(package)
            os.truncate(archive, min(os.path.getsize(archive), missing))
            missing -= os.path.getsize(archive)
            if missing == 0:
                _write_noise(os.path.join(tree, "noise"), noise)
                return used
        raise RuntimeError(f"the packages have {missing} bytes too few")

    def _make_small(self, tree):
        return self._make_generated(tree, MILLION)

    def _make_generated(self, tree, files):
        generator = random.Random(SEED)
        words = [f"{generator.getrandbits(24):x}" for _ in range(4096)]
        for folder in range(files // FILES_IN_FOLDER):
            path = os.path.join(tree, f"{folder // 100:02}", f"{folder:04}")
            os.makedirs(path)
            for file in range(FILES_IN_FOLDER):
                text = " ".join(generator.choices(words, k=generator.randint(1, 40)))
                with open(os.path.join(path, f"{file:02}.txt"), "w") as target:
                    target.write(text)
        return {}

    def _make_database(self, tree):
        """A table of rows of nearly a page of words each, in SQLite's WAL mode."""
        generator = random.Random(SEED)
        words = [f"{generator.getrandbits(40):x}" for _ in range(4096)]
        database = sqlite3.connect(os.path.join(tree, "rows.sqlite"), isolation_level=None)
        with contextlib.closing(database):
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, content TEXT NOT NULL)")
            for start in range(0, self._size.database_bytes // PAGE, 10_000):
                end = min(start + 10_000, self._size.database_bytes // PAGE)
                database.execute("BEGIN")
                database.executemany("INSERT INTO row VALUES (?, 0, ?)",
                                     ((row, " ".join(generator.choices(words, k=350))[:ROW_BYTES]) for row in range(start, end)))
                database.execute("COMMIT")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return {}

    def _make_text(self, tree):
        generator = random.Random(SEED)
        words = [f"{generator.getrandbits(30):x}" for _ in range(20_000)]
        left = self._size.text_bytes
        with open(os.path.join(tree, "text.txt"), "w") as target:
            while left > 0:
                piece = (" ".join(generator.choices(words, k=10_000)) + "\n")[:left]
                target.write(piece)
                left -= len(piece)
        return {}


def _write_noise(path, size):
    generator = random.Random(SEED)
    with open(path, "wb") as file:
        while size > 0:
            piece = min(size, 1 << 20)
            file.write(generator.randbytes(piece))
            size -= piece


def sorted_files(tree):
    """Paths of all regular files, in an order that depends on the names alone."""
    for path, folders, names in os.walk(tree):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(path, name)
            if not os.path.islink(file):
                yield file


def _keep_first(tree, most):
    """Removes all regular files but the first ones; how many there are then."""
    files = list(sorted_files(tree))
    for file in files[most:]:
        os.unlink(file)
    return min(len(files), most)


def _count(tree):
    files = folders = links = size = 0
    for path, inner, names in os.walk(tree):
        folders += len(inner)
        for name in names:
            status = os.lstat(os.path.join(path, name))
            if os.path.islink(os.path.join(path, name)):
                links += 1
            else:
                files += 1
                size += status.st_size
    return {"files": files, "folders": folders, "links": links, "bytes": size}
