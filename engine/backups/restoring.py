"""Putting a backup in place, and looking whether it could be.

Nothing is written over: what stands in the way is named, and only put aside when whoever restores
types the name of the database. Nothing changes in the house before all of it was found whole.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from engine import runtime as wiring
from engine.backups import checking, keys, manifest, noting
from engine.backups.checking import Report
from engine.backups.holding import copied
from engine.backups.manifest import DOCUMENTS, KEYS, SEAL_KEY, SEALS, Manifest
from engine.config import Settings
from engine.errors import InvalidInput, Problem
from engine.runtime import Clock
from engine.store import Store, copies, seals
from engine.vault import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is restored, and how.

    `source` is a folder or a `.tar`, `signed_by` the only key that may have signed it, `every`
    whether each document is decrypted, `force` the typed name of the database that has to make way.
    """

    source: Path
    passphrase: bytes | None = None
    signed_by: str | None = None
    every: bool = False
    force: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore or a check.

    `key` signed the backup; `aside` is what made way; `undone` how many sessions, one-time links
    and jobs in hand were ended; `later_seals` how many seals outside the database are younger than
    the backup: so much of the trail was there after it.
    """

    manifest: Manifest
    key: str
    report: Report
    aside: tuple[str, ...] = ()
    undone: Mapping[str, int] | None = None
    later_seals: int = 0


def check(settings: Settings, *, wanted: Wanted) -> Restored:
    """Put a backup in a place that is gone afterwards, and tell what is wrong with it.

    On PostgreSQL that is a database of its own on the same server. Without a passphrase the keys
    are those in their places. Raises InvalidInput, Unavailable.
    """
    with _unpacked(wanted.source) as folder, tempfile.TemporaryDirectory() as scratch:
        said, key, report = _looked_at(settings, folder, wanted)
        found = _keys_for(settings, said, folder, wanted)
        if report.whole:
            with copies.scratch(settings.database_url, Path(scratch)) as url:
                copies.put_back(folder, url)
                there = _elsewhere(settings, url, Path(scratch))
                keys.put_in_place(there, found, folder / SEAL_KEY)
                shutil.copyfile(folder / SEALS, Path(there.seal_dir) / seals.FILE)
                vault = Vault(folder / DOCUMENTS, Path(there.documents_key))
                _judge(there, None, said, report, vault=vault, every=wanted.every)
        return Restored(said, key, report)


def restore(settings: Settings, *, wanted: Wanted, clock: Clock | None = None) -> Restored:
    """Make the house of these settings from a backup, and verify it.

    Raises InvalidInput when something is in the way, a key is missing, or the backup is not what it
    says; Unavailable. A report with faults means that the house must not be used.
    """
    with _unpacked(wanted.source) as folder:
        said, key, report = _looked_at(settings, folder, wanted)
        found = _keys_for(settings, said, folder, wanted)
        if not report.whole:
            return Restored(said, key, report)
        way = _way(settings, said, folder, found, wanted)
        aside, later = _put_database(settings.database_url, folder, way), way.later_seals
        aside += tuple(_aside(each, way.stamp) for each in way.places)
        keys.put_in_place(settings, found, folder / SEAL_KEY)
        seals.put_lines(Path(settings.seal_dir), folder / SEALS)
        vault = wiring.vault_of(settings)
        _copy_documents(folder, said, vault)
        whole = _judge(settings, clock, said, report, vault=vault, every=wanted.every)
    if not whole:
        return Restored(said, key, report, aside, later_seals=later)
    runtime = wiring.build(settings, clock)
    about = {"backup": said.name, "moment": said.moment, "later_seals": later}
    undone = noting.restored(runtime, about)
    runtime.store.close()
    return Restored(said, key, report, aside, undone, later)


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """Yield the folder of a backup; one file is unpacked into a folder that is gone afterwards."""
    if not source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="procesregie-restore-") as folder:
        try:
            with tarfile.open(source, "r:") as archive:
                archive.extractall(folder, filter="data")
        except tarfile.TarError as wrong:
            raise InvalidInput([Problem(str(source), "backup.not_one")]) from wrong
        yield Path(folder)


def _looked_at(settings: Settings, folder: Path, wanted: Wanted) -> tuple[Manifest, str, Report]:
    """Return what a backup says of itself, who signed it, and what is wrong with its files.

    Only the key that signs seals here may have signed it, when there is one and no other is named.
    """
    own = keys.ids(settings).get("seal_key") or _public(settings)
    said, key = manifest.read(folder, wanted.signed_by or own)
    if said.database != copies.kind_of(settings.database_url):
        raise InvalidInput(
            [Problem("PROCESREGIE_DATABASE_URL", "backup.other_database", {"kind": said.database})]
        )
    if not copies.can_read(str(said.holds["revision"])):
        raise InvalidInput([Problem(said.name, "backup.newer", {"version": said.version})])
    report = Report()
    checking.files(folder, said, report)
    return said, key, report


def _public(settings: Settings) -> str | None:
    found = seals.public_key(Path(settings.seal_key))
    return None if found is None else found.public_bytes_raw().hex()


def _keys_for(
    settings: Settings, said: Manifest, folder: Path, wanted: Wanted
) -> Mapping[str, bytes]:
    """Return every key that belongs to a backup: from the backup, else from its place here.

    Raises InvalidInput for one that is in neither: a new one would be made at first use, and could
    read nothing.
    """
    found = dict(keys.present(settings))
    if said.sealed and wanted.passphrase is not None and (folder / KEYS).exists():
        found |= keys.opened(folder / KEYS, wanted.passphrase)
    missing = [name for name in sorted(said.key_ids) if name not in found]
    if missing:
        code = "backup.passphrase_needed" if said.sealed else "backup.key_needed"
        raise InvalidInput([Problem(getattr(settings, name), code) for name in missing])
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """What a backup takes the place of: the database or not, and files.

    `stamp` is in the names of what is put aside; `later_seals` as in `Restored`.
    """

    database: bool
    places: tuple[Path, ...]
    stamp: str
    later_seals: int


def _way(
    settings: Settings,
    said: Manifest,
    folder: Path,
    found: Mapping[str, bytes],
    wanted: Wanted,
) -> _Way:
    """Return what stands where the backup goes.

    Seals that go on where those of the backup end are no hindrance, for they lie on another disk.
    Raises InvalidInput unless nothing does, or the name of the database was typed.
    """
    name = copies.name_of(settings.database_url)
    database = not copies.is_empty(settings.database_url)
    vault = wiring.vault_of(settings)
    places = [vault.folder] if any(vault.digests()) else []
    file = Path(settings.seal_dir) / seals.FILE
    own = (folder / SEALS).read_text("utf-8").splitlines()
    outside = seals.lines_until(Path(settings.seal_dir))
    goes_on = outside[: len(own)] == own[: len(outside)]
    places += [] if goes_on else [file]
    others = [(Path(getattr(settings, key)), data) for key, data in found.items()]
    places += [place for place, data in others if place.exists() and place.read_bytes() != data]
    taken = [*([name] if database else []), *map(str, places)]
    if taken and wanted.force != name:
        raise InvalidInput([Problem(each, "backup.in_the_way", {"force": name}) for each in taken])
    places += [file] if goes_on and outside else []
    later = max(0, len(outside) - len(own)) if goes_on else 0
    return _Way(database, tuple(places), f"before-{said.name.removeprefix('procesregie-')}", later)


def _put_database(url: str, folder: Path, way: _Way) -> tuple[str, ...]:
    """Put the database in place, before anything else moves; return where the former one is now."""
    if way.database:
        return (copies.put_instead(folder, url, way.stamp),)
    copies.put_back(folder, url)
    return ()


def _aside(place: Path, stamp: str) -> str:
    moved = place.with_name(f"{place.name}.{stamp}")
    number = 1
    while moved.exists():
        number += 1
        moved = place.with_name(f"{place.name}.{stamp}-{number}")
    place.rename(moved)
    return str(moved)


def _copy_documents(folder: Path, said: Manifest, vault: Vault) -> None:
    for name in said.files:
        if name.startswith(DOCUMENTS):
            target = vault.folder / name.removeprefix(f"{DOCUMENTS}/")
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            copied(folder / name, target)


def _judge(
    settings: Settings,
    clock: Clock | None,
    said: Manifest,
    report: Report,
    *,
    vault: Vault,
    every: bool,
) -> bool:
    """Look at all of a house that came of a backup, and bring its schema up to date."""
    store = Store(settings.database_url)
    checking.database(store, said, report)
    if report.whole:
        store.upgrade()
        runtime = wiring.build(settings, clock)
        checking.trail(runtime, report)
        checking.secrets(runtime, said, report)
        runtime.store.close()
    store.close()
    checking.documents(vault, said, report, every=every)
    return report.whole


def _elsewhere(settings: Settings, url: str, folder: Path) -> Settings:
    """Return settings that keep everything in `folder`."""
    (folder / "seals").mkdir()
    return replace(
        settings,
        database_url=url,
        data_dir=str(folder),
        seal_dir=str(folder / "seals"),
        documents_key=str(folder / "documents-key"),
        seal_key=str(folder / "seal-key.pem"),
        bundle_key=str(folder / "bundle-key.pem"),
    )
