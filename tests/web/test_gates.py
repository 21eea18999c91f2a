"""Every way past a gate of decisions, at every door; each gate is taken out, and that is found.

What is lawful is worked out here from the hands and the decisions that were kept, without the code
that guards them. A gate that is gone leaves the others where they are: the register behind it
still refuses, and yet the hand that nobody may have is seen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engine import absences, errors, store
from engine.desks import variables
from engine.hands import gate as gates
from engine.model import Actor
from engine.store import locking
from engine.store import mandates as mandate_rows
from engine.store.rows import HandRow, TaskRow
from engine.store.tables import mandate as mandate_table
from engine.tasks import completing
from engine.tasks import taking as taking_tasks
from engine.terms import local_day
from tests import away
from tests.house import House
from tests.verbs import deciding, probing
from tests.web.site import Site

SARA, JONAS, HILDE, LIEN = "sara.mertens", "jonas.peeters", "hilde.vandamme", "lien.declercq"
KIND = "handhaving.schorsing"
SIGNING = b'[[signing]]\nform = "note"\nanswers = {remark = "akkoord"}\n'
CHAIN = (
    deciding.hand("propose", "proposer", form="say"),
    deciding.hand("review", "reviewer"),
    deciding.hand("decide", "decider", f"pr:decisionType='=\"{KIND}\"'"),
    deciding.REGISTER.replace(deciding.TYPE, KIND),
)
FOLDERS: Any = sys.modules["engine.signing.folder"]
ROLES = ("proposer", "reviewer", "decider")


# --- what is lawful, by rules of its own ---------------------------------------------------------


def lawful(house: House, number: str) -> int:
    """Check every hand and decision of a case; return how many decisions were taken."""
    kept, made = deciding.hands(house, number), deciding.decisions(house, number)
    with house.runtime.store.read() as tx:
        done = [t for t in store.tasks.of_case(tx, house.case(number).id) if t.state == "completed"]
    assert {each.task_id for each in kept} == {each.id for each in done}, "a task without its hand"
    last = [each for role in ROLES for each in kept if each.role == role]
    people = [{each.person_id, each.in_name_of} - {None} for each in last]
    assert sum(map(len, people)) == len(set().union(*people)), "somebody has two hands"
    for each in kept:
        if each.role == "decider":
            mandated(house, each)
    deciders = {each.person_id for each in kept if each.role == "decider"}
    assert {row.decider for row in made} <= deciders, "a decision of nobody"
    return len(made)


def mandated(house: House, decider: HandRow) -> None:
    """Check that a decider had a confirmed mandate of their own for this, on that day."""
    with house.runtime.store.read() as tx:
        row = mandate_rows.get(tx, decider.mandate_id or "")
    day = local_day(decider.at)
    assert row is not None, "a hand without a mandate"
    assert row.person_id == decider.person_id, "a mandate of somebody else"
    assert row.state == "confirmed", "a mandate that nobody confirmed"
    assert row.valid_from <= day, "a mandate of tomorrow"
    assert row.valid_to is None or day <= row.valid_to, "a mandate of yesterday"
    assert not row.types or KIND in row.types, "a mandate for something else"


# --- the ways past -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """Who proposes and reviews, who tries to decide, on whose desk the task lies, what is kept.

    `desk` is who has the task, away when that is not `by`; `mandates` whose are kept, with what
    makes each worthless.
    """

    by: str
    desk: str
    mandates: Mapping[str, Mapping[str, Any]]
    proposes: str = SARA
    reviews: str = JONAS


YESTERDAY = timedelta(days=-1)
GOOD: Mapping[str, Any] = {}
WAYS: Mapping[str, Way] = {
    "without a mandate": Way(HILDE, HILDE, {}),
    "on a mandate of another sort": Way(HILDE, HILDE, {HILDE: {"types": ["subsidie.saldo"]}}),
    "on a mandate that ended yesterday": Way(HILDE, HILDE, {HILDE: {"valid_to": YESTERDAY}}),
    "on an acting mandate that ended": Way(
        HILDE, HILDE, {HILDE: {"valid_to": YESTERDAY, "acting": True}}
    ),
    "on a mandate nobody confirmed": Way(HILDE, HILDE, {HILDE: {"state": "proposed"}}),
    "on the mandate of who is away": Way(LIEN, JONAS, {JONAS: GOOD}, reviews=HILDE),
    "who proposed it": Way(SARA, SARA, {SARA: GOOD}),
    "who reviewed it": Way(JONAS, JONAS, {JONAS: GOOD}),
    "in the name of who proposed it": Way(LIEN, SARA, {LIEN: GOOD}, reviews=HILDE),
}
RIGHT = Way(HILDE, HILDE, {HILDE: GOOD})
MANDATES = [name for name in WAYS if name.startswith(("on ", "without"))]
HANDS = [name for name in WAYS if name not in MANDATES]

Door = Callable[[Site, TaskRow, Actor], object]


def through_the_verb(site: Site, task: TaskRow, by: Actor) -> object:
    """Complete the task as the machine is asked to."""
    with suppress(errors.EngineError):
        deciding.complete(site.house, task, acting(site, by))
    return None


def through_the_page(site: Site, task: TaskRow, by: Actor) -> object:
    """Post what the form of the task would post, though no page showed it."""
    fields = {"remark": "akkoord", "_key": store.new_id(), "_concept": "0"}
    return site.session_of(str(by.person_id)).post(f"/taken/{task.id}/afronden", fields)


def through_the_folder(site: Site, task: TaskRow, by: Actor) -> object:
    """Post the task among what is signed, with the mark of what would be signed."""
    fields = {"chosen": [f"{task.id}:{mark(site, task)}", "nobodys:1"], "_key": store.new_id()}
    return site.session_of(str(by.person_id)).post("/ondertekenmap/ondertekenen", fields)


def mark(site: Site, task: TaskRow) -> str:
    """Return the mark of a task that somebody read off another page."""
    runtime = site.house.runtime
    with runtime.store.read() as tx:
        locked = locking.for_task(tx, task.id)
        deployed = runtime.deployed(tx, locked.case.deployment_id)
        told = FOLDERS._told(runtime, deployed, task, variables(locked))
        return str(FOLDERS._mark(told, FOLDERS._made_ready(tx, locked)))


DOORS: Mapping[str, Door] = {
    "verb": through_the_verb,
    "page": through_the_page,
    "folder": through_the_folder,
}


def acting(site: Site, by: Actor) -> Actor:
    """Return somebody as a session knows them: with who is away today."""
    login = next(key for key, each in site.house.actors.items() if each.person_id == by.person_id)
    return away.signed_in(site.house, login)


@pytest.fixture(scope="module")
def gated(shared_site: Site) -> Site:
    facts = probing.FACTS + SIGNING
    files = {"forms/probe/say.json": deciding.FORM, "probe/procedure.toml": facts}
    probing.deploy(shared_site.house, probing.row(*CHAIN), files=files)
    return shared_site


@contextmanager
def ready(site: Site, way: Way) -> Iterator[str]:
    """Bring a case to where somebody decides, with who is away and which mandates there are."""
    house, given = site.house, []
    number = probing.start(house)
    deciding.do(house, number, house.actors[way.proposes])
    deciding.do(house, number, house.actors[way.reviews])
    absence = away.write(house, way.desk, way.by) if way.by != way.desk else None
    try:
        given = [mandate(house, login, more) for login, more in way.mandates.items()]
        yield number
    finally:
        with house.runtime.store.write("tests.write") as tx:
            gone = update(mandate_table).where(mandate_table.c.id.in_(given))
            tx.run(gone.values(state="withdrawn"))
        if absence:
            absences.end(house.runtime, by=house.actors[way.desk], absence_id=absence)


def go(site: Site, way: Way, door: Door) -> int:
    """Go one way through a door, and check what came of it; return how many decisions did."""
    house = site.house
    with ready(site, way) as number:
        deciding.force(house, probing.only_task(house, number), house.actors[way.desk])
        door(site, probing.only_task(house, number), house.actors[way.by])
        house.work_off()
        return lawful(house, number)


def mandate(house: House, login: str, more: Mapping[str, Any]) -> str:
    facts = dict(more)
    if "valid_to" in facts:
        facts["valid_to"] = local_day(house.clock.now) + facts["valid_to"]
    types = facts.pop("types", [KIND])
    return deciding.mandate(house, house.actors[login], *types, **facts)


@pytest.mark.parametrize("door", DOORS)
def test_who_may_decide_does_so_at_every_door(gated: Site, door: str) -> None:
    """Else nothing would ever come through, and every gate would seem shut."""
    assert go(gated, RIGHT, DOORS[door]) == 1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("way", WAYS)
def test_no_way_goes_past_the_gate(gated: Site, way: str, door: str) -> None:
    assert go(gated, WAYS[way], DOORS[door]) == 0


# --- the gates, taken out one by one -------------------------------------------------------------


def carried(runtime: Any, tx: store.Tx, gate: gates.Gate, by: Actor) -> Any:
    """Take the mandate of who is away for that of who stands in."""
    return OWN(runtime, tx, gate, replace(by, person_id=by.holder))


def actors_only(*some: str | None) -> frozenset[str]:
    """Count who acts, and forget in whose name."""
    return frozenset(filter(None, some[:1]))


def of_any_day(tx: store.Tx, person_id: str, _day: object) -> Any:
    """Return the mandates of somebody, also those that are over."""
    found = mandate_rows.search(tx, query="", page=1, size=1_000).rows
    return [each for each in found if each.person_id == person_id and each.state == "confirmed"]


def unconfirmed(tx: store.Tx, person_id: str, _day: object) -> Any:
    """Return the mandates of somebody, also those that nobody confirmed."""
    found = mandate_rows.search(tx, query="", page=1, size=1_000).rows
    return [each for each in found if each.person_id == person_id and each.valid_to is None]


def let_through(*_: object, **__: object) -> None:
    return None


OWN = gates._mandate
GATES: Mapping[str, tuple[Any, str, Any, Mapping[str, str]]] = {
    "exclusions": (gates, "_refused", let_through, dict.fromkeys(HANDS, "has two hands")),
    "in whose name": (
        gates,
        "_people",
        actors_only,
        {"in the name of who proposed it": "has two hands"},
    ),
    "mandates": (gates, "_unmandated", let_through, dict.fromkeys(MANDATES, "without a mandate")),
    "one's own mandate": (
        gates,
        "_mandate",
        carried,
        {"on the mandate of who is away": "of somebody else"},
    ),
    "the days of a mandate": (
        mandate_rows,
        "of_person",
        of_any_day,
        dict.fromkeys(
            ("on a mandate that ended yesterday", "on an acting mandate that ended"), "of yesterday"
        ),
    ),
    "confirmation": (
        mandate_rows,
        "of_person",
        unconfirmed,
        {"on a mandate nobody confirmed": "that nobody confirmed"},
    ),
    "sorts of decisions": (
        gates,
        "holder_of",
        lambda rows, *_: next(iter(rows), None),
        {"on a mandate of another sort": "for something else"},
    ),
    "the whole gate": (completing, "gate_of", let_through, dict.fromkeys(WAYS, "without its hand")),
}
"""Where a gate stands, what takes its place, and the ways it shut with what is found on each."""


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("gate", GATES)
def test_a_gate_that_is_taken_out_is_found_at_every_door(
    gated: Site, monkeypatch: pytest.MonkeyPatch, gate: str, door: str
) -> None:
    where, name, instead, ways = GATES[gate]
    for way, found in ways.items():
        with monkeypatch.context() as patch:
            patch.setattr(where, name, instead)
            with pytest.raises(AssertionError, match=found):
                go(gated, WAYS[way], DOORS[door])


# --- before the gate: who takes the task, and what the folder offers -----------------------------


def taken(site: Site, way: Way) -> bool:
    """Tell whether somebody gets a free task on their desk by the button of its page."""
    with ready(site, way) as number:
        task = probing.only_task(site.house, number)
        by = site.house.actors[way.by]
        site.session_of(str(by.person_id)).post(f"/taken/{task.id}/nemen")
        return probing.only_task(site.house, number).assignee is not None


def offered(site: Site, way: Way) -> bool:
    """Tell whether the folder asks somebody to sign the task, though they tick it themselves."""
    with ready(site, way) as number:
        task = probing.only_task(site.house, number)
        by = site.house.actors[way.by]
        fields = {"chosen": f"{task.id}:{mark(site, task)}"}
        page = site.session_of(str(by.person_id)).post("/ondertekenmap/nakijken", fields)
        return page.status_code == 200 and number in page.text


OWN_DESK = [name for name, way in WAYS.items() if way.by == way.desk]


@pytest.mark.parametrize("tries", [taken, offered])
def test_nobody_takes_or_is_offered_what_they_may_not_decide(
    gated: Site, monkeypatch: pytest.MonkeyPatch, tries: Callable[[Site, Way], bool]
) -> None:
    assert tries(gated, RIGHT)
    assert [name for name in OWN_DESK if tries(gated, WAYS[name])] == []
    monkeypatch.setattr(taking_tasks, "check_allowed", let_through)
    monkeypatch.setattr(FOLDERS, "refusal", let_through)
    for part in ("_refused", "_unmandated"):
        monkeypatch.setattr(gates, part, let_through)
    assert [name for name in OWN_DESK if tries(gated, WAYS[name])] == OWN_DESK
