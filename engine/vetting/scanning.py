"""The virus scanner: clamd over a socket, asked with INSTREAM; without one nothing is scanned.

The protocol is that of clamd(8): pieces of `length ‖ bytes`, ended by a length of zero.
"""

from __future__ import annotations

import socket
import struct
from enum import StrEnum
from typing import BinaryIO

STEP = 64 * 1024
PATIENCE = 60.0


class Scan(StrEnum):
    """What became of a scan."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    FAILED = "failed"


def scan(file: BinaryIO, address: str) -> Scan:
    """Have `file` scanned at `address`: a path of a socket, or `host:port`; empty: no scanner."""
    if not address:
        return Scan.NOT_SCANNED
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(STEP):
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(bytes(4))
            said = _answer(connection)
    except OSError:
        return Scan.FAILED
    if said.endswith("FOUND"):
        return Scan.INFECTED
    return Scan.CLEAN if said.endswith(": OK") else Scan.FAILED


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise OSError("an address of clamd is a path or host:port")
    return socket.create_connection((host, int(port)), PATIENCE)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096:
        piece = connection.recv(1024)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
