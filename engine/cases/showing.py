"""A case as its page shows it: where it stands, what grew with it, its diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from engine import bpmn, checklist, errors, masking, papers, reminders, reopening, store
from engine.bpmn import svg
from engine.casefile import (
    CaseHead,
    ClockView,
    ElementState,
    Fact,
    Wait,
    awaited_name,
    clock_views,
    elements_of,
    facts_of,
    head_of,
    is_beside,
    name_in,
)
from engine.cases.allowing import looking
from engine.decisions import DecisionView, lines
from engine.model import Actor, DocumentRules, Happened, HistoryKind, Permission
from engine.papers import PaperView
from engine.runtime import Deployed, Runtime
from engine.store import decisions as decision_rows
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import incidents as incident_rows
from engine.store import people as people_rows
from engine.store import post as post_rows
from engine.store import tasks as task_rows
from engine.store import whereabouts
from engine.store.rows import CaseRow, EvaluationRow, HistoryRow, Page, TaskRow
from engine.terms import local_day

NEWEST: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its page shows it: of what grows with the case one page, the newest first.

    Open tasks come the most urgent first. `stands_still` tells whether an incident is open.
    """

    head: CaseHead
    clocks: tuple[ClockView, ...]
    warnings: tuple[reminders.Told, ...]
    open_tasks: Page[TaskRow]
    closed_tasks: Page[TaskRow]
    waits: tuple[Wait, ...]
    timeline: Page[HistoryRow]
    documents: Page[PaperView]
    checklist: checklist.Checklist | None
    decisions: Page[DecisionView]
    evaluations: Page[EvaluationRow]
    stands_still: bool
    facts: tuple[Fact, ...]
    names: Mapping[str, str]
    end_name: str | None
    links: reopening.Links
    version: int
    deployment_hash: str
    may_add: bool = False  # documents; not in the name of somebody who is away


@dataclass(frozen=True, slots=True)
class DiagramView:
    """A process of a case in the analyst's own XML, and how every element of the case stands."""

    process_id: str
    source: bytes
    elements: tuple[ElementState, ...]

    @property
    def marks(self) -> Mapping[str, str]:
        """Return how each element of this process stands."""
        return {each.id: each.mark for each in self.elements if each.process == self.process_id}


def view(runtime: Runtime, *, number: str, by: Actor, at: Mapping[str, int] = NEWEST) -> CaseView:
    """Return the case as its page shows it; reading it is written down.

    `at` names the page of a list of `CaseView` that is asked for, the first when it does not.
    Raises NotFound when it is not there or not for the asker.
    """
    with runtime.store.read() as tx:
        case, actor = looking(runtime, tx, number, by)
        shown = view_of(runtime, tx, case, at, actor)
    itself = actor == by and runtime.policy.can(by, Permission.WORK_TASKS)
    fact = Happened(HistoryKind.CASE_READ, actor, {"number": number})
    with runtime.store.write("cases.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return replace(shown, may_add=itself)


def diagram(
    runtime: Runtime, *, number: str, by: Actor, process_id: str | None = None
) -> DiagramView:
    """Return a process of this case as it was drawn, with what is done, active and next."""
    with runtime.store.read() as tx:
        case, _ = looking(runtime, tx, number, by)
        deployed = runtime.deployed(tx, case.deployment_id)
        wanted = process_id or case.process_id
        source = _source(deployed, wanted)
        return DiagramView(wanted, source, elements_of(deployed, case, tx))


def drawing(view: DiagramView) -> str:
    """Return a diagram as SVG, every element marked as it stands."""
    return svg.draw(view.source, view.marks)


def view_of(
    runtime: Runtime, tx: store.Tx, case: CaseRow, at: Mapping[str, int], by: Actor
) -> CaseView:
    """Return a case that `by` may read as its page shows it; nothing is written down."""
    deployed = runtime.deployed(tx, case.deployment_id)
    open_tasks = task_rows.open_of_case(tx, case.id, at.get("open_tasks", 1))
    closed_tasks = task_rows.closed_of_case(tx, case.id, at.get("closed_tasks", 1))
    decided = decision_rows.of_case(tx, case.id, at.get("decisions", 1))
    documents = papers.page_shown(
        DocumentRules.of(deployed.facts),
        document_rows.of_case(tx, case.id, at.get("documents", 1)),
        by,
        local_day(runtime.now()),
    )
    document = whereabouts.document(tx, case.id)
    values = bpmn.visible(document) if document is not None else {}
    mask = masking.of(deployed, by)
    return CaseView(
        head=head_of(runtime, tx, case),
        clocks=clock_views(runtime, tx, deployed, case),
        warnings=reminders.told(tx, case.id) if deployed.term_keys else (),
        open_tasks=open_tasks,
        closed_tasks=closed_tasks,
        waits=tuple(
            Wait(
                each.token,
                each.message,
                awaited_name(deployed, case, each),
                is_beside(deployed, case, each.element),
            )
            for each in post_rows.expected(tx, case.id)
        ),
        timeline=mask.events(
            trail.page_of_case(tx, case, at.get("timeline", 1), newest_first=True)
        ),
        documents=documents,
        checklist=checklist.of_case(runtime, tx, deployed, case, values, by),
        decisions=Page(
            lines(runtime, tx, decided.rows), decided.total, decided.number, decided.size
        ),
        evaluations=mask.evaluations(
            whereabouts.evaluations(tx, case.id, at.get("evaluations", 1))
        ),
        stands_still=incident_rows.any_open(tx, case.id),
        facts=facts_of(runtime, deployed, case, values, mask),
        names=_names(tx, (*open_tasks.rows, *closed_tasks.rows), documents.rows),
        end_name=name_in(deployed, case, case.end_event),
        links=reopening.links(runtime, tx, case, by),
        version=deployed.version,
        deployment_hash=deployed.content_hash,
    )


def _names(
    tx: store.Tx,
    tasks: Iterable[TaskRow],
    documents: Iterable[PaperView],
) -> Mapping[str, str]:
    """Return the names of the people whom a page names."""
    people = {
        person for task in tasks for person in (task.assignee, task.closed_by, task.in_name_of)
    }
    people |= {each.row.sent_by for each in documents}
    return people_rows.names(tx, people)


def _source(deployed: Deployed, process_id: str) -> bytes:
    path = deployed.path_of(process_id)
    if path is None:
        raise errors.NotFound("process", process=process_id)
    return deployed.sources[path]
