"""restic with its REST service (`rclone serve restic`) over loopback, with TLS. Encrypted, compression as it comes."""

import json
import os
import re
import subprocess

from .byte_counter import CountingProxy
from .contender import Contender, Figures, bytes_of
from .processes import CommandFailed, Daemon, run
from .tls_line import Certificate, free_port, wait_for


class Restic(Contender):
    name = "restic"

    def __init__(self, state):
        super().__init__(state)
        os.makedirs(self.repository())
        self._line = Certificate(state)
        port = free_port()
        self._service = Daemon(["rclone", "serve", "restic", "--addr", f"127.0.0.1:{port}",
                                "--cert", self._line.certificate, "--key", self._line.key, self.repository()],
                               os.path.join(state, "rclone.log"),
                               env={**os.environ, "XDG_CONFIG_HOME": state, "XDG_CACHE_HOME": state})
        try:
            wait_for(port, self._service)
            self._proxy = CountingProxy(port)
            self._run("first", ["init"])
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if hasattr(self, "_proxy"):
            self._proxy.__exit__()
        self._service.stop()

    @staticmethod
    def version():
        restic = subprocess.run(["restic", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
        rclone = subprocess.run(["rclone", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
        return f"restic {restic} with rclone {rclone}"

    def repository(self):
        return os.path.join(self.state, "repository")

    def backup(self, client, folder):
        usage, figures = self._run(client, ["backup", "--json", "--host", client, folder], sync=self.repository())
        for line in reversed(usage.output.splitlines()):
            message = json.loads(line)
            if message.get("message_type") == "summary":
                return message["snapshot_id"], figures
        raise CommandFailed("restic backup told no snapshot")

    def restore(self, client, point, folder, target):
        inner = os.path.join(target, os.path.basename(folder))
        return self._run(client, ["restore", f"{point}:{folder}", "--target", inner], sync=target)[1]

    def restore_file(self, client, point, folder, file, target):
        folder, name = os.path.split(os.path.join(folder, file))
        pattern = "/" + re.sub(r"([][*?\\])", r"\\\1", name)
        command = ["restore", f"{point}:{folder}", "--target", target, "--include", pattern]
        return os.path.join(target, name), self._run(client, command, sync=target)[1]

    def _run(self, client, arguments, sync=None):
        cache = os.path.join(self.state, "cache-" + client)
        environment = {**os.environ, "RESTIC_PASSWORD": "benchmark", "RESTIC_PROGRESS_FPS": "0.1",
                       "RESTIC_REPOSITORY": f"rest:https://127.0.0.1:{self._proxy.port}/"}
        self._service.forget_peak()
        self._proxy.take_counts()
        usage = run(["restic", "--cacert", self._line.certificate, "--cache-dir", cache, *arguments], env=environment, sync=[sync] if sync else None)
        to_service, from_service = self._proxy.take_counts()
        return usage, Figures(usage.seconds, usage.processor_seconds, to_service, from_service,
                              bytes_of(self.repository()), usage.peak_bytes, self._service.peak_bytes())

