"""Deployments: what analysts made, checked as a whole, in force as an immutable version."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from engine import bpmn, errors, forms, jobs, letters, store
from engine import xml as safe_xml
from engine.bpmn import svg
from engine.dmn import analysis
from engine.errors import Finding, InvalidModel
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import terms as term_rows
from engine.store.rows import DeploymentRow, DraftRow
from engine.terms import read_terms

SHARED = "gedeeld"
FACTS = "procedure.toml"
FORMS = "forms"

KINDS: tuple[tuple[str, FileKind], ...] = (
    (".bpmn", FileKind.DIAGRAM),
    (".dmn", FileKind.TABLE),
    (".json", FileKind.FORM),
    (".md", FileKind.LETTER),
    (".yaml", FileKind.SCENARIO),
    (".toml", FileKind.FACTS),
)


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


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What `deploy_folder` did with one procedure: deployed, unchanged, or differs from a page."""

    process_key: str
    version: int
    outcome: str


def check(runtime: Runtime, files: Mapping[str, bytes]) -> list[Finding]:
    """Return everything that is wrong with `files` (path → bytes) as one deployment."""
    with runtime.store.read() as tx:
        known = _known(runtime, tx, files)
    findings = list(bpmn.check(_of_kind(files, FileKind.DIAGRAM), known))
    tables = _of_kind(files, FileKind.TABLE)
    for path, data in tables.items():
        findings += analysis.analyse(data, path, tables)
    for path, data in _of_kind(files, FileKind.FORM).items():
        findings += forms.check(data, path)
    for path, data in _of_kind(files, FileKind.LETTER).items():
        findings += letters.check(data.decode("utf-8", "replace"), path)
    findings += list(_facts_findings(files))
    if not any(finding.severity == "error" for finding in findings):
        findings += _findings_of(lambda: _compile(files))
    return findings


def deploy(
    runtime: Runtime,
    *,
    process_key: str,
    files: Mapping[str, bytes],
    by: Actor,
    reason: str,
    source: str,
) -> VersionLine:
    """Put `files` into force as the next version; equal content gives the version that is there.

    Running cases keep theirs. Raises InvalidModel with every finding, NotAllowed.
    """
    if by is not SYSTEM:
        _must(runtime, by, Permission.DEPLOY_MODELS)
    findings = check(runtime, files)
    if any(finding.severity == "error" for finding in findings):
        fact = Happened(
            HistoryKind.MODEL_REFUSED,
            by,
            {"process": process_key},
            {"rules": sorted({f.rule for f in findings})},
        )
        with runtime.store.write() as tx:
            trail.log(tx, [fact], runtime.now())
        raise InvalidModel(findings)
    prepared = bpmn.prepare(_of_kind(files, FileKind.DIAGRAM))
    digest = content_hash(files)
    now = runtime.now()
    with runtime.store.write() as tx:
        known = rows.by_hash(tx, process_key, digest)
        if known is None:
            known = rows.add(
                tx,
                process_key=process_key,
                content_hash=digest,
                author=by.person_id or by.name,
                reason=reason,
                source=source,
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
            happened = Happened(HistoryKind.MODEL_DEPLOYED, by, meta, {"reason": reason})
            trail.log(tx, [happened], now)
        return _line(tx, known, {})


def deploy_folder(runtime: Runtime) -> list[FolderReport]:
    """Deploy every procedure in the process repository whose content was never seen.

    A version made in a page is never overridden: the difference is reported. Raises InvalidModel.
    """
    reports = []
    for process_key, files in read_folders(runtime):
        digest = content_hash(files)
        with runtime.store.read() as tx:
            seen = rows.by_hash(tx, process_key, digest)
            newest = rows.newest(tx, process_key)
        if seen is not None and newest is not None:
            outcome = "unchanged" if seen.id == newest.id else "differs"
            reports.append(FolderReport(process_key, newest.version, outcome))
        elif newest is not None and newest.source == "page":
            reports.append(FolderReport(process_key, newest.version, "differs"))
        else:
            line = deploy(
                runtime,
                process_key=process_key,
                files=files,
                by=SYSTEM,
                reason="folder",
                source="folder",
            )
            reports.append(FolderReport(process_key, line.version, "deployed"))
    return reports


def read_folders(runtime: Runtime) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each procedure's key with its files and the closure of what it shares."""
    processes, forms_root = Path(runtime.settings.processes), Path(runtime.settings.forms)
    shared = {
        **_read(processes, SHARED, ""),
        **_read(forms_root, SHARED, FORMS),
    }
    shared = {path: data for path, data in shared.items() if not path.endswith(FACTS)}
    for folder in sorted(p.parent for p in processes.glob(f"*/{FACTS}")):
        if folder.name == SHARED:
            continue
        own = {**_read(processes, folder.name, ""), **_read(forms_root, folder.name, FORMS)}
        yield folder.name, {**shared, **own}


def load_terms(runtime: Runtime) -> int:
    """Add the dated terms that the register does not have yet; return how many.

    A row that is there is never changed: law as data changes by a new row.
    """
    text = (Path(runtime.settings.processes) / "termijnen.toml").read_text("utf-8")
    with runtime.store.write() as tx:
        return term_rows.add(tx, read_terms(text))


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return the hash of a deployment: SHA-256 over paths and the hashes of their bytes."""
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def kind_of(path: str) -> FileKind:
    """Return what the file at `path` is; Raises InvalidModel for a kind we do not know."""
    for ending, kind in KINDS:
        if path.endswith(ending):
            return kind
    raise InvalidModel([Finding(path, "file.unknown_kind")])


def catalogue(runtime: Runtime, *, by: Actor) -> tuple[VersionLine, ...]:
    """Return the newest version of every procedure."""
    _must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        running = _running(tx)
        return tuple(_line(tx, row, running) for row in rows.latest(tx))


def diagrams(runtime: Runtime, *, process_key: str, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return the diagrams of a procedure's newest version: process id and name."""
    _must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        row = rows.newest(tx, process_key)
        if row is None:
            raise errors.NotFound("process", process=process_key)
        return _diagrams(runtime.deployed(tx, row.id))


def findings(runtime: Runtime, *, process_id: str, by: Actor) -> list[Finding]:
    """Return what is wrong with the asker's draft; nothing without a draft."""
    _must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = _find(runtime, tx, process_id, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    if draft is None:
        return []
    found = check(runtime, {**deployed.sources, path: draft.content})
    return [finding for finding in found if finding.file == path]


def _diagrams(deployed: Deployed) -> tuple[tuple[str, str], ...]:
    shared = f"{SHARED}/"
    paths = sorted(
        _of_kind(deployed.sources, FileKind.DIAGRAM), key=lambda p: (p.startswith(shared), p)
    )
    stems = (PurePosixPath(path).stem for path in paths)
    return tuple((stem, deployed.bundle.process(stem).name) for stem in stems)


def view(runtime: Runtime, *, process_id: str, by: Actor, version: int | None = None) -> ModelView:
    """Return one diagram with its versions; the look is written down. Raises NotFound."""
    shown = _view(runtime, process_id, by, version)
    meta = {"process": process_id, "version": shown.current.version}
    with runtime.store.write() as tx:
        trail.log(tx, [Happened(HistoryKind.MODEL_READ, by, meta)], runtime.now())
    return shown


def _view(runtime: Runtime, process_id: str, by: Actor, version: int | None) -> ModelView:
    _must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        deployed, path = _find(runtime, tx, process_id, version)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
        running = _running(tx)
        versions = tuple(_line(tx, r, running) for r in rows.versions(tx, deployed.process_key))
    bundle = deployed.bundle
    return ModelView(
        process_id=process_id,
        name=bundle.process(process_id).name,
        path=path,
        process_key=deployed.process_key,
        title=_title(deployed.facts, deployed.process_key),
        current=next(v for v in versions if v.id == deployed.id),
        versions=versions,
        diagrams=_diagrams(deployed),
        steps=bundle.process(process_id).elements,
        xml=deployed.sources[path],
        draft=draft,
    )


def drawing(runtime: Runtime, *, process_id: str, by: Actor, version: int | None = None) -> str:
    """Return the diagram as SVG, unmarked."""
    return svg.draw(_view(runtime, process_id, by, version).xml, {})


def save_draft(
    runtime: Runtime, *, process_id: str, by: Actor, xml: bytes, seen: int
) -> tuple[DraftRow, list[Finding]]:
    """Keep a draft of a diagram, right or wrong, and return it with what is wrong with it.

    `seen` is the draft's version that was worked on (0: none yet). Raises Stale when another tab
    saved meanwhile, InvalidModel when it is not safe XML at all, NotAllowed.
    """
    _must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = _find(runtime, tx, process_id, None)
    safe_xml.parse(xml, path)
    now = runtime.now()
    with runtime.store.write() as tx:
        kept = rows.save_draft(
            tx,
            process_key=deployed.process_key,
            path=path,
            person_id=by.person_id or "",
            base_id=deployed.id,
            content=xml,
            seen=seen,
            at=now,
        )
        fact = Happened(HistoryKind.DRAFT_MODEL_SAVED, by, {"path": path, "version": kept.version})
        trail.log(tx, [fact], now)
    findings = check(runtime, {**deployed.sources, path: xml})
    return kept, [finding for finding in findings if finding.file == path]


def deploy_draft(
    runtime: Runtime, *, process_id: str, by: Actor, reason: str, xml: bytes | None = None
) -> VersionLine:
    """Put the asker's draft of a diagram into force as the next version; the draft is spent.

    Raises InvalidModel with every finding, InvalidInput without a reason, NotFound without a draft.
    """
    _must(runtime, by, Permission.DEPLOY_MODELS)
    if not 3 <= len(reason.strip()) <= 500:
        raise errors.InvalidInput([errors.Problem("reason", "required")])
    with runtime.store.read() as tx:
        deployed, path = _find(runtime, tx, process_id, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    if xml is None and draft is None:
        raise errors.NotFound("draft")
    if draft is not None and draft.base_id != deployed.id:
        raise errors.Stale(seen=draft.base_id, current=deployed.id)
    content = xml if xml is not None else draft.content if draft else b""
    line = deploy(
        runtime,
        process_key=deployed.process_key,
        files={**deployed.sources, path: content},
        by=by,
        reason=reason.strip(),
        source="page",
    )
    with runtime.store.write() as tx:
        rows.drop_draft(tx, deployed.process_key, path, by.person_id or "")
    return line


def drop_draft(runtime: Runtime, *, process_id: str, by: Actor) -> None:
    """Throw the asker's draft away."""
    _must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.write() as tx:
        deployed, path = _find(runtime, tx, process_id, None)
        rows.drop_draft(tx, deployed.process_key, path, by.person_id or "")
        trail.log(
            tx, [Happened(HistoryKind.DRAFT_MODEL_DROPPED, by, {"path": path})], runtime.now()
        )


def _compile(files: Mapping[str, bytes]) -> None:
    prepared = bpmn.prepare(_of_kind(files, FileKind.DIAGRAM))
    bundle = bpmn.load(prepared.normalised, _of_kind(files, FileKind.TABLE))
    refused = [
        Finding(
            diagram.file, "bpmn.crossing", node.origin, facts={"name": node.name or node.origin}
        )
        for diagram in bundle.diagrams.values()
        for node in bpmn.crossing(diagram)
    ]
    if refused:
        raise InvalidModel(refused)


def _findings_of(work: Any) -> list[Finding]:
    try:
        work()
    except InvalidModel as refused:
        return list(refused.findings)
    return []


def _facts_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for path, data in _of_kind(files, FileKind.FACTS).items():
        try:
            tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            yield Finding(path, "facts.not_toml", facts={"detail": str(wrong)})


def _facts(process_key: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    text = files.get(f"{process_key}/{FACTS}", b"").decode("utf-8")
    return dict(store.plain(tomllib.loads(text)))


def _known(runtime: Runtime, tx: store.Tx, files: Mapping[str, bytes]) -> bpmn.KnownNames:
    def stems(kind: FileKind) -> frozenset[str]:
        return frozenset(PurePosixPath(path).stem for path in _of_kind(files, kind))

    return bpmn.KnownNames(
        forms=stems(FileKind.FORM),
        groups=_groups(runtime),
        terms=frozenset(term.key for term in term_rows.all_terms(tx)) or None,
        letters=stems(FileKind.LETTER),
        jobs=frozenset(jobs.HANDLERS),
        decisions=stems(FileKind.TABLE),
        processes=stems(FileKind.DIAGRAM),
    )


def _groups(runtime: Runtime) -> frozenset[str]:
    roles = frozenset(runtime.policy.roles)
    return roles | {f"{role}-{team}" for role in roles for team in runtime.teams}


def _of_kind(files: Mapping[str, bytes], kind: FileKind) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if kind_of(path) is kind}


def _read(root: Path, folder: str, prefix: str) -> dict[str, bytes]:
    found = {}
    for path in sorted((root / folder).rglob("*")):
        if path.is_file() and any(path.name.endswith(ending) for ending, _ in KINDS):
            name = PurePosixPath(prefix) / path.relative_to(root).as_posix()
            found[str(name)] = path.read_bytes()
    return found


def _find(
    runtime: Runtime, tx: store.Tx, process_id: str, version: int | None
) -> tuple[Deployed, str]:
    for row in rows.latest(tx):
        deployed = runtime.deployed(tx, row.id)
        paths = [p for p in deployed.sources if p.endswith(f"/{process_id}.bpmn")]
        if not paths:
            continue
        if version is not None and version != deployed.version:
            older = [r for r in rows.versions(tx, row.process_key) if r.version == version]
            if not older:
                raise errors.NotFound("version")
            deployed = runtime.deployed(tx, older[0].id)
        return deployed, paths[0]
    raise errors.NotFound("process", process=process_id)


def _running(tx: store.Tx) -> Mapping[str, int]:
    return case_rows.counts(tx)


def _line(tx: store.Tx, row: DeploymentRow, running: Mapping[str, int]) -> VersionLine:
    return VersionLine(
        id=row.id,
        process_key=row.process_key,
        title=_title(row.facts, row.process_key),
        version=row.version,
        author=people_rows.name_of(tx, row.author) or row.author,
        reason=row.reason,
        source=row.source,
        content_hash=row.content_hash,
        created_at=row.created_at,
        running=running.get(row.id, 0),
    )


def _title(facts: Mapping[str, Any], process_key: str) -> str:
    title = facts.get("title")
    return title if isinstance(title, str) else process_key


def _must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
