"""A small procedure with every hand in it, and people who have one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from engine import store, tasks
from engine.model import Actor
from engine.store import cases as case_rows
from engine.store import decisions as decision_rows
from engine.store import hands as hand_rows
from engine.store import mandates as mandate_rows
from engine.store.rows import DecisionRow, HandRow, MandateRow, TaskRow
from tests.house import House
from tests.verbs import probing

TYPE = "vergunning.toekenning"
FORM = b"""{"schemaVersion": 17, "type": "default", "id": "say", "components": [
    {"type": "textfield", "id": "type_field", "key": "type", "label": "Type"},
    {"type": "number", "id": "amount_field", "key": "amount", "label": "Amount"}]}"""
REGISTER = f"""
<serviceTask id="write" name="Write" pr:job="register_decision"><extensionElements><pr:mapping>
  <pr:in source="=if type = null then &quot;{TYPE}&quot; else type" target="type"/>
  <pr:in source="=amount" target="amount"/>
  <pr:in source='="granted"' target="outcome"/><pr:in source='="art. 4"' target="grounds"/>
  <pr:out source="={{nummer: reference, wie: decider, als: capacity, krachtens: mandate}}"
    target="decision"/>
</pr:mapping></extensionElements></serviceTask>"""


def hand(name: str, role: str, more: str = "", form: str = "note") -> str:
    """Return a user task of the team in Leuven that is a hand in a decision."""
    return (
        f'<userTask id="{name}" name="{name}" pr:form="{form}" '
        f'pr:candidateGroup="kb-ko-oost" pr:hand="{role}" {more}/>'
    )


DECIDES = f'pr:decisionType="=if type = null then &quot;{TYPE}&quot; else type" pr:amount="=amount"'
CHAIN = (
    hand("propose", "proposer", form="say"),
    hand("review", "reviewer"),
    hand("decide", "decider", DECIDES),
    REGISTER,
)


def deploy(house: House, *elements: str) -> None:
    """Put the procedure into force."""
    probing.deploy(house, probing.row(*(elements or CHAIN)), files={"forms/probe/say.json": FORM})


def do(house: House, number: str, by: Actor, **posted: Any) -> None:
    """Claim and complete the one open task of a case, then do what is due."""
    task = probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=by)
    complete(house, task, by, **posted)
    house.work_off()


def complete(house: House, task: TaskRow, by: Actor, **posted: Any) -> None:
    tasks.complete(house.runtime, task_id=task.id, by=by, posted=posted, key=store.new_id())


def force(house: House, task: TaskRow, by: Actor) -> None:
    """Put a task on somebody's name behind the back of every verb."""
    with house.runtime.store.write("tests.write") as tx:
        store.tasks.claim(tx, task.case_id, task.id, str(by.holder), house.clock.now)


def named(by: Actor, other: Actor) -> Actor:
    """Return `by` acting in the name of `other`."""
    return replace(by, in_name_of=other.person_id)


def mandate(house: House, who: Actor, *types: str, **more: Any) -> str:
    """Give somebody a confirmed mandate, as the register would keep it."""
    facts: dict[str, Any] = {
        "id": store.new_id(),
        "person_id": str(who.person_id),
        "types": list(types),
        "max_amount": None,
        "office": "administrateur-generaal",
        "acting": False,
        "source": "Besluit",
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "state": "confirmed",
        "reason": "",
        "proposed_by": None,
        "proposed_at": house.clock.now,
    }
    row = MandateRow(**{**facts, **more})
    with house.runtime.store.write("tests.write") as tx:
        mandate_rows.add(tx, row)
    return row.id


def hands(house: House, number: str) -> tuple[HandRow, ...]:
    with house.runtime.store.read() as tx:
        return hand_rows.of_case(tx, house.case(number).id)


def decisions(house: House, number: str) -> tuple[DecisionRow, ...]:
    with house.runtime.store.read() as tx:
        found = case_rows.find(tx, number)
        assert found is not None
        return tuple(decision_rows.of_case(tx, found.id).rows)
