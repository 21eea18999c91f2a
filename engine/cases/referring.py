"""What can be started about a decision or a closed case: for the buttons on their pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine import following, references
from engine.cases.beginning import offers
from engine.model import Actor, Permission
from engine.runtime import Runtime
from engine.store.rows import DecisionRow


class About(StrEnum):
    """What a procedure can be started about."""

    DECISION = "decision"  # to rectify or withdraw it
    CLOSED_CASE = "closed_case"  # to take it up again


_JOBS = {
    About.DECISION: references.CORRECTING,
    About.CLOSED_CASE: references.ABOUT_A_CASE,
}


@dataclass(frozen=True, slots=True)
class StartAbout:
    """A process that can be started about something, and the field of its form that names it.

    `label` is what the procedure calls its button, when it says so.
    """

    process_id: str
    name: str
    field: str
    label: str = ""


def starts_about(runtime: Runtime, *, what: About, by: Actor) -> tuple[StartAbout, ...]:
    """Return what `by` may start about a decision or a closed case; each process once."""
    if not runtime.policy.can(by, Permission.START_CASES):
        return ()
    found: dict[str, StartAbout] = {}
    with runtime.store.read() as tx:
        for deployed, line in offers(runtime, tx):
            for each in references.of_start(deployed, line.process_id):
                if each.job in _JOBS[what]:
                    about = StartAbout(line.process_id, line.name, each.field)
                    found.setdefault(line.process_id, about)
    return tuple(found.values())


def follow_ups(
    runtime: Runtime, *, row: DecisionRow, number: str, by: Actor
) -> tuple[StartAbout, ...]:
    """Return what `by` may start that follows a decision with this number (`[[follows]]`)."""
    if not runtime.policy.can(by, Permission.START_CASES):
        return ()
    found: dict[str, StartAbout] = {}
    with runtime.store.read() as tx:
        for deployed, line in offers(runtime, tx):
            for said in following.follow_ups(deployed.facts):
                if said.process == line.process_id and following.follows(tx, said, row, number):
                    about = StartAbout(line.process_id, line.name, said.number, said.label)
                    found.setdefault(line.process_id, about)
    return tuple(found.values())
