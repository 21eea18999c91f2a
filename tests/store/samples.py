"""Things to test the store with: people, a deployment, a case, steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from engine.model import (
    ActivityChange,
    ActivityState,
    Actor,
    Happened,
    HistoryKind,
    JobWanted,
    Reads,
    RoleInTeam,
    Scope,
    Step,
    TaskClosed,
    TaskOpened,
    Term,
    VariableChange,
)
from engine.store import Store, Tx, cases, deployments, dossiers, new_id, people, steps
from engine.store.rows import CaseRow, RecordedStep

AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
EVERYTHING = Scope(None, Reads.ALL)
FACT = Happened(HistoryKind.CASE_STARTED, Actor(None, "procesregie"), {"why": "test"})


def person(tx: Tx, login: str = "an", *roles: RoleInTeam) -> Actor:
    """Add a person with roles and return the actor."""
    found = new_id()
    people.add(tx, id=found, login=login, name=f"{login.title()} Peeters", email=None, at=AT)
    for role in roles:
        people.grant(tx, new_id(), found, role, date(2026, 1, 1))
    return Actor(found, f"{login.title()} Peeters", roles)


def deployed(tx: Tx, key: str = "licence", data: bytes = b"<xml/>") -> str:
    """Add a deployment and return its id."""
    known = deployments.by_hash(tx, key, "h" + data.decode())
    if known is not None:
        return known.id
    file = deployments.NewFile("a.bpmn", "diagram", data, b"normal", 1)
    return deployments.add(
        tx,
        process_key=key,
        content_hash="h" + data.decode(),
        author="an",
        reason="first",
        source="folder",
        facts={"title": key},
        files=[file],
        at=AT,
    ).id


def case(tx: Tx, title: str = "Crèche Élan", **more: Any) -> CaseRow:
    """Open an empty case."""
    return cases.add(
        tx,
        id=new_id(),
        prefix="P",
        year=2026,
        deployment_id=deployed(tx),
        process_key="licence",
        process_id="licence",
        title=title,
        at=AT,
        **more,
    )


def dossier(tx: Tx, title: str = "Crèche Élan") -> str:
    """Open a dossier and return its id."""
    found = new_id()
    return dossiers.add(tx, id=found, prefix="D", year=2026, kind="facility", at=AT, title=title)


def opened(token: str = "t1", group: str | None = "desk-oost", **more: Any) -> TaskOpened:
    """Return a task that a step opens."""
    return TaskOpened(token, "judge", "licence", "Judge the request", candidate_group=group, **more)


def activity(token: str, element: str, state: ActivityState) -> ActivityChange:
    """Return a change of an activity."""
    return ActivityChange(token, element, "licence", element, "userTask", state)


def started(tx: Tx, title: str = "Crèche Élan", **more: Any) -> RecordedStep:
    """Open a case that waits at one task."""
    step = Step(
        document={"v": 1, "n": 1},
        activities=(
            activity("s", "start", ActivityState.LEFT),
            activity("t1", "judge", ActivityState.ENTERED),
        ),
        tasks_opened=(opened(),),
        fields=more.pop("fields", {}),
    )
    return steps.record(tx, case(tx, title, **more), step, [FACT], at=AT)


def typical(by: Actor) -> tuple[Step, list[Happened]]:
    """Return the step that a typical completion makes, and its fact."""
    step = Step(
        document={"v": 1, "n": 2},
        activities=(
            activity("t1", "judge", ActivityState.LEFT),
            activity("g1", "fork", ActivityState.LEFT),
            activity("t2", "review", ActivityState.ENTERED),
            activity("b2", "too_late", ActivityState.ENTERED),
        ),
        tasks_opened=(opened("t2"),),
        tasks_closed=(TaskClosed("t1", completed=True),),
        jobs_wanted=(JobWanted("b2", "too_late", "licence", "timer", "licence.term", due_at=AT),),
        jobs_dropped=("b1",),
        variables=(VariableChange("advice", None, "favourable"),),
        status="judged",
    )
    meta: Mapping[str, Any] = {"element": "judge"}
    return step, [Happened(HistoryKind.TASK_COMPLETED, by, meta, {"form": {"advice": "yes"}})]


def term(key: str = "licence.term", since: date = date(2026, 1, 1)) -> Term:
    """Return a dated row of the register of terms."""
    return Term(
        id=new_id(),
        key=key,
        value=30,
        unit="days",
        anchor="receipt",
        carrier="agency",
        roll="none",
        stop="suspend",
        warning="50%",
        on_end="task",
        source="[S1]",
        status="to be confirmed",
        valid_from=since,
    )


def open_store(store: Store) -> tuple[RecordedStep, Actor]:
    """Put one waiting case and one person with its group into the store."""
    with store.write("tests.write") as tx:
        by = person(tx, "an", RoleInTeam("desk", "oost"))
        return started(tx), by
