"""What is in force, written back to a folder: `processes/` and `forms/`, as analysts keep them.

Nothing is written unless everything can be: what somebody changed on disk is named first.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from engine import errors
from engine.deployments.files import FACTS, FORMS, KINDS, SHARED
from engine.deployments.naming import wrong_paths
from engine.deployments.versions import must
from engine.errors import Finding, InvalidModel
from engine.model import SYSTEM, Actor, Permission
from engine.runtime import Deployed, Runtime
from engine.store import deployments as rows

PROCESSES = "processes"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: the versions that the folder now holds, and the files that changed."""

    versions: tuple[tuple[str, int, str], ...]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the folder must hold, by path in it, and every content that each file ever had."""

    files: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)


def export(
    runtime: Runtime, *, into: Path, by: Actor, procedure: str | None = None, force: bool = False
) -> Exported:
    """Write the versions in force to a folder, so that deploying it gives the same hashes.

    Beside them stand the tables of the agency (roles, terms, code lists), where they are not there
    yet. A file that holds what no version ever held, or that no version in force has, was changed
    by somebody: it is written over or removed only with `force`. Raises InvalidModel with every
    such file before anything is written, or when two procedures hold different shared files;
    NotFound when there is no such procedure.
    """
    if by is not SYSTEM:
        must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        found = [runtime.deployed(tx, row.id) for row in rows.latest(tx)]
        chosen = [each for each in found if procedure in (None, each.process_key)]
        if not chosen:
            raise errors.NotFound("scenario.no_procedure", name=procedure or "")
        plan = _plan(chosen)
        for each in chosen:
            for path in each.sources:
                hashes = rows.hashes_of(tx, each.process_key, path).values()
                plan.known.setdefault(_place(path), set()).update(hashes)
    gone = [] if not into.exists() else list(_superfluous(plan, into, chosen))
    agency = dict(_of_agency(runtime, into))
    refused = [*_outside([*plan.files, *agency], into)]
    refused += [] if force else _changed(plan, into, gone)
    if refused:
        raise InvalidModel(refused)
    written = [path for path, data in plan.files.items() if _write(into / path, data)]
    written += [path for path, data in agency.items() if _write(into / path, data)]
    for path in gone:
        (into / path).unlink()
    versions = tuple((each.process_key, each.version, each.content_hash) for each in chosen)
    return Exported(versions, tuple(written), tuple(gone))


def _plan(chosen: list[Deployed]) -> _Plan:
    """Return the files of all together; Raises InvalidModel when they cannot share a folder."""
    plan = _Plan()
    shared = {each.process_key: _shared(each) for each in chosen}
    first = chosen[0].process_key
    findings: list[Finding] = []
    for each in chosen:
        findings += wrong_paths(each.process_key, each.sources)
        if f"{each.process_key}/{FACTS}" not in each.sources:
            findings.append(Finding(f"{each.process_key}/{FACTS}", "export.no_facts"))
        facts = {"one": first, "other": each.process_key}
        findings += [
            Finding(path, "export.shared_differs", facts=facts)
            for path, _ in sorted(shared[first].items() ^ shared[each.process_key].items())
        ]
        plan.files.update({_place(path): data for path, data in each.sources.items()})
    once = {(each.file, each.rule): each for each in findings}
    if once:
        raise InvalidModel(list(once.values()))
    return plan


def _shared(deployed: Deployed) -> Mapping[str, str]:
    return {
        path: digest
        for path, digest in deployed.hashes.items()
        if path.startswith((f"{SHARED}/", f"{FORMS}/{SHARED}/"))
    }


def _place(path: str) -> str:
    return path if path.startswith(f"{FORMS}/") else f"{PROCESSES}/{path}"


def _outside(paths: list[str], into: Path) -> Iterator[Finding]:
    """Yield the files whose place leads out of the folder, over a link, or is no file."""
    root = into.resolve()
    for path in paths:
        place = into / path
        if place.is_symlink() or not place.resolve().is_relative_to(root) or place.is_dir():
            yield Finding(path, "export.outside")


def _changed(plan: _Plan, into: Path, gone: list[str]) -> Iterator[Finding]:
    """Yield the files that hold what nobody could get back."""
    for path in plan.files:
        place = into / path
        if place.is_file() and sha256(place.read_bytes()).hexdigest() not in plan.known[path]:
            yield Finding(path, "export.changed")
    for path in gone:
        yield Finding(path, "export.superfluous")


def _superfluous(plan: _Plan, into: Path, chosen: list[Deployed]) -> Iterator[str]:
    """Yield the files there that a deployment would read and that no version in force has."""
    for key in (*(each.process_key for each in chosen), SHARED):
        for top in (PROCESSES, FORMS):
            for path in sorted((into / top / key).rglob("*")):
                name = path.relative_to(into).as_posix()
                read = path.is_file() and any(name.endswith(ending) for ending, _ in KINDS)
                facts = name == f"{PROCESSES}/{SHARED}/{FACTS}"
                if read and not facts and name not in plan.files:
                    yield name


def _of_agency(runtime: Runtime, into: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a folder of models needs besides procedures, where it is not there yet."""
    source = Path(runtime.settings.processes)
    for path in sorted(source.rglob("*")):
        inside = PurePosixPath(path.relative_to(source).as_posix())
        procedure = len(inside.parts) > 1 and (source / inside.parts[0] / FACTS).is_file()
        is_shared_fact = str(inside) == f"{SHARED}/{FACTS}"
        place = f"{PROCESSES}/{inside}"
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or not path.is_file() or (into / place).exists():
            continue
        if is_shared_fact or not procedure:
            yield place, path.read_bytes()


def _write(place: Path, data: bytes) -> bool:
    """Write a file whole or not at all; tell whether it changed."""
    if place.is_file() and place.read_bytes() == data:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".export-", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(0o644)
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return True
