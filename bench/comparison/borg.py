"""BorgBackup with `borg serve` over loopback. The line is TLS by socat in the place of ssh: as encrypted, and no sshd is
needed, which would open a computer for good that only wanted to measure. Repository keys and compression as they come
(repokey, lz4)."""

import os
import shlex
import subprocess
import time

from .byte_counter import CountingProxy
from .contender import Contender, Figures, bytes_of
from .processes import CommandFailed, Daemon, run
from .tls_line import Certificate, free_port, wait_for

END_SECONDS = 30
_BUFFER_BYTES = 1 << 20  # of socat: its own 8 KiB would slow borg down


class Borg(Contender):
    name = "borg"

    def __init__(self, state):
        super().__init__(state)
        self._points = 0
        self._line = Certificate(state)
        self._peaks = os.path.join(state, "peaks")
        os.makedirs(self._peaks)
        port = free_port()
        self._service = Daemon(["socat", "-b", _BUFFER_BYTES,
                                f"OPENSSL-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork,nodelay,verify=0,cert={self._line.certificate},"
                                f"key={self._line.key}", f"EXEC:{self._serve_script()},pipes"], os.path.join(state, "socat.log"))
        try:
            wait_for(port, self._service)
            self._proxy = CountingProxy(port)
            self._settle()
            self._run("first", ["init", "--encryption", "repokey"])
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if hasattr(self, "_proxy"):
            self._proxy.__exit__()
        self._service.stop()

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
        environment = {**os.environ, "BORG_BASE_DIR": base, "BORG_PASSPHRASE": "benchmark",
                       "BORG_REPO": f"ssh://loopback{self.repository()}", "BORG_RSH": self._call_script()}
        self._proxy.take_counts()
        usage = run(["borg", *arguments], env=environment, cwd=cwd, sync=[sync] if sync else None)
        peak = self._settle()
        to_service, from_service = self._proxy.take_counts()
        # The greater of client and service, since the one waits for the other: the client's wherever it counts.
        return Figures(usage.seconds, usage.processor_seconds, to_service, from_service, bytes_of(self.repository()), usage.peak_bytes, peak)

    def _serve_script(self):
        """Runs `borg serve` for one connection, and leaves its peak of memory: PID.running meanwhile, PID at its end."""
        figure = shlex.quote(self._peaks) + "/$$"
        return self._script("serve", f'time --quiet --format=%M --output={figure}.running -- borg serve; mv {figure}.running {figure}',
                            before=f": > {figure}.running")

    def _call_script(self):
        """Stands in for ssh; the host and the command that borg names do not matter."""
        return self._script("call", f"exec socat -b {_BUFFER_BYTES} STDIO OPENSSL:127.0.0.1:{self._proxy.port},nodelay,cafile={self._line.certificate}")

    def _script(self, name, command, before=":"):
        path = os.path.join(self.state, name)
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\n{before}\n{command}\n")
        os.chmod(path, 0o700)
        return path

    def _settle(self):
        """The greatest peak of the services since the last call, once all have ended; 0 without one."""
        deadline = time.monotonic() + END_SECONDS
        while any(name.endswith(".running") for name in os.listdir(self._peaks)):
            if time.monotonic() > deadline:
                raise CommandFailed("borg serve does not end")
            time.sleep(0.01)
        peak = 0
        for name in os.listdir(self._peaks):
            path = os.path.join(self._peaks, name)
            with open(path) as file:
                words = file.read().split()  # time(1) says a status that is not 0 before it
            if words:
                peak = max(peak, int(words[-1]) * 1024)
            os.remove(path)
        return peak
