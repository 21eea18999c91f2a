"""A case as people read it: what identifies it, its clocks, its elements in words, its facts.

Views only: nothing here decides who may look, that is the verbs'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import filling, forms, masking, store
from engine.masking import ALL, Mask
from engine.model import Value
from engine.runtime import Deployed, Runtime
from engine.store import cases as rows
from engine.store import dossiers as dossier_rows
from engine.store import jobs as job_rows
from engine.store import people as people_rows
from engine.store import terms as term_rows
from engine.store import whereabouts
from engine.store.rows import CaseRow, SubscriptionRow, Visits
from engine.terms import Explanation, explain, is_confirmed, local_day, progress, standing


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What identifies a case on any page."""

    id: str
    number: str
    title: str
    place: str | None
    team: str | None
    status: str | None
    status_text: str | None
    process_id: str
    process_name: str
    version: int
    dossier_number: str | None
    started_at: datetime
    ended_at: datetime | None
    end_event: str | None
    cancelled: bool
    taken_over: str | None = None


@dataclass(frozen=True, slots=True)
class ClockView:
    """A legal clock as a bar: how far it is, when it ends, and why (facts for a sentence)."""

    term: str
    state: str
    day0: date
    end: date | None
    used: int
    total: int
    source: str
    confirmed: bool
    explanation: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class ElementState:
    """One element of the diagram in words: done, active, next, failed or skipped."""

    id: str
    name: str
    kind: str
    lane: str | None
    process: str
    process_name: str
    mark: str
    when: datetime | None
    who: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A message that a case waits for, by the name of the event in the diagram.

    `beside` tells that the flow does not stand still for it: it may come, or never.
    """

    token: str
    message: str
    name: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What was filled in at the start, with the label of the form.

    Of what the asker may not read, `text` says only that.
    """

    label: str
    text: str


def processes_of(deployed: Deployed, process_id: str) -> tuple[str, ...]:
    """Return the process and every process it calls, in the order of the drawing."""
    seen: list[str] = []
    todo = [process_id]
    while todo:
        each = todo.pop(0)
        if each not in seen:
            seen.append(each)
            todo.extend(deployed.bundle.process(each).called)
    return tuple(seen)


def head_of(runtime: Runtime, tx: store.Tx, case: CaseRow) -> CaseHead:
    """Return what identifies `case`, with the name and version of its procedure."""
    deployed = runtime.deployed(tx, case.deployment_id)
    dossier = dossier_rows.get(tx, case.dossier_id) if case.dossier_id else None
    return CaseHead(
        id=case.id,
        number=case.number,
        title=case.title,
        place=case.place,
        team=case.team,
        status=case.status,
        status_text=deployed.facts.get("status", {}).get(case.status, case.status),
        process_id=case.process_id,
        process_name=deployed.bundle.process(case.process_id).name,
        version=deployed.version,
        dossier_number=dossier.number if dossier else None,
        started_at=case.started_at,
        ended_at=case.ended_at,
        end_event=case.end_event,
        cancelled=case.state == "cancelled",
        taken_over=case.taken_over,
    )


def clock_views(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, case: CaseRow
) -> tuple[ClockView, ...]:
    """Return the last legal clocks of the case, the newest last."""
    if not deployed.term_keys:
        return ()
    today = local_day(runtime.now())
    shown = []
    for clock, term in term_rows.clocks_of(tx, case.id):
        used, total = progress(clock, term, runtime.calendar, today)
        shown.append(
            ClockView(
                term=clock.term_key,
                state=str(standing(clock, today)),
                day0=clock.day0,
                end=clock.end,
                used=used,
                total=total,
                source=term.source,
                confirmed=is_confirmed(term),
                explanation=explain(clock, term, runtime.calendar, today),
            )
        )
    return tuple(shown)


def facts_of(
    runtime: Runtime,
    deployed: Deployed,
    case: CaseRow,
    values: Mapping[str, Value],
    mask: Mask = ALL,
) -> tuple[Fact, ...]:
    """Return what the start form asked, with its labels and the values as they stand now.

    A code is called as it was on the day on which the case began.
    """
    schema = start_schema(deployed, case.process_id)
    if schema is None:
        return ()
    seen, day = mask.values(values), local_day(case.started_at)
    drawn = filling.shown(runtime, mask.form(schema), seen, day)
    facts = [
        Fact(field.title, masking.MASKED if mask.hides(field.name) else _shown(field, seen))
        for field in drawn.fields
        if field.visible
    ]
    return tuple(fact for fact in facts if fact.text)


def _shown(field: forms.FieldView, values: Mapping[str, Value]) -> str:
    if field.kind == "filepicker":
        return _documents(field.name, values)
    chosen = [option.label for option in field.options if option.chosen]
    return ", ".join(chosen) if field.options else field.text


def _documents(key: str, values: Mapping[str, Value]) -> str:
    """Return the names of the documents that were chosen, as the case has them."""
    node: Any = values
    for part in key.split("."):
        if isinstance(node, list):
            node = node[int(part)] if part.isdigit() and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
    held = node if isinstance(node, list) else ()
    return ", ".join(str(each.get("name", "")) for each in held if isinstance(each, Mapping))


def elements_of(deployed: Deployed, case: CaseRow, tx: store.Tx) -> tuple[ElementState, ...]:
    """Return every element of the case's diagrams with its mark, in reading order."""
    lived = {(each.process, each.element): each for each in whereabouts.visits(tx, case.id)}
    failed = job_rows.failed_elements(tx, case.id)
    who = _who(tx, case.id)
    ended = case.ended_at is not None
    states = []
    for process_id in processes_of(deployed, case.process_id):
        process = deployed.bundle.process(process_id)
        for element in process.elements:
            been = lived.get((process_id, element.id))
            mark = "failed" if element.id in failed else _mark(been, ended=ended)
            states.append(
                ElementState(
                    id=element.id,
                    name=element.name,
                    kind=element.kind,
                    lane=element.lane,
                    process=process_id,
                    process_name=process.name,
                    mark=mark,
                    when=been.at if been else None,
                    who=who.get((process_id, element.id)),
                    times=been.times if been else 0,
                )
            )
    return tuple(states)


def element_name(deployed: Deployed, case: CaseRow, element_id: str) -> str:
    """Return the name that the analyst gave an element of the case's diagrams, else its id."""
    return name_in(deployed, case, element_id) or element_id


def awaited_name(deployed: Deployed, case: CaseRow, waiting: SubscriptionRow) -> str:
    """Return what a case waits for, with the texts by which it tells one such wait from another.

    Of two advisers who were asked at once, the correlation key says which one a wait is about.
    """
    told = [value for value in waiting.keys.values() if isinstance(value, str) and value.strip()]
    return ": ".join((element_name(deployed, case, waiting.element), *told))


def is_beside(deployed: Deployed, case: CaseRow, element_id: str) -> bool:
    """Tell whether a waiting element begins an event sub-process, which listens beside the flow."""
    return any(
        element.id == element_id and element.kind == "startEvent"
        for process_id in processes_of(deployed, case.process_id)
        for element in deployed.bundle.process(process_id).elements
    )


def name_in(deployed: Deployed, case: CaseRow, element_id: str | None) -> str | None:
    """Return the name of an element of the case's diagrams, None when it has none."""
    for process_id in processes_of(deployed, case.process_id):
        for element in deployed.bundle.process(process_id).elements:
            if element.id == element_id and element.name:
                return element.name
    return None


def element_in(deployed: Deployed, element_id: str | None) -> str | None:
    """Return the name of an element in any diagram of a version, None when it has none."""
    bundle = deployed.bundle
    elements = (each for process in bundle.diagrams for each in bundle.process(process).elements)
    return next((each.name for each in elements if each.id == element_id and each.name), None)


def _who(tx: store.Tx, case_id: str) -> dict[tuple[str, str], str | None]:
    """Return who completed each element last, by name."""
    done = rows.completed_by(tx, case_id)
    names = people_rows.names(tx, (each.closed_by for each in done))
    return {(each.process, each.element): names.get(each.closed_by or "") for each in done}


def _mark(been: Visits | None, *, ended: bool) -> str:
    if been is None:
        return "skipped" if ended else "next"
    if been.inside:
        return "active"
    return "done" if been.left else "skipped"


def start_schema(deployed: Deployed, process_id: str) -> bytes | None:
    """Return the schema of the form that starts a process, None when it starts without."""
    name = deployed.bundle.process(process_id).start_form
    return deployed.forms.get(name) if name else None
