"""Deployments: immutable versions of a procedure, their files, and analysts' drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from engine.errors import Stale
from engine.store import contents
from engine.store.ids import new_id
from engine.store.rows import DeploymentRow, DraftRow, FileRow, columns, one, read
from engine.store.tables import content, deployment, deployment_file, model_draft
from engine.store.transactions import Tx
from engine.store.upserts import next_value

_ROW = columns(deployment, DeploymentRow)
_GET = select(*_ROW).where(deployment.c.id == bindparam("the_id"))
_VERSIONS = (
    select(*_ROW)
    .where(deployment.c.process_key == bindparam("the_key"))
    .order_by(deployment.c.version.desc())
)
_BY_HASH = select(*_ROW).where(
    deployment.c.process_key == bindparam("the_key"),
    deployment.c.content_hash == bindparam("the_hash"),
)
_newest = deployment.alias("newest")
_LATEST = (
    select(*_ROW)
    .where(
        deployment.c.version
        == select(func.max(_newest.c.version))
        .where(_newest.c.process_key == deployment.c.process_key)
        .scalar_subquery()
    )
    .order_by(deployment.c.process_key)
)
_source = content.alias("source_content")
_normalised = content.alias("normalised_content")
_FILES = (
    select(
        deployment_file.c.path,
        deployment_file.c.kind,
        deployment_file.c.source_hash,
        _source.c.bytes,
        deployment_file.c.normalised_hash,
        _normalised.c.bytes,
        deployment_file.c.normaliser,
    )
    .select_from(
        deployment_file.join(_source, _source.c.hash == deployment_file.c.source_hash).join(
            _normalised, _normalised.c.hash == deployment_file.c.normalised_hash, isouter=True
        )
    )
    .where(deployment_file.c.deployment_id == bindparam("the_id"))
    .order_by(deployment_file.c.path)
)
_HASHES = (
    select(deployment_file.c.deployment_id, deployment_file.c.source_hash)
    .select_from(deployment_file.join(deployment))
    .where(
        deployment.c.process_key == bindparam("the_key"),
        deployment_file.c.path == bindparam("the_path"),
    )
)
_DRAFT = and_(
    model_draft.c.process_key == bindparam("the_key"),
    model_draft.c.path == bindparam("the_path"),
    model_draft.c.person_id == bindparam("the_person"),
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to deploy; `normalised` and `normaliser` only for what a case executes."""

    path: str
    kind: str
    source: bytes
    normalised: bytes | None = None
    normaliser: int | None = None


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    process_key: str,
    content_hash: str,
    author: str,
    reason: str,
    source: str,
    facts: Mapping[str, Any],
    files: Sequence[NewFile],
    at: datetime,
) -> DeploymentRow:
    """Keep the next version of a procedure with all its files.

    Raises Conflict at the end of the transaction when this content was deployed before.
    """
    row = DeploymentRow(
        id=new_id(),
        process_key=process_key,
        version=next_value(tx, f"deployment:{process_key}"),
        content_hash=content_hash,
        author=author,
        reason=reason,
        source=source,
        facts=facts,
        created_at=at,
    )
    tx.run(insert(deployment), {name: getattr(row, name) for name in row.__dataclass_fields__})
    every = [file.source for file in files]
    every += [file.normalised for file in files if file.normalised is not None]
    contents.keep(tx, every)
    if files:
        tx.run(insert(deployment_file), [_file(row.id, file) for file in files])
    return row


def _file(deployment_id: str, file: NewFile) -> dict[str, Any]:
    return {
        "deployment_id": deployment_id,
        "path": file.path,
        "kind": file.kind,
        "source_hash": contents.digest(file.source),
        "normalised_hash": None if file.normalised is None else contents.digest(file.normalised),
        "normaliser": file.normaliser,
    }


def get(tx: Tx, deployment_id: str) -> DeploymentRow | None:
    """Return one deployment."""
    return one(DeploymentRow, tx.first(_GET, {"the_id": deployment_id}))


def by_hash(tx: Tx, process_key: str, content_hash: str) -> DeploymentRow | None:
    """Return the deployment of a procedure with this content."""
    return one(
        DeploymentRow, tx.first(_BY_HASH, {"the_key": process_key, "the_hash": content_hash})
    )


def newest(tx: Tx, process_key: str) -> DeploymentRow | None:
    """Return the newest version of a procedure."""
    return one(DeploymentRow, tx.first(_VERSIONS, {"the_key": process_key}))


def versions(tx: Tx, process_key: str) -> tuple[DeploymentRow, ...]:
    """Return every version of a procedure, the newest first."""
    return read(DeploymentRow, tx.all(_VERSIONS, {"the_key": process_key}))


def latest(tx: Tx) -> tuple[DeploymentRow, ...]:
    """Return the newest version of every procedure."""
    return read(DeploymentRow, tx.all(_LATEST))


def files(tx: Tx, deployment_id: str) -> tuple[FileRow, ...]:
    """Return the files of a deployment with their bytes, by path."""
    return read(FileRow, tx.all(_FILES, {"the_id": deployment_id}))


def hashes_of(tx: Tx, process_key: str, path: str) -> dict[str, str]:
    """Return the hash of one file in every version of a procedure that has it, by deployment."""
    found = tx.all(_HASHES, {"the_key": process_key, "the_path": path})
    return {row[0]: row[1] for row in found}


def draft(tx: Tx, process_key: str, path: str, person_id: str) -> DraftRow | None:
    """Return a person's own draft of a file."""
    query = select(*columns(model_draft, DraftRow)).where(_DRAFT)
    return one(DraftRow, tx.first(query, _whose(process_key, path, person_id)))


def save_draft(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    process_key: str,
    path: str,
    person_id: str,
    base_id: str | None,
    content: bytes,
    seen: int,
    at: datetime,
) -> DraftRow:
    """Keep a person's draft; `seen` is the version it replaces, 0 for the first.

    Raises Stale (facts `seen`, `current`) when another tab saved meanwhile.
    """
    known = draft(tx, process_key, path, person_id)
    current = 0 if known is None else known.version
    if current != seen:
        raise Stale(seen=seen, current=current)
    row = DraftRow(
        id=new_id() if known is None else known.id,
        process_key=process_key,
        path=path,
        person_id=person_id,
        base_id=base_id,
        content=content,
        version=seen + 1,
        updated_at=at,
    )
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    if known is None:
        tx.run(insert(model_draft), values)
        return row
    mine = and_(model_draft.c.id == row.id, model_draft.c.version == seen)
    if tx.run(update(model_draft).where(mine).values(values)) != 1:
        raise Stale(seen=seen)
    return row


def drop_draft(tx: Tx, process_key: str, path: str, person_id: str) -> int:
    """Throw a person's draft of a file away."""
    return tx.run(delete(model_draft).where(_DRAFT), _whose(process_key, path, person_id))


def _whose(process_key: str, path: str, person_id: str) -> dict[str, str]:
    return {"the_key": process_key, "the_path": path, "the_person": person_id}
