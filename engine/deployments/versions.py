"""A version of a procedure: how lists show it, where a diagram is found, who may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import errors, store
from engine.model import Actor, Permission
from engine.runtime import Deployed, Runtime
from engine.store import deployments as rows
from engine.store import people as people_rows
from engine.store.rows import DeploymentRow


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a procedure, for the catalogue."""

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


def find(
    runtime: Runtime, tx: store.Tx, process_id: str, version: int | None
) -> tuple[Deployed, str]:
    """Return the deployment in force (or `version`) that has the process, and its path.

    Raises NotFound when there is no such process or version.
    """
    for row in rows.latest(tx):
        deployed = runtime.deployed(tx, row.id)
        if deployed.path_of(process_id) is None:
            continue
        if version is not None and version != deployed.version:
            older = [r for r in rows.versions(tx, row.process_key) if r.version == version]
            if not older:
                raise errors.NotFound("version")
            deployed = runtime.deployed(tx, older[0].id)
        path = deployed.path_of(process_id)
        if path is None:
            raise errors.NotFound("version")
        return deployed, path
    raise errors.NotFound("process", process=process_id)


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` has the permission."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
