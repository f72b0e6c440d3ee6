"""Counting what goes between a client and its service. The bytes are moved by the kernel (splice): the counting costs
the peers next to nothing."""

import fcntl
import os
import socket
import threading

_MOST_AT_ONCE = 1 << 20
_PIPE_BYTES = 1 << 20


class Relay:
    """Moves bytes from one descriptor to another until the first ends; counts them. One of both is a pipe."""

    def __init__(self):
        self.count = 0

    def move(self, source, target):
        while moved := os.splice(source, target, _MOST_AT_ONCE):
            self.count += moved


class CountingProxy:
    """Takes connections on a port of loopback and passes them to another; a context manager."""

    def __init__(self, target_port):
        self._target = ("127.0.0.1", target_port)
        self._lock = threading.Lock()  # guards the counts
        self._to_service = 0
        self._from_service = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept(), which then closes it

    def take_counts(self):
        """Bytes to the service and from it since the last call."""
        with self._lock:
            counts = self._to_service, self._from_service
            self._to_service = self._from_service = 0
        return counts

    def _accept(self):
        with self._listener:
            while True:
                try:
                    client, _ = self._listener.accept()
                except OSError:
                    return
                threading.Thread(target=self._connect, args=[client], daemon=True).start()

    def _connect(self, client):
        try:
            service = socket.create_connection(self._target)
        except OSError:
            client.close()  # as the service itself would refuse it
            return
        with client, service:
            for end in client, service:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self._relay, args=(service, client, "_from_service"), daemon=True)
            back.start()
            self._relay(client, service, "_to_service")
            back.join()

    def _relay(self, source, target, counter):
        read_end, write_end = os.pipe()
        try:
            while moved := os.splice(source.fileno(), write_end, _MOST_AT_ONCE):
                with self._lock:
                    setattr(self, counter, getattr(self, counter) + moved)
                while moved:
                    moved -= os.splice(read_end, target.fileno(), moved)
        except OSError:
            pass  # one end went away
        finally:
            os.close(read_end)
            os.close(write_end)
            # Tells the other end; its own way back may go on.
            for end, how in (target, socket.SHUT_WR), (source, socket.SHUT_RD):
                try:
                    end.shutdown(how)
                except OSError:
                    pass


def widen(pipe):
    """Room for more bytes in a pipe, as far as the system allows."""
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except OSError:
        pass
