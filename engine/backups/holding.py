"""The documents of a backup: held while the database is copied, then copied at leisure.

Every file gets a second name before the database is copied, and those that came in meanwhile after
it. So a document that the copy names is there, also when somebody destroys it in between, and no
one who adds or removes files waits for a backup. What an earlier backup beside this one has already
is not copied but linked: a file in the vault never changes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.backups.manifest import STEP, place_of
from engine.vault import HEAD, Vault

HELD = "held-"  # what the names of our folders in the vault begin with

Files = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The backup before this one, whose documents need no second copy."""

    folder: Path
    files: Mapping[str, tuple[int, str]]


@contextmanager
def holding(vault: Vault) -> Iterator[Path]:
    """Yield a folder in the vault in which files can be held; it is empty again afterwards.

    What an earlier backup left when it was killed goes first.
    """
    vault.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in vault.folder.glob(f"{HELD}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=HELD, dir=vault.folder) as folder:
        yield Path(folder)


def hold_all(vault: Vault, held: Path) -> None:
    """Hold every file that is in the vault now."""
    for digest in vault.digests():
        vault.hold(digest, held / digest)


def hold_rest(vault: Vault, held: Path, named: frozenset[str]) -> list[str]:
    """Hold the files that are `named` and came in since; return those that are not there."""
    there = {each.name for each in held.iterdir()}
    return [each for each in sorted(named - there) if not vault.hold(each, held / each)]


def copy_held(
    held: Path, named: frozenset[str], into: Path, earlier: Earlier | None
) -> tuple[Files, int]:
    """Copy the files that are `named`; return size and SHA-256 of each, and how many were linked.

    The hash is of the file as it lies there, encrypted.
    """
    files: Files = {}
    linked = 0
    for digest in sorted(named):
        name = place_of(digest)
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        known = _linked(held / digest, name, into, earlier)
        linked += known is not None
        files[name] = known or copied(held / digest, into / name)
    return files, linked


def copied(source: Path, target: Path) -> tuple[int, str]:
    """Copy one file to the disk for good; return its size and SHA-256 as they were read."""
    found, size = sha256(), 0
    with source.open("rb") as data, target.open("wb") as out:
        while piece := data.read(STEP):
            found.update(piece)
            size += len(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return size, found.hexdigest()


def _linked(source: Path, name: str, into: Path, earlier: Earlier | None) -> tuple[int, str] | None:
    """Link to the same file in the earlier backup and return its size and hash, if it has it.

    The head of a file has a salt of its own: two files with one head were one.
    """
    known = None if earlier is None else earlier.files.get(name)
    if known is None or earlier is None or known[0] != source.stat().st_size:
        return None
    try:
        if _head(earlier.folder / name) != _head(source):
            return None
        os.link(earlier.folder / name, into / name)
    except OSError:
        return None
    return known


def _head(file: Path) -> bytes:
    with file.open("rb") as data:
        return data.read(HEAD)
