"""A version of a procedure: how lists show it, where a file of it is found, who may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from engine import errors, store
from engine.deployments.files import of_kind
from engine.model import Actor, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import deployments as rows
from engine.store import people as people_rows
from engine.store.rows import DeploymentRow


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a procedure, for the catalogue; `approver` agreed where that was asked."""

    id: str
    process_key: str
    title: str
    version: int
    author: str
    reason: str
    source: str
    content_hash: str
    created_at: datetime
    running: int
    approver: str | None = None


@dataclass(frozen=True, slots=True)
class FileName:
    """A form, table, letter or block by its stem: of one procedure, or the first with it."""

    kind: FileKind
    stem: str
    process_key: str | None = None


Named = str | FileName  # a diagram goes by the id of a process in it
_MISSING = {
    FileKind.FORM: "form",
    FileKind.TABLE: "table_file",
    FileKind.LETTER: "letter_file",
    FileKind.BLOCK: "letter_file",
}


def line_of(tx: store.Tx, row: DeploymentRow, running: Mapping[str, int]) -> VersionLine:
    """Return a version as lists show it; `running` counts the cases of each deployment."""
    return VersionLine(
        id=row.id,
        process_key=row.process_key,
        title=title_of(row.facts, row.process_key),
        version=row.version,
        author=people_rows.name_of(tx, row.author) or row.author,
        reason=row.reason,
        source=row.source,
        content_hash=row.content_hash,
        created_at=row.created_at,
        running=running.get(row.id, 0),
    )


def title_of(facts: Mapping[str, Any], process_key: str) -> str:
    """Return the title that the facts of a procedure give, else its key."""
    title = facts.get("title")
    return title if isinstance(title, str) else process_key


def find(runtime: Runtime, tx: store.Tx, name: Named, version: int | None) -> tuple[Deployed, str]:
    """Return the deployment in force (or `version`) that has the file, and the path of it there.

    Raises NotFound when there is no such process, form, table, letter, block or version.
    """
    for row in rows.latest(tx):
        deployed = runtime.deployed(tx, row.id)
        if path_of(deployed, name) is None:
            continue
        if version is not None and version != deployed.version:
            older = [r for r in rows.versions(tx, row.process_key) if r.version == version]
            if not older:
                raise errors.NotFound("version")
            deployed = runtime.deployed(tx, older[0].id)
        path = path_of(deployed, name)
        if path is None:
            raise errors.NotFound("version")
        return deployed, path
    if isinstance(name, FileName):
        raise errors.NotFound(_MISSING[name.kind], name=name.stem)
    raise errors.NotFound("process", process=name)


def path_of(deployed: Deployed, name: Named) -> str | None:
    """Return the path of a file in a deployment; None when it has no such thing."""
    if isinstance(name, str):
        return deployed.path_of(name)
    if name.process_key not in (None, deployed.process_key):
        return None
    alike = of_kind(deployed.sources, name.kind)
    found = [path for path in alike if PurePosixPath(path).stem == name.stem]
    return found[-1] if found else None


def place_of(runtime: Runtime, *, name: Named, by: Actor) -> tuple[str, str]:
    """Return the procedure and the path of a file that an analyst may change.

    Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
    return deployed.process_key, path


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` has the permission."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
