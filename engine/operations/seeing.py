"""One case that stands still: in detail, in its diagram, and what a move would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine import bpmn, errors, masking, store
from engine.advance import clocks_of
from engine.bpmn import svg
from engine.bpmn.standing import Standing, Target, process_variables
from engine.bpmn.standing import targets as targets_of
from engine.casefile import elements_of, head_of, name_in
from engine.errors import InvalidInput, ModelFault, Problem
from engine.feel.written import written
from engine.masking import Mask
from engine.model import (
    Actor,
    CancelCase,
    Command,
    FireTimer,
    Happened,
    HistoryKind,
    JobKind,
    MoveToken,
    Retry,
    SetVariables,
    Step,
    Tagged,
)
from engine.operations import cases, values
from engine.operations.cases import Here
from engine.operations.telling import names_of, shown_incident
from engine.operations.views import (
    Asked,
    Correction,
    Drawn,
    Foreseen,
    Incident,
    Place,
    Stuck,
)
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import incidents as incident_rows
from engine.store import whereabouts
from engine.store.rows import CaseRow, IncidentRow
from engine.store.steps import UNHANDLED_ERROR

MOST_PLACES = 100


def stuck(runtime: Runtime, *, number: str, by: Actor) -> Stuck:
    """Return what can be done with a case; the look is written down. Raises NotFound."""
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        shown = _stuck(runtime, tx, case, by)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number, "for": "operating"})
    with runtime.store.write("stuck_cases.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return shown


def incident(runtime: Runtime, *, incident_id: str, by: Actor) -> Incident:
    """Return one incident; the look is written down. Raises NotFound."""
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        row = incident_rows.get(tx, incident_id)
        if row is None:
            raise errors.NotFound("incident")
        case = case_rows.find(tx, row.case_id) if row.case_id else None
        names = names_of(tx, [row])
        if case is None:
            shown = shown_incident(row, None, row.element or "", names, None)
        else:
            cases.readable(runtime, tx, case.number, by)
            here = cases.here(runtime, tx, case)
            shown = _held_against(here, row, names, masking.of(here.deployed, by))
    fact = Happened(HistoryKind.CASE_READ, by, {"number": shown.number, "for": "operating"})
    with runtime.store.write("incidents.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=row.case_id)
    return shown


def drawing(runtime: Runtime, *, number: str, element: str, by: Actor) -> Drawn:
    """Return the diagram of a case in which an element stands, as SVG; the look is written down.

    Without such an element it is that of the procedure itself. Raises NotFound.
    """
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        deployed = runtime.deployed(tx, case.deployment_id)
        states = elements_of(deployed, case, tx)
        head = head_of(runtime, tx, case)
    process = next((each.process for each in states if each.id == element), case.process_id)
    marks = {each.id: each.mark for each in states if each.process == process}
    if element in marks:
        marks[element] = "failed"
    source = deployed.sources[deployed.path_of(process) or ""]
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number, "for": "operating"})
    with runtime.store.write("stuck_cases.draw") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return Drawn(head, deployed.bundle.process(process).name or process, svg.draw(source, marks))


def targets(runtime: Runtime, *, number: str, token: str, by: Actor) -> tuple[Target, ...]:
    """Return where a token may be moved to. Raises NotFound, AlreadyDone when it is gone."""
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        deployed = runtime.deployed(tx, case.deployment_id)
        return targets_of(deployed.bundle, whereabouts.document(tx, case.id) or {}, token)


def foresee(runtime: Runtime, *, number: str, asked: Asked, by: Actor) -> Foreseen:
    """Return what a move would do if it were done now; nothing happens.

    Raises NotFound, AlreadyDone when what it is about is gone, Stale when it waits for something
    else by now.
    """
    cases.must(runtime, by)
    with runtime.store.read() as tx:
        here = cases.here(runtime, tx, cases.readable(runtime, tx, number, by))
        if here.case.state != cases.RUNNING:
            raise errors.AlreadyDone("case_closed", number=number)
        try:
            mask = masking.of(here.deployed, by)
            command = _command(runtime, here, asked, mask)
            step = None if command is None else _tried(runtime, here, command)
        except InvalidInput as refused:
            return Foreseen(problems=refused.problems)
        except ModelFault as fault:
            return Foreseen(problems=(here.problem(fault),))
        return Foreseen() if step is None else _foreseen(here, step, mask)


def _command(runtime: Runtime, here: Here, asked: Asked, mask: Mask) -> Command | None:
    """Return what the machine would be asked; None when it is not asked anything."""
    if isinstance(asked, MoveToken | CancelCase):
        return asked
    if isinstance(asked, Correction):
        known = bpmn.visible(here.document or {}, asked.token)
        given = values.read(asked.values, known, runtime.now(), mask)
        return SetVariables(given, asked.token)
    broken = here.find(asked.key)
    if broken.token is None:
        return None
    return FireTimer(broken.token) if broken.kind == JobKind.TIMER else Retry(broken.token)


def _tried(runtime: Runtime, here: Here, command: Command) -> Step:
    bundle, case = here.deployed.bundle, here.case
    clocks = clocks_of(runtime, here.tx, here.deployed, case)
    return bpmn.advance(bundle, case.process_id, here.document, command, runtime.now(), clocks)


def _foreseen(here: Here, step: Step, mask: Mask) -> Foreseen:
    names = {each.token: each.name or each.element for each in here.places}
    wanted = {job.token: here.name(job.element) for job in step.jobs_wanted}
    stopped = (*step.jobs_dropped, *step.subscriptions_closed)
    return Foreseen(
        taken_back=tuple(names[each.token] for each in step.tasks_closed),
        stopped=tuple(names[each] for each in stopped if each in names and each not in wanted),
        opened=tuple(task.name for task in step.tasks_opened),
        started=tuple(wanted.values()),
        changes=tuple(
            (c.name, written(_masked(mask, c.name, c.old)), written(_masked(mask, c.name, c.new)))
            for c in step.variables
        ),
        ends=step.ended,
        end=name_in(here.deployed, here.case, step.end_event),
        problems=_fails(here, step),
    )


def _masked(mask: Mask, name: str, value: Tagged) -> Tagged:
    return mask.stored({name: value})[name]


def _fails(here: Here, step: Step) -> tuple[Problem, ...]:
    if step.failed is None:
        return ()
    facts = {"error": step.failed.code, "element": here.name(step.failed.element)}
    return (Problem("", UNHANDLED_ERROR, facts),)


# --- one case ------------------------------------------------------------------------------------


def _stuck(runtime: Runtime, tx: store.Tx, case: CaseRow, by: Actor) -> Stuck:
    here = cases.here(runtime, tx, case)
    mask = masking.of(here.deployed, by)
    names = names_of(tx, here.incidents)
    labels = {each.token: each.name or each.element for each in here.places}
    return Stuck(
        head=head_of(runtime, tx, case),
        version=case.version,
        open=case.state == cases.RUNNING,
        incidents=tuple(_held_against(here, row, names, mask) for row in here.incidents),
        broken=here.broken,
        places=tuple(_place(each, labels, mask) for each in here.places[:MOST_PLACES]),
        places_total=len(here.places),
        variables=values.shown(
            mask.stored(process_variables(here.document) if here.document else {})
        ),
    )


def _held_against(here: Here, row: IncidentRow, names: Mapping[str, str], mask: Mask) -> Incident:
    shown = shown_incident(row, here.case, here.name(row.element), names, mask)
    if row.state != "open":
        return shown
    return replace(shown, key=here.key_of(row), passed=here.is_over(row))


def _place(each: Standing, labels: Mapping[str, str], mask: Mask) -> Place:
    return Place(
        token=each.token,
        element=each.element,
        name=labels[each.token],
        kind=each.kind,
        waits=each.waits,
        number=each.number,
        around=labels.get(each.around or ""),
        due=datetime.fromisoformat(each.due) if each.due else None,
        stays=each.stays,
        variables=values.shown(mask.stored(each.own)),
    )
