"""The book of the law: a new row under four eyes, and what it does to the clocks that run."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from engine import errors, lawbook
from engine.lawbook import RefusedChange
from engine.model import HistoryKind, MoveState, Transition
from engine.store import jobs as job_rows
from engine.store import terms
from tests.house import House
from tests.verbs import probing
from tests.verbs.lawmaking import (
    ANALYST,
    JURIST,
    OURS,
    THEIRS,
    clock,
    confirmed,
    letter_named,
    propose,
    running,
    seen,
    today,
)
from tests.verbs.test_cost import plan, statements_of


def test_respectful_leaves_what_runs_and_binds_what_begins_later(house: House) -> None:
    (number,) = running(house, OURS, 5)
    before = clock(house, number)
    confirmed(house, propose(house, 45, Transition.RESPECTFUL))
    assert clock(house, number) == before
    (later,) = running(house, OURS, 0)
    assert clock(house, later).end == today(house) + timedelta(days=45)
    (back_dated,) = running(house, OURS, 10)
    assert clock(house, back_dated).end == today(house) + timedelta(days=50)


def test_immediate_moves_every_clock_with_its_timer_its_task_and_a_line(house: House) -> None:
    numbers = running(house, OURS, 5, 20)
    ends = [clock(house, number).end for number in numbers]
    change_id = propose(house)
    assert [(line.before, line.after) for line in seen(house, change_id).clocks] == [
        (end, end - timedelta(days=15)) for end in ends if end
    ]
    confirmed(house, change_id)
    for number, end in zip(numbers, ends, strict=True):
        moved = clock(house, number)
        assert end is not None
        assert moved.end == end - timedelta(days=15)
        assert moved.term_id.startswith(f"{OURS}@2026-03-24")
        assert probing.kinds(house, number)[-1] == HistoryKind.CLOCK_MOVED
        assert house.open_tasks(number)[0].due_on == moved.end
        with house.runtime.store.read() as tx:
            timers = [j for j in job_rows.of_case(tx, house.case(number).id) if j.state == "open"]
        assert [job.due_at.date() for job in timers] == [moved.end]
    assert {line.state for line in seen(house, change_id).clocks} == {MoveState.MOVED}


def test_a_clock_that_follows_is_found_by_its_key(house: House) -> None:
    """A change that moves ten thousand clocks does not look at ten thousand for each."""
    running(house, OURS, 5, 20)
    change_id = propose(house)
    with statements_of(house) as sent:
        confirmed(house, change_id)
    plans = [plan(house, *each) for each in sent if "clock.id = ?" in each[0]]
    assert len(plans) >= 2
    for steps in plans:
        assert any(re.match(r"SEARCH clock .*\(case_id=\? AND id=\?\)", step) for step in steps)


def test_per_case_moves_nothing_until_somebody_decides(house: House) -> None:
    first, second = running(house, OURS, 5, 20)
    before = [clock(house, number) for number in (first, second)]
    change_id = propose(house, 45, Transition.PER_CASE)
    confirmed(house, change_id)
    assert [clock(house, number) for number in (first, second)] == before
    by = house.actors[ANALYST]
    common: Any = {"change_id": change_id, "letter_on": None, "by": by}
    lawbook.decide_clock(
        house.runtime, clock_id=before[0].id, moves=True, reason="agreed", **common
    )
    lawbook.decide_clock(
        house.runtime, clock_id=before[1].id, moves=False, reason="expects sixty", **common
    )
    assert before[0].end is not None
    assert clock(house, first).end == before[0].end - timedelta(days=15)
    assert clock(house, second) == before[1]
    assert probing.kinds(house, second)[-1] == HistoryKind.CLOCK_KEPT
    view = seen(house, change_id)
    assert {line.state for line in view.clocks} == {MoveState.MOVED, MoveState.KEPT}
    assert view.state == "done"
    with pytest.raises(errors.AlreadyDone):
        lawbook.decide_clock(
            house.runtime, clock_id=before[1].id, moves=True, reason="again", **common
        )


def test_a_clock_that_would_be_over_before_the_change_refuses_it(house: House) -> None:
    running(house, OURS, 5, 50)
    with pytest.raises(RefusedChange) as refused:
        propose(house)
    assert [p.code for p in refused.value.problems] == ["term_change.expires"]
    assert len(refused.value.clocks) == 1
    assert propose(house, 45, Transition.RESPECTFUL)


def test_the_running_term_of_a_citizen_is_never_shortened(house: House) -> None:
    (number,) = running(house, THEIRS, 2)
    with pytest.raises(RefusedChange) as refused:
        propose(house, 20, key=THEIRS)
    assert [p.code for p in refused.value.problems] == ["term_change.shortens"]
    change_id = propose(house, 20, Transition.PER_CASE, key=THEIRS)
    confirmed(house, change_id)
    with pytest.raises(errors.InvalidInput) as no:
        lawbook.decide_clock(
            house.runtime,
            change_id=change_id,
            clock_id=clock(house, number).id,
            moves=True,
            reason="shorter",
            letter_on=today(house),
            by=house.actors[ANALYST],
        )
    assert [p.code for p in no.value.problems] == ["term_change.shortens"]


def test_a_date_that_was_communicated_moves_only_with_a_letter(house: House) -> None:
    (ours,), (theirs,) = running(house, OURS, 5), running(house, THEIRS, 5)
    letter_named(house, ours, OURS)
    for number, key, value in ((ours, OURS, 45), (theirs, THEIRS, 40)):
        before = clock(house, number)
        change_id = propose(house, value, key=key)
        assert [line.communicated for line in seen(house, change_id).clocks] == [True]
        confirmed(house, change_id)
        assert clock(house, number) == before
        assert [line.state for line in seen(house, change_id).clocks] == [MoveState.LETTER]
        decide: Any = {
            "change_id": change_id,
            "clock_id": before.id,
            "moves": True,
            "reason": "told by letter",
            "by": house.actors[ANALYST],
        }
        with pytest.raises(errors.InvalidInput, match="letter_needed"):
            lawbook.decide_clock(house.runtime, letter_on=None, **decide)
        lawbook.decide_clock(house.runtime, letter_on=today(house), **decide)
        assert clock(house, number).end != before.end
        assert probing.lines(house, number)[-1].meta["letter_on"] is not None


def test_a_letter_that_the_case_kept_is_named_and_gives_its_day(house: House) -> None:
    (number,) = running(house, OURS, 5)
    letter_named(house, number, OURS)
    before = clock(house, number)
    change_id = propose(house)
    confirmed(house, change_id)
    house.clock.forward(days=1)
    letter_named(house, number, OURS)
    made = today(house)
    house.clock.forward(days=3)
    decide: Any = {"change_id": change_id, "clock_id": before.id, "by": house.actors[ANALYST]}
    ((letter, (name, day)),) = lawbook.letters_for(house.runtime, **decide).items()
    assert (name, day) == ("Uw aanvraag", made)
    decide |= {"moves": True, "reason": "told", "letter_on": today(house)}
    for wrong in (None, "another"):
        with pytest.raises(errors.InvalidInput, match="letter_which"):
            lawbook.decide_clock(house.runtime, letter=wrong, **decide)
    assert clock(house, number) == before
    lawbook.decide_clock(house.runtime, letter=letter, **decide)
    assert clock(house, number).end != before.end
    line = probing.lines(house, number)[-1]
    assert (line.meta["letter"], line.meta["letter_on"]) == (letter, made.isoformat())


def test_who_proposed_does_not_confirm_and_an_analyst_never(house: House) -> None:
    change_id = propose(house, by=JURIST)
    for login, code in ((JURIST, "term_change.four_eyes"), (ANALYST, "permission")):
        with pytest.raises(errors.NotAllowed, match=code):
            lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[login])
    assert not seen(house, change_id, JURIST).may_confirm


def test_a_confirmed_change_is_a_row_with_a_name_and_ends_the_one_before(house: House) -> None:
    change_id = propose(house, 45, Transition.RESPECTFUL)
    lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[JURIST])
    with house.runtime.store.read() as tx:
        old, new = [row for row in terms.all_terms(tx) if row.key == OURS]
    assert (new.value, new.valid_from) == (45, today(house) + timedelta(days=1))
    assert (new.confirmed_by, new.confirmed_on) == ("Nele Aerts", today(house))
    assert old.valid_to == today(house)
    with pytest.raises(errors.AlreadyDone):
        lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[JURIST])


def test_a_withdrawn_change_changes_nothing_and_lets_another_in(house: House) -> None:
    change_id = propose(house)
    with pytest.raises(RefusedChange, match="pending"):
        propose(house, 50)
    lawbook.withdraw(house.runtime, change_id=change_id, by=house.actors[JURIST])
    with pytest.raises(errors.AlreadyDone):
        lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[JURIST])
    assert propose(house, 50)


@pytest.mark.parametrize(
    ("value", "after", "code"),
    [(0, 1, "term_change.value"), (45, -1, "term_change.in_past")],
)
def test_what_cannot_be_is_refused(house: House, value: int, after: int, code: str) -> None:
    with pytest.raises(RefusedChange, match=code):
        propose(house, value, after=after)


def test_what_was_stopped_half_way_goes_on_where_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = running(house, OURS, 1, 2, 3)
    ends = [clock(house, number).end for number in numbers]
    change_id = propose(house)
    lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[JURIST])
    house.clock.forward(days=1)
    write = lawbook.clocks._write
    calls: list[object] = []

    def breaks(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise OSError("the power is gone")
        write(*given)

    monkeypatch.setattr(lawbook.clocks, "_write", breaks)
    with pytest.raises(OSError, match="power"):
        lawbook.carry_out(house.runtime)
    moved = [clock(house, n).end != end for n, end in zip(numbers, ends, strict=True)]
    assert moved == [True, False, False]
    assert lawbook.carry_out(house.runtime) == 2
    assert lawbook.carry_out(house.runtime) == 0
    for number in numbers:
        assert probing.kinds(house, number).count(HistoryKind.CLOCK_MOVED) == 1


def test_a_term_shows_where_it_is_used(house: House) -> None:
    running(house, THEIRS, 1)
    found = lawbook.entry(house.runtime, key=THEIRS, by=house.actors["sara.mertens"])
    assert {"probe", "vervollediging"} <= {process for process, _ in found.used.diagrams}
    assert found.used.running == 1
    objection = lawbook.entry(house.runtime, key="bezwaar.indienen", by=house.actors[ANALYST])
    assert "weigering_vergunning" in objection.used.letters


def test_a_jurist_confirms_a_row_by_name_and_day_and_once(house: House) -> None:
    by = house.actors[JURIST]
    waiting = lawbook.unconfirmed(house.runtime, by=by)
    row = next(line.row for line in waiting.lines if line.row.key == "bezwaar.indienen")
    assert [(each.title, each.people) for each in waiting.signers] == [("Jurist", ("Nele Aerts",))]
    assert waiting.lines[0].used.letters, "what is in a letter comes first"
    with pytest.raises(errors.NotAllowed):
        lawbook.confirm(house.runtime, term_id=row.id, by=house.actors[ANALYST])
    lawbook.confirm(house.runtime, term_id=row.id, by=by)
    with pytest.raises(errors.AlreadyDone):
        lawbook.confirm(house.runtime, term_id=row.id, by=by)
    entry = lawbook.entry(house.runtime, key=row.key, by=by)
    assert (entry.current.confirmed_by, entry.current.confirmed_on) == ("Nele Aerts", today(house))
    assert row.id not in {line.row.id for line in lawbook.unconfirmed(house.runtime, by=by).lines}


def test_a_term_whose_value_nobody_knows_is_not_confirmed(house: House) -> None:
    with house.runtime.store.read() as tx:
        row = next(row for row in terms.all_terms(tx) if row.unit == "unknown")
    with pytest.raises(errors.Conflict, match="without_value"):
        lawbook.confirm(house.runtime, term_id=row.id, by=house.actors[JURIST])
