"""BorgBackup with `borg serve` over a pipe on this computer (borg_pipe.py in the place of ssh): the same programs at
both ends, without ssh's encryption. Repository keys and compression as they come (repokey, lz4)."""

import json
import os
import shutil
import subprocess
import time

from .contender import Contender, Figures, bytes_of
from .processes import CommandFailed, run

_PIPE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "borg_pipe.py")
END_SECONDS = 30


class Borg(Contender):
    name = "borg"

    def __init__(self, state):
        super().__init__(state)
        self._points = 0
        self._run("first", ["init", "--encryption", "repokey"])

    @staticmethod
    def version():
        return subprocess.run(["borg", "--version"], capture_output=True, text=True, check=True).stdout.strip()

    def repository(self):
        return os.path.join(self.state, "repository")

    def backup(self, client, folder):
        self._points += 1
        point = f"point-{self._points}"
        parent, name = os.path.split(folder)
        return point, self._run(client, ["create", f"::{point}", name], cwd=parent, sync=self.repository())

    def restore(self, client, point, folder, target):
        return self._run(client, ["extract", f"::{point}"], cwd=target, sync=target)

    def restore_file(self, client, point, folder, file, target):
        inner = os.path.join(os.path.basename(folder), file)
        figures = self._run(client, ["extract", f"::{point}", "pp:" + inner], cwd=target, sync=target)
        return os.path.join(target, inner), figures

    def _run(self, client, arguments, cwd=None, sync=None):
        base = os.path.join(self.state, "client-" + client)
        os.makedirs(base, exist_ok=True)
        counted = os.path.join(self.state, "counted")
        os.makedirs(counted)
        environment = {**os.environ, "BORG_BASE_DIR": base, "BORG_PASSPHRASE": "benchmark",
                       "BORG_REPO": f"ssh://loopback{self.repository()}",
                       "BORG_RSH": f"/usr/bin/python3 {_PIPE}", "BENCH_BORG_FIGURES": counted}
        usage = run(["borg", *arguments], env=environment, cwd=cwd, sync=[sync] if sync else None)
        connections = _counted_in(counted)
        shutil.rmtree(counted)
        to_service, from_service, service_peak = (
            [connection[figure] for connection in connections]
            for figure in ("to_service", "from_service", "peak_bytes"))
        # The greater of client and service, since the one waits for the other: the client's wherever it counts.
        return Figures(usage.seconds, usage.processor_seconds, sum(to_service), sum(from_service),
                       bytes_of(self.repository()), usage.peak_bytes, max(service_peak))


def _counted_in(folder):
    """What each connection counted, once all have ended."""
    deadline = time.monotonic() + END_SECONDS
    while any(name.endswith(".counting") for name in os.listdir(folder)):
        if time.monotonic() > deadline:
            raise CommandFailed("borg serve does not end")
        time.sleep(0.01)
    connections = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name)) as file:
            connections.append(json.load(file))
    if not connections:
        raise CommandFailed("borg has not called borg serve")
    return connections
