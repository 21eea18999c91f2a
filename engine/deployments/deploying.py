"""Putting files into force as the next version of a procedure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import bpmn, store
from engine.deployments.checking import check
from engine.deployments.files import FACTS, content_hash, kind_of, of_kind
from engine.deployments.versions import VersionLine, line_of, must
from engine.errors import InvalidModel
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission
from engine.runtime import FileKind, Runtime
from engine.starting import plan_timers
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store.rows import DeploymentRow

Also = Callable[[store.Tx, DeploymentRow], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: `folder`, `page` or `bundle`; `facts` stand in the trail."""

    source: str
    facts: Mapping[str, str] = field(default_factory=dict)


def deploy(  # noqa: PLR0913 - what is said of a version
    runtime: Runtime,
    *,
    process_key: str,
    files: Mapping[str, bytes],
    by: Actor,
    reason: str,
    source: str | Origin,
    author: str | None = None,
    also: Also | None = None,
) -> VersionLine:
    """Put `files` into force as the next version; equal content gives the version that is there.

    `author` made it when `by` only agrees, and `also` is done in the same transaction. Running
    cases keep theirs. Raises InvalidModel with every finding, NotAllowed.
    """
    if by is not SYSTEM:
        must(runtime, by, Permission.DEPLOY_MODELS)
    origin = source if isinstance(source, Origin) else Origin(source)
    findings = check(runtime, files)
    if any(finding.severity == "error" for finding in findings):
        fact = Happened(
            HistoryKind.MODEL_REFUSED,
            by,
            {"process": process_key},
            {"rules": sorted({f.rule for f in findings})},
        )
        with runtime.store.write("deployments.refuse") as tx:
            trail.log(tx, [fact], runtime.now())
        raise InvalidModel(findings)
    prepared = bpmn.prepare(of_kind(files, FileKind.DIAGRAM))
    digest = content_hash(files)
    now = runtime.now()
    with runtime.store.write("deployments.deploy") as tx:
        known = rows.by_hash(tx, process_key, digest)
        if known is None:
            known = rows.add(
                tx,
                process_key=process_key,
                content_hash=digest,
                author=author or by.person_id or by.name,
                reason=reason,
                source=origin.source,
                facts=_facts(process_key, files),
                files=[
                    rows.NewFile(
                        path=path,
                        kind=str(kind_of(path)),
                        source=data,
                        normalised=prepared.normalised.get(path),
                        normaliser=prepared.normaliser if path in prepared.normalised else None,
                    )
                    for path, data in sorted(files.items())
                ],
                at=now,
            )
            meta = {"process": process_key, "version": known.version, "hash": digest}
            happened = Happened(
                HistoryKind.MODEL_DEPLOYED, by, meta, {"reason": reason, **origin.facts}
            )
            trail.log(tx, [happened], now)
            plan_timers(runtime, tx, known.id)
        if also is not None:
            also(tx, known)
        return line_of(tx, known, {})


def _facts(process_key: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    text = files.get(f"{process_key}/{FACTS}", b"").decode("utf-8")
    return dict(store.plain(tomllib.loads(text)))
