#!/usr/bin/python3
"""Stands in for ssh between borg and `borg serve` (BORG_RSH): starts the service on this computer, moves the bytes
between the two, and leaves what it counted in the folder $BENCH_BORG_FIGURES: PID.counting while it runs, PID.json at
its end, which may come after borg's own."""

import json
import os
import subprocess
import sys
import threading

from byte_counter import Relay, widen


def main():
    command = sys.argv[2:]  # after the host's name
    os.setsid()  # is not ended with borg, but by the end of its pipes
    figures = os.path.join(os.environ["BENCH_BORG_FIGURES"], str(os.getpid()))
    with open(figures + ".counting", "w"):
        pass
    service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True)
    for pipe in service.stdin, service.stdout:
        widen(pipe)

    to_service, from_service = Relay(), Relay()

    def send():
        try:
            to_service.move(sys.stdin.fileno(), service.stdin.fileno())
        except OSError:
            pass
        service.stdin.close()

    threading.Thread(target=send, daemon=True).start()
    try:
        from_service.move(service.stdout.fileno(), sys.stdout.fileno())
    except OSError:
        service.stdout.close()  # borg listens no more; its service ends with its input
    _, status, usage = os.wait4(service.pid, 0)

    with open(figures + ".counting", "w") as file:
        json.dump({"to_service": to_service.count, "from_service": from_service.count,
                   "peak_bytes": usage.ru_maxrss * 1024}, file)
    os.rename(figures + ".counting", figures + ".json")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
