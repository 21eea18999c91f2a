"""The other side of an HTTP call, over a real socket: it keeps what it got, and says as told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Behaviour = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Got:
    """One request as it came in: its first line, its headers by small letters, its body."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Remote:
    """A server that answers each request with the next of `says` (bytes, or what it does)."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    says: list[bytes | Behaviour] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def remote(*says: bytes | Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Remote]:
    """Serve until the block ends; what was not told to it is answered with 200."""
    listening = socket.create_server(("127.0.0.1", 0))
    found = Remote(port=listening.getsockname()[1], says=list(says))
    thread = threading.Thread(target=_serve, args=(listening, found, tls), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _serve(listening: socket.socket, found: Remote, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        found.connections += 1
        with connection:
            try:
                _one(tls.wrap_socket(connection, server_side=True) if tls else connection, found)
            except OSError:
                continue


def _one(connection: socket.socket, found: Remote) -> None:
    with connection:
        got = _read(connection)
        if got is None:
            return
        found.got.append(got)
        said = found.says.pop(0) if found.says else OK
        if callable(said):
            said(connection)
        else:
            connection.sendall(said)


def _read(connection: socket.socket) -> Got | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    headers = {k.lower(): v for k, _, v in (each.partition(": ") for each in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Got(line, headers, body)


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def cut(connection: socket.socket) -> None:
    """Take the request and break off without a word."""
    connection.shutdown(socket.SHUT_RDWR)


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """Return what a server needs to speak TLS as `names`, and the file that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proef")])
    now = datetime.now(UTC)
    known = [
        x509.IPAddress(ip_address(each)) if each[0].isdigit() else x509.DNSName(each)
        for each in names
    ]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    own, trusted = folder / "server.pem", folder / "trusted.pem"
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    own.write_bytes(private + public)
    trusted.write_bytes(public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    return context, trusted
