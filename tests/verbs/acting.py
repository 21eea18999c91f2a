"""Small procedures that decide, and do something to a decision, through the machine."""

from __future__ import annotations

from collections.abc import Mapping

from engine import cases, store
from engine.decisions import DecisionPage, view
from engine.store import decisions as rows
from engine.store.rows import DecisionRow
from tests.house import House
from tests.verbs import probing
from tests.verbs.deciding import TYPE, hand, mandate

SARA, JONAS, HILDE = "sara.mertens", "jonas.peeters", "hilde.vandamme"
BASICS: Mapping[str, str] = {
    "type": f'"{TYPE}"',
    "outcome": '"granted"',
    "grounds": '"art. 4"',
}
ACTS_OF_TWO: Mapping[str, str] = {
    "reason": '"fout"',
    "done_in": '"propose"',
    "reviewed_in": '"review"',
}
HANDS = (
    hand("propose", "proposer"),
    hand("review", "reviewer"),
    hand("decide", "decider", f"pr:decisionType='=\"{TYPE}\"'"),
)


def service(name: str, job: str, values: Mapping[str, str]) -> str:
    """Return a service task with these inputs (target → FEEL)."""
    pairs = "".join(
        f'<pr:in source="{"=" + source.replace(chr(34), "&quot;")}" target="{target}"/>'
        for target, source in values.items()
    )
    return (
        f'<serviceTask id="{name}" name="{name}" pr:job="{job}"><extensionElements>'
        f"<pr:mapping>{pairs}</pr:mapping></extensionElements></serviceTask>"
    )


def people_first(*after: str) -> str:
    """Return a row with the three tasks of a decision and what follows them."""
    return probing.row(*HANDS, *after)


def play(house: House, *after: str, dossier: str | None = None) -> str:
    """Deploy the row, and let three people do the tasks and the machine the rest."""
    probing.deploy(house, people_first(*after))
    number = cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors["an.admin"],
        posted={},
        key=store.new_id(),
        dossier_number=dossier,
    )
    mandate(house, house.actors[HILDE], TYPE)
    for element, login in (("propose", SARA), ("review", JONAS), ("decide", HILDE)):
        house.do(number, element, login, {})
    house.work_off()
    return number


def decide(house: House, *after: str, dossier: str | None = None, **values: str) -> str:
    """Take a decision with these inputs of the job, and do what follows."""
    register = service("register", "register_decision", {**BASICS, **values})
    return play(house, register, *after, dossier=dossier)


def act(job: str, **values: str) -> str:
    """Return the task that does something to a decision."""
    return service(job, job, values)


def of_case(house: House, number: str) -> tuple[DecisionRow, ...]:
    """Return the decisions of a case, the newest first."""
    with house.runtime.store.read() as tx:
        return rows.of_case(tx, house.case(number).id).rows


def page(house: House, row: DecisionRow, login: str = SARA) -> DecisionPage:
    """Return the page of a decision."""
    return view(house.runtime, year=row.year, number=row.number, by=house.actors[login])


def dossier_of(house: House, number: str) -> str:
    """Return the number of the dossier of a case."""
    with house.runtime.store.read() as tx:
        found = store.dossiers.get(tx, str(house.case(number).dossier_id))
    assert found is not None
    return found.number
