"""The vault: files on disk, encrypted, found by the SHA-256 of what is in them.

No database, no names, no types of files. A file is written to `incoming/` while it streams in, and
moved to `<first two>/<next two>/<hash>` once it is whole; what is there is never written again.

A file is `magic ‖ salt ‖ tag ‖ chunks`. Its two keys come from the key file and its own salt
(HKDF-SHA256, RFC 5869). A chunk is AES-256-GCM over 64 KiB; its nonce is its number and whether it
is the last one, so that chunks cannot be swapped, repeated or cut off. The tag is an HMAC of the
hash, so that one file cannot stand in for another.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import io
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from engine.errors import NotFound, Unavailable

CHUNK = 64 * 1024
MAGIC = b"PRDOC1\0\0"
SALT, TAG, SEALED = 32, 32, 16
HEAD = len(MAGIC) + SALT + TAG
INCOMING = "incoming"


class Vault:
    """The files under one folder, with one key file."""

    def __init__(self, folder: Path, key_file: Path) -> None:
        self.folder = folder
        self._key_file = key_file

    def receive(self, limit: int) -> Incoming:
        """Return where a file of at most `limit` bytes can be written to."""
        with _named_failures():
            folder = self.folder / INCOMING
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return Incoming(folder, self._key, limit)

    def open(self, digest: str) -> io.BufferedReader:
        """Return what is kept under `digest` (SHA-256 as hex), to be read from any place.

        Raises NotFound when it is not there, Unavailable when it is not what was put there.
        """
        try:
            file = self._path(digest).open("rb")
        except FileNotFoundError as missing:
            raise NotFound("document") from missing
        try:
            return io.BufferedReader(_Plain(file, self._key, digest), CHUNK)
        except BaseException:
            file.close()
            raise

    def place(self, incoming: Incoming) -> None:
        """Move a finished file to its place, for good; equal content is kept once."""
        with _named_failures():
            wanted = self._path(incoming.digest)
            wanted.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not wanted.exists():
                incoming.path.rename(wanted)
                _sync_folder(wanted.parent)
            incoming.close()

    def remove(self, digest: str) -> bool:
        """Remove a file for good; call it inside `alone`. Return whether it was there."""
        try:
            self._path(digest).unlink()
        except FileNotFoundError:
            return False
        _sync_folder(self._path(digest).parent)
        return True

    def hold(self, digest: str, place: Path) -> bool:
        """Give a file a second name, so that its removal does not reach it; False without a file.

        Where the disk knows no second names, `place` becomes a copy.
        """
        try:
            os.link(self._path(digest), place)
        except FileExistsError:
            return True
        except FileNotFoundError:
            return False
        except OSError:
            with _named_failures():
                shutil.copyfile(self._path(digest), place)
        return True

    def digests(self) -> Iterator[str]:
        """Return the hash of every file that is kept."""
        yield from (path.name for path in self.folder.glob("??/??/*"))

    def clear_incoming(self) -> int:
        """Remove what nobody is writing any more; return how much that was."""
        removed = 0
        for path in self.folder.glob(f"{INCOMING}/*"):
            try:
                with path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
                    removed += 1
            except (BlockingIOError, FileNotFoundError):
                continue
        return removed

    @contextmanager
    def among_others(self) -> Iterator[None]:
        """Hold off whoever removes files, from placing a file until its row is committed."""
        with self._locked(fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody is placing a file, and keep it so: what has no row now may go."""
        with self._locked(fcntl.LOCK_EX):
            yield

    def derive(self, purpose: bytes) -> bytes:
        """Return 64 bytes of key for another purpose than files, from the same key file."""
        return HKDF(SHA256(), 64, None, purpose).derive(self._key)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with _named_failures():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.folder / ".lock").open("ab")
        with lock:
            fcntl.flock(lock, how)
            yield

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise NotFound("document")
        return self.folder / digest[:2] / digest[2:4] / digest

    @cached_property
    def _key(self) -> bytes:
        """Return the key, made at first use; only its owner may read it."""
        with _named_failures():
            if not self._key_file.exists():
                _make_key(self._key_file)
            key = self._key_file.read_bytes()
        if len(key) != 32:
            raise Unavailable("documents_key_damaged", file=str(self._key_file))
        return key


class Incoming(io.RawIOBase):
    """A file that is coming in: encrypted as it is written, cut off at its limit.

    What comes after `limit` is counted and thrown away. The lock on the open file tells the sweep
    that somebody is still writing.
    """

    def __init__(self, folder: Path, key: bytes, limit: int) -> None:
        super().__init__()
        handle, path = tempfile.mkstemp(dir=folder)
        self.path = Path(path)
        self._file = os.fdopen(handle, "r+b")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._salt = secrets.token_bytes(SALT)
        self._master = key
        self._cipher, self._mac = _keys(key, self._salt)
        self._hash = hashlib.sha256()
        self._rest = bytearray()
        self._number = 0
        self._limit = limit
        self.size = 0
        self.digest = ""
        self._file.write(MAGIC + self._salt + bytes(TAG))

    @property
    def too_large(self) -> bool:
        """Tell whether more came in than the limit allows."""
        return self.size > self._limit

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any) -> int:
        """Take in the next bytes; what is over the limit is only counted."""
        taken = bytes(data)
        self.size += len(taken)
        if self.too_large:
            self._rest.clear()
            return len(taken)
        self._hash.update(taken)
        self._rest += taken
        with _named_failures():
            while len(self._rest) > CHUNK:
                self._seal(bytes(self._rest[:CHUNK]), last=False)
                del self._rest[:CHUNK]
        return len(taken)

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Do nothing: who parses a form rewinds what it wrote."""
        return 0

    def finish(self) -> None:
        """Write the last chunk and the tag, and make sure that it is on disk."""
        if self.digest or self.too_large:
            return
        self.digest = self._hash.hexdigest()
        with _named_failures():
            self._seal(bytes(self._rest), last=True)
            self._file.seek(len(MAGIC) + SALT)
            self._file.write(_tag(self._mac, self.digest))
            self._file.flush()
            os.fsync(self._file.fileno())

    def plain(self) -> io.BufferedReader:
        """Return the finished file, to be read from any place."""
        return io.BufferedReader(_Plain(self.path.open("rb"), self._master, self.digest), CHUNK)

    @override
    def close(self) -> None:
        """Give the file up; one that was not placed is gone."""
        if not self.closed:
            self.path.unlink(missing_ok=True)
            self._file.close()
        super().close()

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), data, MAGIC))
        self._number += 1


class _Plain(io.RawIOBase):
    """Decrypts a finished file, one chunk at a time."""

    def __init__(self, file: IO[bytes], key: bytes, digest: str) -> None:
        super().__init__()
        self._file = file
        head = file.read(HEAD)
        self._cipher, mac = _keys(key, head[len(MAGIC) : len(MAGIC) + SALT])
        if head[: len(MAGIC)] != MAGIC or not hmac.compare_digest(head[-TAG:], _tag(mac, digest)):
            raise Unavailable("document_damaged", hash=digest)
        self._digest = digest
        sealed = os.fstat(file.fileno()).st_size - HEAD
        self._chunks = max(1, -(-sealed // (CHUNK + SEALED)))
        self._size = sealed - self._chunks * SEALED
        self._at = 0
        self._here: tuple[int, bytes] = (-1, b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    @override
    def tell(self) -> int:
        return self._at

    @override
    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            self._check_end()
            return 0
        number, start = divmod(self._at, CHUNK)
        data = self._chunk(number)[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _check_end(self) -> None:
        """Make sure that the last chunk is the last: a file that was cut has another."""
        self._chunk(self._chunks - 1)

    def _chunk(self, number: int) -> bytes:
        if self._here[0] != number:
            self._file.seek(HEAD + number * (CHUNK + SEALED))
            nonce = _nonce(number, last=number == self._chunks - 1)
            try:
                data = self._cipher.decrypt(nonce, self._file.read(CHUNK + SEALED), MAGIC)
            except InvalidTag as wrong:
                raise Unavailable("document_damaged", hash=self._digest) from wrong
            self._here = (number, data)
        return self._here[1]

    @override
    def close(self) -> None:
        self._file.close()
        super().close()


def _make_key(file: Path) -> None:
    """Write a new key beside its place and link it there: of two who come first, one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=file.parent)  # for its owner only: 0600
    with os.fdopen(handle, "wb") as made:
        made.write(secrets.token_bytes(32))
        made.flush()
        os.fsync(made.fileno())
    try:
        os.link(beside, file)
    except FileExistsError:
        pass
    finally:
        Path(beside).unlink()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def _keys(key: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    made = HKDF(SHA256(), 64, salt, b"procesregie document").derive(key)
    return AESGCM(made[:32]), made[32:]


def _tag(mac: bytes, digest: str) -> bytes:
    return hmac.digest(mac, digest.encode(), "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _named_failures() -> Iterator[None]:
    """Say in our own words what the disk says: full, read-only or gone."""
    try:
        yield
    except OSError as error:
        raise Unavailable("documents_unavailable", detail=str(error)) from error
