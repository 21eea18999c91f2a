"""Cases with a clock on a term of sixty days, and people who change that term."""

from __future__ import annotations

from datetime import date, timedelta

from engine import lawbook
from engine.lawbook import ChangeView
from engine.model import Clock, Transition
from engine.store import documents, terms
from tests.house import House
from tests.verbs import probing

OURS = "vergunning.beslissing.gezinsopvang"  # sixty days, on the agency
THEIRS = "vergunning.vervollediging"  # thirty days, on the citizen
ANALYST, JURIST = "pieter.claeys", "nele.aerts"


def drawing(key: str, before: int) -> str:
    """Return a task that waits for the timer of a term which began `before` days ago."""
    day = f"=today() - duration(&quot;P{before}D&quot;)"
    return (
        '<startEvent id="begin" name="Begin"><extensionElements>'
        f'<pr:clock term="{key}" action="start" on="leave" day="{day}"/>'
        "</extensionElements></startEvent>"
        + probing.TASK.format("look").replace('pr:form="note"', f'pr:form="note" pr:term="{key}"')
        + f'<boundaryEvent id="late" name="Late" attachedToRef="look" cancelActivity="false" '
        f'pr:term="{key}"><timerEventDefinition id="t"/></boundaryEvent>'
        + probing.TASK.format("remind")
        + '<endEvent id="finish" name="Finish"/><endEvent id="over" name="Over"/>'
        '<sequenceFlow id="f1" sourceRef="begin" targetRef="look"/>'
        '<sequenceFlow id="f2" sourceRef="look" targetRef="finish"/>'
        '<sequenceFlow id="f3" sourceRef="late" targetRef="remind"/>'
        '<sequenceFlow id="f4" sourceRef="remind" targetRef="over"/>'
    )


def running(house: House, key: str = OURS, *before: int) -> list[str]:
    """Start a case per number of days that its clock has run by now; return their numbers."""
    numbers = []
    for days in before:
        probing.deploy(house, drawing(key, days))
        numbers.append(probing.start(house))
    return numbers


def today(house: House) -> date:
    return house.clock.now.date()


def clock(house: House, number: str) -> Clock:
    with house.runtime.store.read() as tx:
        return terms.clocks_of(tx, house.case(number).id)[-1][0]


def propose(
    house: House,
    value: int = 45,
    rule: Transition = Transition.IMMEDIATE,
    *,
    key: str = OURS,
    after: int = 1,
    by: str = ANALYST,
) -> str:
    """Propose `value` days from `after` days on; return the change."""
    return lawbook.propose(
        house.runtime,
        key=key,
        value=value,
        grace_days=0,
        effective_on=today(house) + timedelta(days=after),
        rule=rule,
        source="Besluit van 1 maart 2026, art. 3",
        reason="Een korter besluit",
        by=house.actors[by],
    )


def confirmed(house: House, change_id: str, by: str = JURIST) -> None:
    """Confirm a change, and let its day come."""
    lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[by])
    view = seen(house, change_id)
    while today(house) < view.effective_on:
        house.clock.forward(days=1)
    lawbook.carry_out(house.runtime)


def seen(house: House, change_id: str, by: str = ANALYST) -> ChangeView:
    return lawbook.change(house.runtime, change_id=change_id, by=house.actors[by])


def letter_named(house: House, number: str, key: str) -> None:
    """Let a letter of the case name a term, as if it had been made."""
    text = f'+++\nonderwerp = "Uw aanvraag"\nsoort = "brief"\ntermijnen = ["{key}"]\n+++\n\nBeste\n'
    with house.runtime.store.write("tests.write") as tx:
        documents.add(
            tx,
            case_id=house.case(number).id,
            kind="letter",
            name="Uw aanvraag",
            data=b"%PDF",
            media_type="application/pdf",
            at=house.clock.now,
            made_of=documents.MadeOf(text.encode(), b"{}", "sheet"),
        )
