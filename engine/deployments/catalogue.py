"""The catalogue: procedures, their diagrams and versions, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine import bpmn, errors, store
from engine.bpmn import svg
from engine.deployments.files import SHARED, of_kind
from engine.deployments.versions import VersionLine, find, line_of, must, title_of
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import proposals as proposal_rows
from engine.store.rows import DraftRow


@dataclass(frozen=True, slots=True)
class ModelView:
    """One diagram in the catalogue: its newest version, all versions, and the asker's draft."""

    process_id: str
    name: str
    path: str
    process_key: str
    title: str
    current: VersionLine
    versions: tuple[VersionLine, ...]
    diagrams: tuple[tuple[str, str], ...]
    steps: tuple[bpmn.ElementView, ...]
    xml: bytes
    draft: DraftRow | None


def catalogue(runtime: Runtime, *, by: Actor) -> tuple[VersionLine, ...]:
    """Return the newest version of every procedure."""
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        running = case_rows.counts(tx)
        return tuple(line_of(tx, row, running) for row in rows.latest(tx))


def diagrams(runtime: Runtime, *, process_key: str, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return the diagrams of a procedure's newest version: process id and name."""
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        row = rows.newest(tx, process_key)
        if row is None:
            raise errors.NotFound("process", process=process_key)
        return _diagrams(runtime.deployed(tx, row.id))


def view(runtime: Runtime, *, process_id: str, by: Actor, version: int | None = None) -> ModelView:
    """Return one diagram with its versions; the look is written down. Raises NotFound."""
    shown = _view(runtime, process_id, by, version)
    meta = {"process": process_id, "version": shown.current.version}
    with runtime.store.write("diagrams.look") as tx:
        trail.log(tx, [Happened(HistoryKind.MODEL_READ, by, meta)], runtime.now())
    return shown


def drawing(runtime: Runtime, *, process_id: str, by: Actor, version: int | None = None) -> str:
    """Return the diagram as SVG, unmarked."""
    return svg.draw(_view(runtime, process_id, by, version).xml, {})


def _view(runtime: Runtime, process_id: str, by: Actor, version: int | None) -> ModelView:
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, process_id, version)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
        versions = _versions(tx, deployed.process_key)
    bundle = deployed.bundle
    return ModelView(
        process_id=process_id,
        name=bundle.process(process_id).name,
        path=path,
        process_key=deployed.process_key,
        title=title_of(deployed.facts, deployed.process_key),
        current=next(v for v in versions if v.id == deployed.id),
        versions=versions,
        diagrams=_diagrams(deployed),
        steps=bundle.process(process_id).elements,
        xml=deployed.sources[path],
        draft=draft,
    )


def _versions(tx: store.Tx, process_key: str) -> tuple[VersionLine, ...]:
    """Return every version of a procedure, the newest first, with who approved it."""
    running, every = case_rows.counts(tx), rows.versions(tx, process_key)
    agreed = proposal_rows.approvers(tx, [row.id for row in every])
    names = people_rows.names(tx, agreed.values())
    lines = [line_of(tx, row, running) for row in every]
    return tuple(replace(line, approver=names.get(agreed.get(line.id, ""))) for line in lines)


def _diagrams(deployed: Deployed) -> tuple[tuple[str, str], ...]:
    shared = f"{SHARED}/"
    paths = sorted(
        of_kind(deployed.sources, FileKind.DIAGRAM), key=lambda p: (p.startswith(shared), p)
    )
    declared = deployed.bundle.diagrams.values()
    return tuple((one.id, one.name) for path in paths for one in declared if one.file == path)
