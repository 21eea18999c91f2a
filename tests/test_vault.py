"""Files on disk: encrypted, whole, kept once, and never more than the limit."""

from __future__ import annotations

import hashlib
import secrets
import threading
from pathlib import Path

import pytest

from engine.errors import NotFound, Unavailable
from engine.vault import CHUNK, Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "documents", tmp_path / "key")


def keep(vault: Vault, data: bytes) -> str:
    incoming = vault.receive(10 * CHUNK)
    for at in range(0, len(data), 10_000):
        incoming.write(data[at : at + 10_000])
    incoming.finish()
    vault.place(incoming)
    return incoming.digest


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_is_kept_comes_back_as_it_was(vault: Vault, size: int) -> None:
    data = secrets.token_bytes(size)
    digest = keep(vault, data)
    assert digest == hashlib.sha256(data).hexdigest()
    with vault.open(digest) as file:
        assert file.read() == data
        file.seek(max(0, size - 5))
        assert file.read() == data[max(0, size - 5) :]


def test_the_disk_never_holds_what_was_sent(vault: Vault) -> None:
    keep(vault, b"een zeer herkenbare zin" * 1000)
    open_end = vault.receive(CHUNK * 9)
    open_end.write(b"een zeer herkenbare zin" * 5000)
    files = [path for path in vault.folder.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert all(b"herkenbare" not in path.read_bytes() for path in files)
    open_end.close()


def test_equal_content_is_kept_once(vault: Vault) -> None:
    assert keep(vault, b"gelijk") == keep(vault, b"gelijk")
    assert len(list(vault.digests())) == 1
    assert not list((vault.folder / "incoming").iterdir())


def test_the_key_is_for_its_owner_only(vault: Vault, tmp_path: Path) -> None:
    keep(vault, b"x")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    other = Vault(vault.folder, tmp_path / "another-key")
    with pytest.raises(Unavailable):
        other.open(next(vault.digests()))


@pytest.mark.parametrize("wrong", ["bit", "cut", "chunk", "grown"])
def test_a_file_that_was_changed_is_not_read(vault: Vault, wrong: str) -> None:
    digest = keep(vault, secrets.token_bytes(3 * CHUNK))
    path = vault.folder / digest[:2] / digest[2:4] / digest
    data = bytearray(path.read_bytes())
    if wrong == "bit":
        data[-1] ^= 1
    elif wrong == "cut":
        del data[-(CHUNK + 16) :]
    elif wrong == "chunk":
        data[72 : 72 + CHUNK + 16] = data[72 + CHUNK + 16 : 72 + 2 * (CHUNK + 16)]
    else:
        data += bytes(CHUNK)
    path.write_bytes(bytes(data))
    with pytest.raises(Unavailable), vault.open(digest) as file:
        file.read()


def test_one_file_cannot_stand_in_for_another(vault: Vault) -> None:
    first, second = keep(vault, b"een"), keep(vault, b"twee")
    place = {each: vault.folder / each[:2] / each[2:4] / each for each in (first, second)}
    place[first].replace(place[second])
    with pytest.raises(Unavailable):
        vault.open(second)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64])
def test_only_a_hash_is_looked_for(vault: Vault, digest: str) -> None:
    with pytest.raises(NotFound):
        vault.open(digest)


def test_what_is_over_the_limit_is_not_written(vault: Vault) -> None:
    incoming = vault.receive(3 * CHUNK)
    for _ in range(100):
        incoming.write(bytes(CHUNK))
    assert incoming.too_large
    assert incoming.size == 100 * CHUNK
    assert incoming.path.stat().st_size <= 4 * CHUNK
    incoming.close()
    assert not incoming.path.exists()


def test_what_nobody_writes_any_more_is_cleared(vault: Vault) -> None:
    busy = vault.receive(CHUNK)
    (vault.folder / "incoming" / "left").write_bytes(b"x")
    assert vault.clear_incoming() == 1
    assert busy.path.exists()
    busy.close()


def test_two_who_keep_the_same_at_once_both_succeed(vault: Vault) -> None:
    data, found = secrets.token_bytes(CHUNK), []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        found.append(keep(vault, data))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
    assert len(list(vault.digests())) == 1
