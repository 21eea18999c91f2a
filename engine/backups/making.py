"""Making a backup while people work.

The order is the point: documents are held, the database is copied at one moment, and only then is
what it names copied. A backup grows under a name that nothing takes for a backup, and gets its own
when it is whole and on disk.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import __version__, history
from engine.backups import holding, keys, manifest, noting
from engine.backups.manifest import KEYS, SEAL_KEY, SEALS, Manifest
from engine.errors import InvalidInput, Problem, Unavailable
from engine.runtime import Runtime
from engine.store import copies, seals

TRIES = 3
PART = ".part"
TAR = ".tar"
_NAME = re.compile(r"procesregie-\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where it is, what it says of itself, and what went for it.

    `linked` documents were in the backup before; `removed` are older backups.
    """

    place: Path
    manifest: Manifest
    seconds: float
    linked: int
    removed: tuple[str, ...]


def make(
    runtime: Runtime, *, place: Path, passphrase: bytes | None, keep: int | None = None
) -> Made:
    """Make a backup in the folder `place`, or as the one file `place` when it ends in `.tar`.

    With a passphrase the keys are in it, sealed; without, they are not. Of older backups in that
    folder `keep` stay, this one among them. Raises InvalidInput, Unavailable, OSError.
    """
    began, moment = time.perf_counter(), runtime.now()
    one_file = place.suffix == TAR
    if one_file and place.exists():
        raise InvalidInput([Problem(str(place), "backup.exists")])
    folder = place.parent if one_file else place
    folder.mkdir(parents=True, exist_ok=True)
    name = f"procesregie-{moment:%Y%m%dT%H%M%SZ}"
    with _alone(runtime):
        if not one_file and (folder / name).exists():
            raise InvalidInput([Problem(str(folder / name), "backup.exists")])
        part = folder / f".{name}{PART}"
        try:
            part.mkdir(mode=0o700)
            said, linked = _filled(runtime, part, moment, passphrase)
            final = _packed(part, place) if one_file else _named(part, folder / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        removed = () if keep is None or one_file else _removed(folder, keep)
    noting.made(runtime, {"backup": name, "bytes": said.size, "documents": len(said.documents)})
    return Made(final, said, time.perf_counter() - began, linked, removed)


def found(folder: Path) -> list[Path]:
    """Return the backups in a folder, the oldest first."""
    return sorted(each for each in folder.glob("procesregie-*") if _NAME.fullmatch(each.name))


def _filled(
    runtime: Runtime, part: Path, moment: datetime, passphrase: bytes | None
) -> tuple[Manifest, int]:
    settings = runtime.settings
    history.make_seal_key(runtime)
    with holding.holding(runtime.vault) as held:
        held_contents, named = _copied(runtime, part, held)
        files, linked = holding.copy_held(held, named, part, _earlier(part.parent))
    seal_lines = seals.lines_until(Path(settings.seal_dir), held_contents.seal[0])
    _write(part / SEALS, "".join(line + "\n" for line in seal_lines).encode())
    _write(part / SEAL_KEY, seals.public_file(Path(settings.seal_key)).read_bytes())
    if passphrase is not None:
        _write(part / KEYS, keys.sealed(keys.present(settings), passphrase))
    small = [each for each in part.iterdir() if each.is_file()]
    said = Manifest(
        format=manifest.FORMAT,
        name=part.name.removeprefix(".").removesuffix(PART),
        moment=moment.isoformat(timespec="seconds"),
        version=__version__,
        installation=settings.installation,
        database=copies.kind_of(settings.database_url),
        holds=held_contents.as_json(),
        files={**files, **{each.name: manifest.measured(each) for each in small}},
        key_ids=keys.ids(settings),
    )
    said.write(part, Path(settings.seal_key))
    for each in part.iterdir():
        _sync(each)
    return said, linked


def _copied(runtime: Runtime, part: Path, held: Path) -> tuple[copies.Contents, frozenset[str]]:
    """Copy the database at a moment of which every document is held.

    A document that came in and was destroyed while the database was copied is in no vault any
    more: then the copy is made once more.
    """
    gone: list[str] = []
    for _ in range(TRIES):
        holding.hold_all(runtime.vault, held)
        for old in copies.FILES.values():
            (part / old).unlink(missing_ok=True)
        contents, named = copies.copy(runtime.store, part)
        gone = holding.hold_rest(runtime.vault, held, named)
        if not gone:
            return contents, named
    raise Unavailable("backup_document_gone", hash=gone[0], number=len(gone))


@contextmanager
def _alone(runtime: Runtime) -> Iterator[None]:
    """Make one backup of a house at a time. Raises Unavailable while another is being made."""
    folder = Path(runtime.settings.data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".backup.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Unavailable("backup_busy") from busy
        yield


def _earlier(folder: Path) -> holding.Earlier | None:
    """Return the newest backup in a folder; one that is damaged is no help."""
    for each in reversed(found(folder)):
        try:
            said, _ = manifest.read(each)
        except InvalidInput:
            continue
        return holding.Earlier(each, said.files)
    return None


def _removed(folder: Path, keep: int) -> tuple[str, ...]:
    """Remove all but the newest backups, and what was never finished; return their names."""
    old = found(folder)[: -max(keep, 1)]
    for each in old:
        gone = folder / f".{each.name}{PART}"
        each.rename(gone)  # a removal that stops half way leaves nothing that looks like a backup
        shutil.rmtree(gone)
    for left in folder.glob(f".procesregie-*{PART}"):
        shutil.rmtree(left, ignore_errors=True)
    return tuple(each.name for each in old)


def _named(part: Path, final: Path) -> Path:
    part.rename(final)
    _sync(final.parent)
    return final


def _packed(part: Path, file: Path) -> Path:
    """Pack a finished backup as one file; documents are encrypted, so nothing gets smaller."""
    beside = file.with_name(f".{file.name}{PART}")
    with tarfile.open(beside, "w") as archive:
        for each in sorted(part.rglob("*")):
            if each.is_file():
                archive.add(each, str(each.relative_to(part)))
    _sync(beside)
    beside.rename(file)
    _sync(file.parent)
    return file


def _write(file: Path, data: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
