"""Whatever people try, in whatever order: nobody decides without a mandate or with two hands.

Each property is also told to find its gate taken out.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import cases, errors, hands, store, tasks
from engine.hands import gate as gates
from engine.model import Actor
from engine.store import decisions as rows
from engine.store import locking
from engine.store import mandates as mandate_rows
from engine.store.rows import DecisionRow, HandRow
from tests.house import House
from tests.verbs import deciding, probing

LOGINS = ("sara.mertens", "jonas.peeters", "hilde.vandamme")
TYPES = ("vergunning.toekenning", "handhaving.schorsing", "nergens.bekend", "subsidie.saldo")
ACTS = ("claim", "complete", "force", "release", "mandate", "day")
Try = tuple[str, int, int | None, int]
TRIES = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 2),
        st.none() | st.integers(0, 2),
        st.integers(0, 3),
    ),
    min_size=8,
    max_size=40,
)
PROPERTY = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Play:
    """One case in which people try things; what is refused changes nothing."""

    def __init__(self, house: House, kind: str) -> None:
        self.house, self.kind = house, kind
        self.people = [house.actors[login] for login in LOGINS]
        self.number = probing.start(house)

    def does(self, act: str, who: int, other: int | None, more: int) -> None:
        by = self.people[who]
        if other is not None and other != who:
            by = replace(by, in_name_of=self.people[other].person_id)
        open_now = self.house.open_tasks(self.number)
        if act == "mandate":
            self.mandate(by, more)
        elif act == "day":
            self.house.clock.forward(days=1)
        elif open_now:
            self.on_the_task(act, by, open_now[0].id)
        self.house.work_off()

    def mandate(self, by: Actor, more: int) -> None:
        today = self.house.clock.now.date()
        last = today - timedelta(days=1) if more == 3 else today
        types = () if more == 0 else (TYPES[more],)
        first = min(today, last)
        deciding.mandate(self.house, by, *types, valid_from=first, valid_to=last)

    def on_the_task(self, act: str, by: Actor, task_id: str) -> None:
        runtime = self.house.runtime
        try:
            if act == "claim":
                tasks.claim(runtime, task_id=task_id, by=by)
            elif act == "release":
                tasks.release(runtime, task_id=task_id, by=by)
            elif act == "force":
                with runtime.store.write("tests.write") as tx:
                    task = locking.for_task(tx, task_id).task
                    assert task is not None
                    store.tasks.claim(tx, task.case_id, task_id, str(by.holder), runtime.now())
            else:
                self.complete(by, task_id)
        except errors.EngineError:
            return

    def complete(self, by: Actor, task_id: str) -> None:
        (task,) = self.house.open_tasks(self.number)
        posted = {"type": self.kind} if task.form == "say" else {}
        tasks.complete(
            self.house.runtime, task_id=task_id, by=by, posted=posted, key=store.new_id()
        )


def play(house: House, kind: str, tries: list[Try]) -> tuple[tuple[HandRow, ...], int]:
    """Play tries, then let three people who may finish it; return the hands and decisions."""
    case = Play(house, kind)
    for each in tries:
        case.does(*each)
    return deciding.hands(house, case.number), len(judged(house, case.number))


def judged(house: House, number: str) -> tuple[DecisionRow, ...]:
    """Check each decision of a case against the rules, without the code that guards them."""
    found = deciding.decisions(house, number)
    for row in found:
        check(house, number, row)
    return found


def check(house: House, number: str, row: DecisionRow) -> None:
    kept = deciding.hands(house, number)
    of = {role: [h for h in kept if h.role == role] for role in ("proposer", "reviewer", "decider")}
    decider = of["decider"][-1]
    assert row.decider == decider.person_id
    people = [{h.person_id, h.in_name_of} - {None} for role in of.values() for h in role[-1:]]
    assert sum(map(len, people)) == len(set().union(*people)), "somebody has two hands"
    with house.runtime.store.read() as tx:
        mandate = mandate_rows.get(tx, decider.mandate_id or "")
    assert mandate is not None, "a decision without a mandate"
    assert mandate.person_id == decider.person_id, "a mandate of somebody else"
    assert mandate.state == "confirmed"
    day: date = row.decided_on
    assert mandate.valid_from <= day
    assert mandate.valid_to is None or day <= mandate.valid_to
    known = house.runtime.decision_types.types
    kind = f"{row.type}" if row.type in known else None
    assert not mandate.types or kind in mandate.types, "a mandate for something else"


@pytest.fixture
def deciding_house(house: House) -> House:
    deciding.deploy(house)
    return house


@PROPERTY
@given(kind=st.sampled_from(TYPES), tries=TRIES)
def test_no_sequence_of_tries_gets_round_the_gate(
    deciding_house: House, kind: str, tries: list[Try]
) -> None:
    play(deciding_house, kind, tries)


def walked(first: int, second: int, third: int) -> list[Try]:
    """Return three people who each take and complete the task that is open, in no one's name."""
    return [(act, who, None, 0) for who in (first, second, third) for act in ("claim", "complete")]


def test_three_people_with_a_mandate_get_a_decision(deciding_house: House) -> None:
    """Else the property would hold because nothing ever happens."""
    kept, made = play(deciding_house, TYPES[0], walked(0, 1, 2))
    assert (len(kept), made) == (3, 1)


@contextmanager
def without(monkeypatch: pytest.MonkeyPatch, name: str, gone: object) -> Iterator[None]:
    """Take a part of the gate out, with the register that looks behind it."""
    with monkeypatch.context() as patch:
        patch.setattr(gates, name, gone)
        yield


def test_the_property_finds_exclusions_taken_out(
    deciding_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.decisions import taking  # noqa: PLC0415 - what is planted here only

    def last_alone(_runtime: object, tx: store.Tx, locked: object) -> object:
        kept = hands_of(tx, locked)
        return taking._Chain(kept[0].person_id, kept[1].person_id, kept[-1])

    with without(monkeypatch, "_refused", lambda *_: None), monkeypatch.context() as patch:
        patch.setattr(taking, "_chain", last_alone)
        with pytest.raises(AssertionError, match="two hands"):
            play(deciding_house, TYPES[0], walked(2, 2, 2))


def hands_of(tx: store.Tx, locked: object) -> tuple[HandRow, ...]:
    from engine.store import hands as hand_rows  # noqa: PLC0415 - for the plant above only

    return hand_rows.of_case(tx, locked.case.id)  # type: ignore[attr-defined]  # a locked case


def test_the_register_refuses_what_the_gate_let_through(
    deciding_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without(monkeypatch, "_refused", lambda *_: None):
        kept, made = play(deciding_house, TYPES[0], walked(2, 2, 2))
    assert (len(kept), made) == (3, 0)


def test_the_register_refuses_who_decided_without_a_mandate(
    deciding_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without(monkeypatch, "_unmandated", lambda *_: None):
        kept, made = play(deciding_house, TYPES[1], walked(0, 1, 2))
    assert (len(kept), made) == (3, 0)


def test_the_property_finds_a_mandate_that_is_carried_over(
    deciding_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mandate of who is away, used by who stands in: the very thing that may not be."""
    from engine.decisions import taking  # noqa: PLC0415 - what is planted here only

    own = gates._mandate

    def carried(runtime: object, tx: store.Tx, gate: object, by: Actor) -> object:
        return own(runtime, tx, gate, replace(by, person_id=by.holder))  # type: ignore[arg-type]  # as the gate gives them

    def anybodys(tx: store.Tx, _locked: object, decider: HandRow, _values: object) -> object:
        return mandate_rows.get(tx, decider.mandate_id or "")

    house = deciding_house
    marc = house.actors["marc.desmet"]
    case = Play(house, TYPES[1])
    case.people.append(marc)
    for each in walked(0, 1, 1)[:4]:
        case.does(*each)
    case.does("force", 2, 3, 0)
    case.does("complete", 2, 3, 0)
    assert judged(house, case.number) == ()
    with monkeypatch.context() as patch:
        patch.setattr(gates, "_mandate", carried)
        patch.setattr(taking, "_mandate", anybodys)
        case.does("complete", 2, 3, 0)
        with pytest.raises(AssertionError, match="somebody else"):
            judged(house, case.number)


def test_hands_in_one_dossier_are_had_one_after_another(
    deciding_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cases of a dossier at once: who looked before another had a hand looks again."""
    house = deciding_house
    sara = house.actors["sara.mertens"]
    more = 'pr:excludes="proposer" pr:excludesOver="dossier"'
    number = probing.start(house)
    task = probing.only_task(house, number)
    tasks.claim(house.runtime, task_id=task.id, by=sara)
    deciding.deploy(house, deciding.hand("check", "legalCheck", more))
    with house.runtime.store.read() as tx:
        from engine.store import dossiers  # noqa: PLC0415 - for this test only

        dossier = dossiers.get(tx, str(house.case(number).dossier_id))
    assert dossier is not None
    other = cases.start(
        house.runtime,
        process_id="probe",
        by=sara,
        posted={},
        key=store.new_id(),
        dossier_number=dossier.number,
    )
    check_task = probing.only_task(house, other)
    tasks.claim(house.runtime, task_id=check_task.id, by=sara)
    looked = gates.at
    blind = [True]

    def once_blind(*args: object, **more: object) -> object:
        """Return the gate as it stood before the other hand was there, the first time."""
        gate = looked(*args, **more)  # type: ignore[arg-type]  # as they came
        if gate is not None and blind.pop() if blind else False:
            return replace(gate, past=())  # type: ignore[type-var]  # a gate
        return gate

    deciding.complete(house, task, sara)
    monkeypatch.setattr(hands, "at", once_blind)
    with pytest.raises(errors.NotAllowed, match=r"hand\.excluded"):
        deciding.complete(house, check_task, sara)


# numbers


def numbered(house: House) -> list[int]:
    """Let eight writers decide at once, some of whom give up; return the numbers that stand."""
    deciding.deploy(house)
    number = probing.start(house)
    case = house.case(number)
    given_up: list[int] = []

    def one(*, keeps: bool) -> None:
        facts = {**FACTS, "case_id": case.id, "registered_at": house.clock.now}
        with house.runtime.store.write("tests.write") as tx:
            made = rows.register(tx, **facts)
            if not keeps:
                given_up.append(made.number)
                raise KeyError

    def write(who: int) -> None:
        for turn in range(6):
            with suppress(KeyError):
                one(keeps=(who + turn) % 3 != 0)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert given_up
    found = sorted(row.number for row in deciding.decisions(house, number))
    assert len(found) == 48 - len(given_up)
    return found


@pytest.mark.parametrize(
    "name", ["house", pytest.param("postgresql_house", marks=pytest.mark.postgres)]
)
def test_numbers_have_no_gaps_under_eight_writers_of_whom_some_give_up(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    house: House = request.getfixturevalue(name)
    found = numbered(house)
    assert found == list(range(1, len(found) + 1))
    beside = count(len(found) + 1)  # a counter that a rollback does not turn back
    monkeypatch.setattr(rows, "next_value", lambda *_: next(beside))
    found = numbered(house)
    assert found != list(range(found[0], found[0] + len(found))), "the gaps are not found"


FACTS: dict[str, Any] = {
    "year": 2026,
    "dossier_id": None,
    "type": "vergunning",
    "outcome": "toekenning",
    "measure": None,
    "scope": [],
    "proposer": None,
    "reviewer": None,
    "decider": "p",
    "mandate": None,
    "grounds": "x",
    "decided_on": date(2026, 3, 23),
    "effective_from": None,
    "effective_to": None,
    "remedy": None,
    "stage": "decision",
    "follows": None,
    "duration": None,
    "remedy_term": None,
    "locations": [],
}
