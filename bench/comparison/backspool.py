"""Backspool: backspoold and backspool-agent of the release build, over loopback with TLS as always."""

import json
import os
import subprocess
import time

from .contender import Contender, Figures, bytes_of
from .processes import CommandFailed, Daemon, run, run_soon

_HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.normpath(os.path.join(_HERE, "../../build/release/bin"))
START_SECONDS = 60


class Backspool(Contender):
    name = "backspool"

    def __init__(self, state):
        super().__init__(state)
        self._service = Daemon([_program("backspoold"), "--data-dir", self.repository(),
                                "--listen", "127.0.0.1:0", "run"],
                               os.path.join(state, "service.log"), stdout=subprocess.PIPE)
        try:
            self._address = self._read_address()
            self._enrolled = set()
            self._enrol("first")
        except BaseException:
            self.stop()
            raise

    def stop(self):
        self._service.stop()

    @staticmethod
    def version():
        return subprocess.run([_program("backspoold"), "--version"], capture_output=True, text=True,
                              check=True).stdout.strip()

    @staticmethod
    def is_built():
        return all(os.access(_program(name), os.X_OK) for name in ("backspoold", "backspool-agent"))

    def repository(self):
        return os.path.join(self.state, "service")

    def backup(self, client, folder):
        self._enrol(client)
        report, figures = self._run(client, ["backup", "--json", folder], sync=self.repository())
        if report["files_skipped"]:
            raise CommandFailed(f"backspool-agent backup skipped {report['files_skipped']} files")
        figures.to_service, figures.from_service = report["bytes_sent"], report["bytes_received"]
        return str(report["point"]), figures

    def restore(self, client, point, folder, target):
        return self._read(client, ["restore", "--point", point, folder, "--to", target], target)

    def restore_file(self, client, point, folder, file, target):
        command = ["restore", "--point", point, os.path.join(folder, file), "--to", target]
        return os.path.join(target, os.path.basename(file)), self._read(client, command, target)

    def _read(self, client, command, target):
        before = self._wire()
        _, figures = self._run(client, [*command, "--json"], sync=target)
        after = self._settled_wire(before)
        figures.to_service, figures.from_service = after[0] - before[0], after[1] - before[1]
        return figures

    def _run(self, client, arguments, sync):
        self._service.forget_peak()
        usage = run([_program("backspool-agent"), "--state-dir", self._state_of(client), *arguments], sync=[sync])
        figures = Figures(usage.seconds, usage.processor_seconds, stored=bytes_of(self.repository()),
                          client_peak=usage.peak_bytes, service_peak=self._service.peak_bytes())
        return json.loads(usage.output), figures

    def _enrol(self, client):
        if client in self._enrolled:
            return
        code = self._administer("client", "add", client)["code"]
        run([_program("backspool-agent"), "--state-dir", self._state_of(client),
             "enrol", "--service", self._address, "--code", code])
        self._enrolled.add(client)

    def _wire(self):
        figures = self._administer("stats")
        return figures["wire_bytes_in"], figures["wire_bytes_out"]

    def _settled_wire(self, before):
        """The service counts a connection that only read when it has ended, a moment after the agent."""
        deadline = time.monotonic() + 5
        while (wire := self._wire()) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        return wire

    def _administer(self, *command):
        return json.loads(run([_program("backspoold"), "--data-dir", self.repository(), *command, "--json"]).output)

    def _state_of(self, client):
        return os.path.join(self.state, "agent-" + client)

    def _read_address(self):
        # The first line comes at once; should it not, the process is ended by who waits for it.
        deadline = time.monotonic() + START_SECONDS
        os.set_blocking(self._service.process.stdout.fileno(), False)
        text = b""
        while time.monotonic() < deadline:
            self._service.check()
            text += self._service.process.stdout.read() or b""
            for line in text.splitlines(keepends=True):
                if line.startswith(b"ready ") and line.endswith(b"\n"):
                    return line.split()[1].decode()
            time.sleep(0.02)
        raise CommandFailed("backspoold does not get ready")


class Watching(Backspool):
    """With the agent that runs all the time, and a log of what is written: its backups are asked for by hand."""

    def __init__(self, state):
        self._agents = {}
        super().__init__(state)

    def stop(self):
        for agent in self._agents.values():
            agent.stop()
        super().stop()

    def backup(self, client, folder):
        agent = self._agent_of(client)
        agent.forget_peak()
        point, figures = super().backup(client, folder)
        figures.client_peak, figures.processor_seconds = agent.peak_bytes(), None
        return point, figures

    def _agent_of(self, client):
        self._enrol(client)
        if client not in self._agents:
            # No backup that nobody asks for comes between. Shadows are for file systems that have clones.
            with open(os.path.join(self._state_of(client), "policy.json"), "w") as policy:
                json.dump({"version": 1, "schedule": {"target_delay_seconds": 2_678_400},
                           "write_log": {"shadows_from_mebibytes": 16}}, policy)
            self._agents[client] = Daemon([_program("backspool-agent"), "--state-dir", self._state_of(client), "run"],
                                          os.path.join(self.state, f"agent-{client}.log"))
            run_soon([_program("backspool-agent"), "--state-dir", self._state_of(client), "pause"], START_SECONDS)
        return self._agents[client]


class LookingAtEverything(Backspool):
    """Without a log of what is written: what that spares."""

    name = "looking at everything"


def _program(name):
    return os.path.join(PROGRAMS, name)
