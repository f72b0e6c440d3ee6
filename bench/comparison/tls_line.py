"""What the peers need to have a line as Backspool's: TLS 1.3 over loopback, with a certificate made for the run."""

import os
import socket
import subprocess
import time

from .processes import CommandFailed

START_SECONDS = 30


class Certificate:
    """A key and a certificate for 127.0.0.1, which is its own authority."""

    def __init__(self, folder):
        self.key = os.path.join(folder, "line.key")
        self.certificate = os.path.join(folder, "line.crt")
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                               "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                               "-keyout", self.key, "-out", self.certificate], capture_output=True, text=True)
        if made.returncode != 0:
            raise CommandFailed(f"openssl makes no certificate: {made.stderr.strip()}")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port, service):
    """Until @p service, a Daemon, takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        service.check()
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise CommandFailed(f"nothing listens on port {port}") from None
            time.sleep(0.05)
