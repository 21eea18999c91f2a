"""A last moment for a talk with another machine, however busy the other side seems."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Sockets = Callable[[], list[socket.socket]]


@contextmanager
def deadline(seconds: float, sockets: Sockets) -> Iterator[threading.Event]:
    """Cut what `sockets` gives when `seconds` are over; the event tells that they are."""
    ran_out = threading.Event()

    def cut() -> None:
        ran_out.set()
        for each in sockets():
            shut(each)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield ran_out
    finally:
        timer.cancel()


def shut(connection: socket.socket) -> None:
    """End a connection under whoever reads from it; below TLS, which would only say goodbye."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # it had ended, or went over to TLS
