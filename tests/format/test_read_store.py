#!/usr/bin/python3
"""The second reader against the golden store: what it reports, what it extracts, what it notices.

test_read_store.py --renew writes the expected report anew (after a look at what differs).
"""

import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
EXPECTED = GOLDEN / "report.txt"
BDF = GOLDEN / "store/full/1b/1b2c3d4e5f708192a3b4c5d6e7f8091a.bdf"


def run(*arguments):
    command = [sys.executable, "-B", str(HERE / "read_store.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100, check=False)


def report():
    """The report, with the 700 like entries of "many" cut to their first and last."""
    output = run(GOLDEN, "report").stdout
    return re.sub(r"(?m)^.* many/page (?!0000|0699)\d{4} .*\n", "", output)


class ReadStore(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def copy(self):
        copy = self.folder / "store"
        shutil.copytree(GOLDEN, copy)
        return copy

    def test_report_is_as_expected(self):
        self.maxDiff = None
        self.assertEqual(report(), EXPECTED.read_text(encoding="utf-8"))
        self.assertEqual(run(GOLDEN, "list", 1).stdout.count(" many/page "), 700)

    def test_point_is_extracted(self):
        target = self.folder / "point"
        result = run(GOLDEN, "extract", 1, target)
        self.assertEqual(result.returncode, 0, result.stderr)
        counting = bytes(range(200))
        self.assertEqual((target / "big.img").read_bytes(), b"A" * 100_000 + bytes(150_000) + counting[10:60])
        scattered = b"".join(counting[i : i + 100] + bytes(4096) for i in range(35))
        self.assertEqual((target / "scattered.img").read_bytes(), scattered)
        self.assertEqual((target / "greeting").read_bytes(), b"Hello, Backspool!\n")
        self.assertEqual((target / "empty").read_bytes(), b"")
        top = os.fsencode(target)
        with open(top + b"/caf\xe9", "rb") as file:
            self.assertEqual(file.read(), b"The name is Latin-1.\n")
        self.assertEqual(os.readlink(top + b"/link"), b"folder/caf\xe9")
        self.assertTrue(os.path.samefile(target / "folder/twin 1", target / "folder/twin 2"))
        self.assertTrue(stat.S_ISFIFO(os.stat(target / "pipe").st_mode))
        self.assertEqual(os.stat(target / "set-id").st_mode & 0o7777, 0o6755)
        self.assertEqual(os.stat(target / "older than 1970").st_mtime_ns, -86_400 * 10**9 + 999_999_999)
        self.assertEqual(os.stat(target / "folder").st_mtime_ns, 1_700_000_030 * 10**9 + 30)
        self.assertEqual(len(os.listdir(target / "many")), 700)
        # A hole takes no space where the file system can do without.
        self.assertLess(os.stat(target / "big.img").st_blocks * 512, 250_050)

    def test_second_point_differs_where_it_should(self):
        target = self.folder / "point"
        self.assertEqual(run(GOLDEN, "extract", 2, target).returncode, 0)
        self.assertEqual((target / "greeting").read_bytes(), b"Hello again, Backspool!\n")
        self.assertFalse((target / "older than 1970").exists())

    def test_every_kind_of_damage_is_noticed(self):
        size = BDF.stat().st_size
        for place in (0, 20, 91, 96, 110, 128, 200, size - 70):
            with self.subTest(place=place):
                copy = self.copy()
                path = copy / BDF.relative_to(GOLDEN)
                data = bytearray(path.read_bytes())
                data[place] ^= 1
                path.write_bytes(data)
                result = run(copy, "verify")
                self.assertEqual(result.returncode, 1)
                self.assertTrue(result.stderr.startswith("read_store: "), result.stderr)
                shutil.rmtree(copy)

    def test_container_without_footer_is_read_by_its_blocks(self):
        copy = self.copy()
        path = copy / BDF.relative_to(GOLDEN)
        path.write_bytes(path.read_bytes()[:-64])
        result = run(copy, "verify")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_other_key_opens_nothing(self):
        key = self.folder / "key"
        lines = "backspool repository key 1\n3f0e6c52-9d11-4c0b-8f3e-6a4d2b1c0d9e\n" + "ab" * 32 + "\n"
        sys.path.insert(0, str(HERE))
        import read_store

        key.write_text(lines + f"{read_store.crc32c(lines.encode()):08x}\n", encoding="ascii")
        result = run(GOLDEN, "--key", key, "points")
        self.assertEqual(result.returncode, 1)
        self.assertIn("wrong seal", result.stderr)


if __name__ == "__main__":
    if sys.argv[1:] == ["--renew"]:
        EXPECTED.write_text(report(), encoding="utf-8")
    else:
        unittest.main()
