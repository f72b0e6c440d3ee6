"""Tests of the benchmark's own parts: python3 -m unittest discover -s bench"""

import os
import socket
import tempfile
import threading
import unittest

from comparison import processes, report, scenarios, tree_changes
from comparison.byte_counter import CountingProxy
from comparison.data_sets import sorted_files


def make_tree(folder, files):
    for number in range(files):
        path = os.path.join(folder, f"{number % 7}", f"{number}")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(bytes([number % 256]) * (number * 100))


def contents(folder):
    found = {}
    for path in sorted_files(folder):
        with open(path, "rb") as file:
            found[os.path.relpath(path, folder)] = file.read()
    return found


class TreeChanges(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        make_tree(self.folder, 200)
        self.before = contents(self.folder)

    def test_touched_files_are_those_named_and_no_others(self):
        changed, first = tree_changes.touch_files(self.folder, 0.1, seed=1)
        after = contents(self.folder)
        self.assertEqual({name for name in after if after[name] != self.before[name]}, set(changed))
        self.assertEqual(first, self.before[changed[0]])
        self.assertEqual(len(changed), 20)  # of the 199 with content

    def test_overwritten_pages_keep_sizes_and_stay_a_share(self):
        tree_changes.overwrite_pages(self.folder, 0.5, seed=1)
        after = contents(self.folder)
        self.assertEqual({name: len(content) for name, content in after.items()},
                         {name: len(content) for name, content in self.before.items()})
        pages = changed = 0
        for name, content in after.items():
            for at in range(0, len(content), tree_changes.PAGE):
                pages += 1
                changed += content[at:at + tree_changes.PAGE] != self.before[name][at:at + tree_changes.PAGE]
        self.assertAlmostEqual(changed / pages, 0.5, delta=0.1)

    def test_the_same_seed_changes_the_same(self):
        other = self.enterContext(tempfile.TemporaryDirectory())
        make_tree(other, 200)
        for folder in self.folder, other:
            tree_changes.touch_files(folder, 0.1, seed=7)
            tree_changes.overwrite_pages(folder, 0.1, seed=7)
        self.assertEqual(contents(self.folder), contents(other))


class ByteCounter(unittest.TestCase):
    def test_the_proxy_counts_every_byte_of_both_ways(self):
        with socket.create_server(("127.0.0.1", 0)) as service:
            def serve():
                connection, _ = service.accept()
                with connection:
                    received = b"".join(iter(lambda: connection.recv(65536), b""))
                    connection.sendall(received[:1000])
            server = threading.Thread(target=serve)
            server.start()
            with CountingProxy(service.getsockname()[1]) as proxy:
                with socket.create_connection(("127.0.0.1", proxy.port)) as client:
                    client.sendall(bytes(3_000_000))
                    client.shutdown(socket.SHUT_WR)
                    back = b"".join(iter(lambda: client.recv(65536), b""))
                server.join()
                self.assertEqual(len(back), 1000)
                self.assertEqual(proxy.take_counts(), (3_000_000, 1000))
                self.assertEqual(proxy.take_counts(), (0, 0))


class Processes(unittest.TestCase):
    def test_a_failed_command_says_why(self):
        with self.assertRaisesRegex(processes.CommandFailed, "code 3: so it is"):
            processes.run(["sh", "-c", "echo so it is >&2; exit 3"])

    def test_memory_is_the_commands_own(self):
        usage = processes.run(["true"])
        self.assertLess(usage.peak_bytes, 5_000_000)

    def test_a_daemon_ends_with_its_block(self):
        with tempfile.NamedTemporaryFile() as log:
            with processes.Daemon(["sleep", "600"], log.name) as daemon:
                self.assertGreater(daemon.peak_bytes(), 0)
            self.assertIsNotNone(daemon.process.poll())


class Scenarios(unittest.TestCase):
    def test_needed_work_is_done_too_and_in_order(self):
        self.assertEqual([work.name for work in scenarios.with_needs(["one-file"])], ["first", "changed", "one-file"])


class Report(unittest.TestCase):
    def line(self, contender, seconds, round_=1):
        return {"kind": "figures", "tree": "files", "round": round_, "work": "first", "contender": contender,
                "seconds": seconds, "stored": 1000, "to_service": 10, "from_service": 5,
                "client_peak": 1, "service_peak": 1, "processor_seconds": None}

    def test_ratios_are_of_medians(self):
        run = {"kind": "run", "date": "", "cores": 2, "processor": "", "memory_bytes": 0, "kernel": "", "file_system": "",
               "versions": {}, "commit": "", "size": "S", "rounds": 3, "load_before": 0,
               "trees": {"files": {"files": 1, "bytes": 1}}}
        lines = [run, *(self.line("backspool", seconds) for seconds in (1, 2, 30)), self.line("restic", 5)]
        text = report.render(lines, markdown=True)
        self.assertIn("| first backup | 2.00 | 5.00 |  |  | 2.50 |  |  |", text)


if __name__ == "__main__":
    unittest.main()
