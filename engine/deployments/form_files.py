"""The forms of the procedures in force: listed, shown, and tried while an analyst edits one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from engine import errors, feel, filling, forms
from engine.deployments.files import FORMS, SHARED, of_kind
from engine.deployments.versions import FileName, VersionLine, find, line_of, must
from engine.errors import Finding, InvalidModel, Problem
from engine.forms.language import COMPONENTS, FORM_PROPERTIES, OWN_PROPERTIES, OwnProperty
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import cases as case_rows
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store.rows import DraftRow

MAX_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the catalogue: `shared` forms belong to every procedure, `tasks` ask it."""

    name: str
    path: str
    shared: bool
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form of a procedure: the version in force, what asks it, and the asker's draft."""

    line: FormLine
    current: VersionLine
    content: bytes
    draft: DraftRow | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A form as it would be drawn, or what is wrong with it or with the sample data."""

    view: forms.FormView | None
    findings: tuple[Finding, ...] = ()
    problem: Problem | None = None


def catalogue_of_forms(
    runtime: Runtime, *, by: Actor
) -> tuple[tuple[VersionLine, tuple[FormLine, ...]], ...]:
    """Return the newest version of every procedure with its forms, its own before shared ones."""
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        running = case_rows.counts(tx)
        found = [(row, runtime.deployed(tx, row.id)) for row in rows.latest(tx)]
        return tuple((line_of(tx, row, running), _lines(deployed)) for row, deployed in found)


def form_file(runtime: Runtime, *, name: FileName, by: Actor) -> FormFile:
    """Return a form in force and the asker's draft of it; the look is written down.

    Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.READ_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        row = rows.get(tx, deployed.id)
        assert row is not None
        current = line_of(tx, row, case_rows.counts(tx))
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    meta = {"form": name.stem, "path": path, "version": current.version}
    with runtime.store.write("form_files.look") as tx:
        trail.log(tx, [Happened(HistoryKind.MODEL_READ, by, meta)], runtime.now())
    line = next(each for each in _lines(deployed) if each.path == path)
    return FormFile(line, current, deployed.sources[path], draft)


def try_form(
    runtime: Runtime,
    *,
    schema: bytes,
    by: Actor,
    sample: str = "",
    answers: Mapping[str, Any] | None = None,
    rows: Mapping[str, str] = MappingProxyType({}),
) -> Trial:
    """Return how a form would be drawn in a case that knows `sample`; nothing is kept.

    `sample` is a FEEL context, so JSON as well. `answers` is what was typed in it so far, flat by
    key, with `rows` to add or remove one; without them it is drawn untouched. Raises NotAllowed.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    findings = forms.check(schema, "")
    if findings:
        return Trial(None, tuple(findings))
    try:
        context = _context(runtime, sample)
    except errors.InvalidInput as refused:
        return Trial(None, problem=refused.problems[0])
    if answers is not None:
        return Trial(filling.redraw(runtime, schema, answers, context, rows))
    return Trial(filling.blank(runtime, schema, context))


def drawn_form(runtime: Runtime, *, content: bytes, by: Actor) -> forms.FormView | None:
    """Return a form as it is without a case; None when it cannot be drawn, as a draft may be."""
    must(runtime, by, Permission.READ_MODELS)
    try:
        return filling.blank(runtime, content, {})
    except InvalidModel:
        return None


def form_language() -> tuple[frozenset[str], tuple[OwnProperty, ...]]:
    """Return the components that are executed, and our own properties of each."""
    return COMPONENTS, OWN_PROPERTIES


def form_properties() -> tuple[str, ...]:
    """Return our own properties of a form as a whole, each on or off."""
    return FORM_PROPERTIES


def _context(runtime: Runtime, sample: str) -> dict[str, Any]:
    if not sample.strip():
        return {}
    if len(sample) > MAX_SAMPLE:
        raise errors.InvalidInput([Problem("sample", "sample.too_large")])
    try:
        expression = feel.compile_expression(sample)
    except feel.FeelSyntaxError as wrong:
        facts = {"line": wrong.line}
        raise errors.InvalidInput([Problem("sample", "sample.not_feel", facts)]) from wrong
    value = expression.evaluate({}, runtime.now()).value
    if not isinstance(value, dict):
        raise errors.InvalidInput([Problem("sample", "sample.not_a_context")])
    return value


def _lines(deployed: Deployed) -> tuple[FormLine, ...]:
    asking: dict[str, list[str]] = {}
    for process_id in deployed.bundle.diagrams:
        process = deployed.bundle.process(process_id)
        for element in process.elements:
            if element.form:
                asking.setdefault(element.form, []).append(element.name or process.name)
    found = []
    for path in of_kind(deployed.sources, FileKind.FORM):
        stem = PurePosixPath(path).stem
        tasks = tuple(dict.fromkeys(asking.get(stem, ())))
        found.append(FormLine(stem, path, path.startswith(f"{FORMS}/{SHARED}/"), tasks))
    return tuple(sorted(found, key=lambda line: (line.shared, line.path)))
