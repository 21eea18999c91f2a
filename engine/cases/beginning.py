"""Start a case: what may be started, its form, and the case that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from engine import errors, filling, following, forms, papers, references, sections, store, uploads
from engine.advance import in_one_transaction
from engine.casefile import start_schema
from engine.cases.allowing import must
from engine.model import Actor, DocumentRules, Permission, Start, Value
from engine.runtime import Deployed, Runtime
from engine.starting import Beginning, begin, begun, in_force
from engine.store import applications as application_rows
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import uploads as upload_rows
from engine.store.rows import CaseRow
from engine.store.uploads import UploadRow


@dataclass(frozen=True, slots=True)
class Startable:
    """A process that a person may start."""

    process_id: str
    name: str
    process_key: str
    version: int


@dataclass(frozen=True, slots=True)
class StartForm:
    """The form that starts a process; one that is filled in part by part has `sections`.

    `given` tells that an address filled in a part of it.
    """

    process: Startable
    form: forms.FormView | None
    sections: tuple[forms.SectionView, ...] = ()
    given: bool = False


class RefusedStart(errors.InvalidInput):
    """The start form was refused; `view` still holds what was typed."""

    code = "refused_form"

    def __init__(self, problems: tuple[errors.Problem, ...], view: StartForm) -> None:
        super().__init__(problems)
        self.view = view


def startable(runtime: Runtime, *, by: Actor) -> tuple[Startable, ...]:
    """Return what `by` may start, from the newest version of each procedure."""
    if not runtime.policy.can(by, Permission.START_CASES):
        return ()
    with runtime.store.read() as tx:
        return tuple(found for _, found in offers(runtime, tx))


def start_form(
    runtime: Runtime,
    *,
    process_id: str,
    by: Actor,
    given: Mapping[str, str] = MappingProxyType({}),
) -> StartForm:
    """Return the form that starts `process_id`: blank, but for what an address fills in (`given`).

    A decision that the procedure follows fills in what its case knows.
    Of what is given only short texts of its own fields are shown, unchecked; nothing is kept. A
    form in sections is filled in part by part and takes nothing. Raises NotFound.
    """
    with runtime.store.read() as tx:
        deployed, found = find(runtime, tx, process_id, by)
        schema = start_schema(deployed, process_id)
        documents = offered(tx, deployed, schema, by, "")
        given = following.filled(runtime, tx, deployed, process_id, given, by)
    if schema is None:
        return StartForm(found, None)
    sheet = sections.sheet(runtime, schema, {}, documents)
    blank = filling.blank(runtime, schema, {}, documents)
    shown = {} if sheet else filling.from_address(schema, given)
    if shown:
        blank = filling.redraw(runtime, schema, filling.typed(blank) | shown, {}, {}, documents)
    return StartForm(found, blank, sheet.stands(None).sections if sheet else (), bool(shown))


def start_preview(  # noqa: PLR0913 - what is typed, and what is asked of it
    runtime: Runtime,
    *,
    process_id: str,
    by: Actor,
    posted: Mapping[str, Any],
    rows: Mapping[str, str] = MappingProxyType({}),
    page_key: str = "",
    refused: tuple[errors.Problem, ...] = (),
) -> StartForm:
    """Return the start form as it looks with what was typed so far; nothing is kept.

    `rows` asks for what `filling.redraw` can change; `page_key` names the files that the page has,
    `refused` are problems of those that could not come in.
    """
    with runtime.store.read() as tx:
        deployed, found = find(runtime, tx, process_id, by)
        schema = start_schema(deployed, process_id)
        documents = offered(tx, deployed, schema, by, page_key, refused)
    if schema is None:
        return StartForm(found, None)
    return StartForm(found, filling.redraw(runtime, schema, posted, {}, rows, documents))


def start(  # noqa: PLR0913 - one argument per fact of a start
    runtime: Runtime,
    *,
    process_id: str,
    by: Actor,
    posted: Mapping[str, Any],
    key: str,
    source: forms.Source = "fields",
    dossier_number: str | None = None,
    seen: int | None = None,
    refused: tuple[errors.Problem, ...] = (),
) -> str:
    """Start a case and return its number; the same `key` starts it once.

    With `seen`, a version of the draft of this `key`, a form in sections is sent as the draft holds
    it. Without `dossier_number` a new dossier is opened for it. The files of the page `key` that
    were chosen become its documents; `refused` are problems of those that could not come in. Raises
    RefusedStart (with what was typed), Stale when the draft is another, NotFound for an unknown
    process or dossier, NotAllowed.
    """
    must(runtime, by, Permission.START_CASES)

    def work(tx: store.Tx) -> str:
        before = begun(tx, key)
        if before is not None:
            return before.number
        deployed, found = find(runtime, tx, process_id, by)
        schema = start_schema(deployed, process_id)
        documents = offered(tx, deployed, schema, by, key, refused)
        sheet = sections.sheet(runtime, schema, {}, documents)
        stands = None
        if sheet is not None and seen is not None and not posted:
            stands = _stands(tx, sheet, by, key, seen)
        dossier = dossier_id(runtime, tx, by, dossier_number)
        refers = partial(
            references.problems, runtime, tx, deployed, process_id, by=by, dossier_id=dossier
        )
        asked = _Asked(found, schema, documents, refers)
        checked = _checked(runtime, asked, (posted, source), stands)
        what = Beginning(process_id, Start(checked.clean), by, key, dossier)
        case = begin(runtime, tx, deployed, what).case
        references.note(tx, deployed, case, checked.clean)
        chosen = upload_rows.take(tx, by.person_id or "", key, checked.documents)
        _adopt(runtime, tx, deployed, case, by, chosen)
        application_rows.send(tx, by.person_id or "", key, runtime.now())
        return case.number

    return in_one_transaction(runtime, work, transaction="cases.start")


def _adopt(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    case: CaseRow,
    by: Actor,
    files: tuple[UploadRow, ...],
) -> None:
    """Make documents of the files that were chosen in the start form."""
    if files:
        rules = DocumentRules.of(deployed.facts)
        added = uploads.add_to_case(runtime, tx, case, rules, files, sent_by=by.person_id)
        happened = [papers.came_in(row, by) for row in added]
        trail.append(tx, case.id, happened, runtime.now())


def _stands(
    tx: store.Tx, sheet: sections.Sheet, by: Actor, key: str, seen: int
) -> sections.Standing:
    """Return how a form in sections stands in the draft of a page; Raises Stale when it changed."""
    kept = application_rows.of_page(tx, by.person_id or "", key)
    if seen != (kept.version if kept else 0):
        raise errors.Stale(seen=seen, current=kept.version if kept else 0)
    return sheet.stands(kept.answers if kept else None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a start asks: the form if any, the files that it may point at, and what it refers to."""

    process: Startable
    schema: bytes | None
    documents: filling.Documents | None
    refers: Callable[[Mapping[str, Value]], tuple[errors.Problem, ...]]


def _checked(
    runtime: Runtime,
    asked: _Asked,
    sent: tuple[Mapping[str, Any], forms.Source],
    stands: sections.Standing | None,
) -> forms.Validated:
    schema, documents = asked.schema, asked.documents
    if schema is None:
        return forms.Validated({}, ())
    posted, source = (stands.answers, sent[1]) if stands else sent
    checked = filling.check(runtime, schema, posted, {}, source, documents)
    problems = checked.problems or asked.refers(checked.clean)
    if problems:
        drawn = filling.draw(runtime, schema, posted, {}, problems, documents)
        view = StartForm(asked.process, drawn, stands.sections if stands else ())
        raise RefusedStart(problems, view)
    return checked


def offered(
    tx: store.Tx,
    deployed: Deployed,
    schema: bytes | None,
    by: Actor,
    page_key: str,
    refused: tuple[errors.Problem, ...] = (),
) -> filling.Documents | None:
    """Return the files of a page that its start form may point at; None when it asks for none."""
    if schema is None or not filling.has_pickers(schema):
        return None
    rules = DocumentRules.of(deployed.facts)
    return filling.Documents(uploads.offered(tx, rules, by, page_key=page_key), refused)


def dossier_id(runtime: Runtime, tx: store.Tx, by: Actor, number: str | None) -> str | None:
    """Return the id of the dossier that a case is to be in, if any; Raises NotFound."""
    if number is None:
        return None
    known = dossier_rows.get(tx, number, runtime.policy.scope(by, Permission.READ_CASES))
    if known is None:
        raise errors.NotFound("dossier", number=number)
    return known.id


def find(runtime: Runtime, tx: store.Tx, process_id: str, by: Actor) -> tuple[Deployed, Startable]:
    """Return a process that `by` may start, with its version in force.

    Raises NotAllowed, NotFound.
    """
    must(runtime, by, Permission.START_CASES)
    for deployed, found in offers(runtime, tx):
        if found.process_id == process_id:
            return deployed, found
    raise errors.NotFound("process", process=process_id)


def offers(runtime: Runtime, tx: store.Tx) -> list[tuple[Deployed, Startable]]:
    """Return what can be started, from the version in force of each procedure."""
    found = []
    for deployed in in_force(runtime, tx):
        for process_id in deployed.facts.get("start", ()):
            process = deployed.bundle.process(process_id)
            line = Startable(process_id, process.name, deployed.process_key, deployed.version)
            found.append((deployed, line))
    return found
