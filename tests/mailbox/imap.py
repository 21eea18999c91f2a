"""A small IMAP server over a real socket: one folder that is read, one where mails go."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "post", "geheim"
CAME = "21-Mar-2026 23:30:00 +0000"  # the 22nd in Brussels


@dataclass
class Box:
    """What lies in the mailbox, by uid. It breaks off at the command `cuts_at`, `cuts` times."""

    mails: dict[int, bytes] = field(default_factory=dict)
    moved: dict[int, bytes] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    validity: int = 7
    came: str = CAME
    cuts_at: str = ""
    cuts: int = 0
    folders: set[str] = field(default_factory=lambda: {"INBOX"})
    fetched: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, data: bytes, uid: int | None = None) -> int:
        at = uid or max([0, *self.mails, *self.moved]) + 1
        self.mails[at] = data
        return at


@contextmanager
def serving(box: Box) -> Iterator[Box]:
    listening = socket.create_server(("127.0.0.1", 0))
    box.port = listening.getsockname()[1]
    thread = threading.Thread(target=_serve, args=(listening, box), daemon=True)
    thread.start()
    try:
        yield box
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _serve(listening: socket.socket, box: Box) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as talk:
            try:
                talk.write(b"* OK hello\r\n")
                talk.flush()
                for line in talk:
                    answer = _answer(box, line.decode("utf-8").strip())
                    if answer is None:
                        break
                    talk.write(answer)
                    talk.flush()
            except OSError:
                continue


def _answer(box: Box, line: str) -> bytes | None:
    tag, _, rest = line.partition(" ")
    if box.cuts and box.cuts_at in rest:
        box.cuts -= 1
        return None
    word = " ".join(rest.split()[:2]) if rest.upper().startswith("UID") else rest.split()[0]
    said = _SAYS[word.upper()](box, rest)
    if said is None:
        return f"{tag} NO failed\r\n".encode()
    return said + f"{tag} OK done\r\n".encode()


def _login(box: Box, rest: str) -> bytes | None:
    return b"" if rest == f'LOGIN "{USER}" "{PASSWORD}"' else None


def _list(box: Box, rest: str) -> bytes:
    wanted = rest.rsplit(maxsplit=1)[-1].strip('"')
    return f'* LIST () "/" "{wanted}"\r\n'.encode() if wanted in box.folders else b""


def _create(box: Box, rest: str) -> bytes:
    box.folders.add(rest.rsplit(maxsplit=1)[-1].strip('"'))
    return b""


def _search(box: Box, rest: str) -> bytes:
    return f"* SEARCH {' '.join(map(str, box.mails))}\r\n".encode()


def _fetch(box: Box, rest: str) -> bytes:
    uid = int(rest.split()[2])
    if uid not in box.mails:
        return b""
    data = box.mails[uid]
    if "RFC822.SIZE" in rest:
        size = box.sizes.get(uid, len(data))
        return f'* 1 FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE "{box.came}")\r\n'.encode()
    box.fetched.append(rest)
    body = data if "BODY.PEEK[]" in rest else data.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return f"* 1 FETCH (UID {uid} BODY[] {{{len(body)}}}\r\n".encode() + body + b")\r\n"


def _move(box: Box, rest: str) -> bytes:
    uid, folder = int(rest.split()[2]), rest.rsplit(maxsplit=1)[-1].strip('"')
    if folder not in box.folders:
        return b"* BAD no folder\r\n"
    box.moved[uid] = box.mails.pop(uid)
    return b""


def _status(box: Box, rest: str) -> bytes:
    name = re.findall(r'STATUS "?([^" ]+)', rest)[0]
    return f'* STATUS "{name}" (UIDVALIDITY {box.validity})\r\n'.encode()


_SAYS: Mapping[str, Callable[[Box, str], bytes | None]] = {
    "CAPABILITY": lambda box, rest: b"* CAPABILITY IMAP4rev1 MOVE\r\n",
    "LOGIN": _login,
    "SELECT": lambda box, rest: f"* {len(box.mails)} EXISTS\r\n".encode(),
    "STATUS": _status,
    "LIST": _list,
    "CREATE": _create,
    "UID SEARCH": _search,
    "UID FETCH": _fetch,
    "UID MOVE": _move,
    "LOGOUT": lambda box, rest: b"* BYE\r\n",
}
