"""The decision tables of the procedures in force: listed, shown, looked over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine import dmn
from engine.deployments.files import SHARED, of_kind
from engine.deployments.versions import FileName, VersionLine, find, line_of, must
from engine.dmn import analysis
from engine.errors import Finding, InvalidModel
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store.rows import DraftRow


@dataclass(frozen=True, slots=True)
class TableLine:
    """A file of decisions in the list; `shared` ones belong to every procedure.

    `title` is that of the decision that no other needs, `rules` how many there are in all of them,
    `used` the names of the diagrams that ask it.
    """

    name: str
    path: str
    shared: bool
    title: str
    description: str
    rules: int
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of decisions: `shown` is the version that is looked at, `current` the one in force.

    `tables` are its decisions, the asked one first; none when it cannot be read.
    """

    line: TableLine
    current: VersionLine
    shown: VersionLine
    versions: tuple[VersionLine, ...]
    content: bytes
    tables: tuple[dmn.TableView, ...]
    findings: tuple[Finding, ...]
    draft: DraftRow | None


def catalogue_of_tables(
    runtime: Runtime, *, by: Actor
) -> tuple[tuple[VersionLine, tuple[TableLine, ...]], ...]:
    """Return the newest version of every procedure with its tables, its own before shared ones."""
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        running = case_rows.counts(tx)
        found = [(row, runtime.deployed(tx, row.id)) for row in rows.latest(tx)]
        return tuple((line_of(tx, row, running), _lines(each)) for row, each in found)


def table_file(
    runtime: Runtime, *, name: FileName, by: Actor, version: int | None = None
) -> TableFile:
    """Return a file of decisions in force, or of an older version; the look is written down.

    Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        newest, path = find(runtime, tx, name, None)
        asked, old_path = (newest, path) if version is None else find(runtime, tx, name, version)
        running = case_rows.counts(tx)
        every = [line_of(tx, row, running) for row in rows.versions(tx, newest.process_key)]
        hashes = rows.hashes_of(tx, newest.process_key, path)
        draft = rows.draft(tx, newest.process_key, path, by.person_id or "")
    meta = {"table": name.stem, "path": path, "version": asked.version}
    with runtime.store.write("table_files.look") as tx:
        trail.log(tx, [Happened(HistoryKind.MODEL_READ, by, meta)], runtime.now())
    content = asked.sources[old_path]
    before = [*(hashes.get(each.id) for each in every[1:]), None]
    return TableFile(
        line=_line(newest, path),
        current=every[0],
        shown=next(each for each in every if each.id == asked.id),
        versions=tuple(
            each
            for each, old in zip(every, before, strict=True)
            if hashes.get(each.id) not in (None, old)
        ),
        content=content,
        tables=views(content, old_path, asked),
        findings=tuple(_analysed(content, old_path, asked)),
        draft=draft,
    )


def look_over_table(
    runtime: Runtime, *, name: FileName, content: bytes, by: Actor
) -> list[Finding]:
    """Return what the analysis says of a file as it is being written; nothing is kept."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
    return _analysed(content, path, deployed)


def views(content: bytes, path: str, deployed: Deployed) -> tuple[dmn.TableView, ...]:
    """Return the decisions of a file, the one that no other needs first; none when it is broken.

    What is in force was compiled with its deployment; only what is being written is read anew.
    """
    compiled = {each.file: each for each in deployed.bundle.tables.values()}
    try:
        model = (
            compiled[path]
            if path in compiled and deployed.sources[path] == content
            else dmn.parse(content, path, {**_tables(deployed), path: content})
        )
    except InvalidModel:
        return ()
    order = sorted(model.decisions, key=lambda each: each != model.top)
    return tuple(model.view(each) for each in order)


def _analysed(content: bytes, path: str, deployed: Deployed) -> list[Finding]:
    return analysis.analyse(content, path, {**_tables(deployed), path: content})


def _tables(deployed: Deployed) -> dict[str, bytes]:
    return of_kind(deployed.sources, FileKind.TABLE)


def _lines(deployed: Deployed) -> tuple[TableLine, ...]:
    found = [_line(deployed, path) for path in _tables(deployed)]
    return tuple(sorted(found, key=lambda each: (each.shared, each.path)))


def _line(deployed: Deployed, path: str) -> TableLine:
    shown = views(deployed.sources[path], path, deployed)
    name = PurePosixPath(path).stem
    return TableLine(
        name=name,
        path=path,
        shared=path.startswith(f"{SHARED}/"),
        title=shown[0].name if shown else name,
        description=shown[0].description if shown else "",
        rules=sum(len(each.rules) for each in shown),
        used=tuple(_used(deployed, {each.id for each in shown})),
    )


def _used(deployed: Deployed, decisions: set[str]) -> Iterator[str]:
    """Yield the names of the diagrams that ask one of these decisions."""
    for process_id in deployed.bundle.diagrams:
        process = deployed.bundle.process(process_id)
        if decisions & set(process.decisions):
            yield process.name or process_id
