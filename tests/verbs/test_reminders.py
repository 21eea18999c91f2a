"""A legal clock warns: who has the task, then who stands above, each time once."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine import errors, reminders, sweeps, tasks
from engine.advance import Move, move
from engine.model import ClockAction, ClockChange, HistoryKind, MoveClocks, Transition
from engine.reminders import Reminder
from engine.store import locking
from engine.store.rows import Page
from engine.store.tables import reminder
from engine.worker import Poller
from tests.house import House
from tests.verbs import probing
from tests.verbs.lawmaking import OURS, THEIRS, clock, confirmed, propose, running, today
from tests.verbs.test_cost import plan, statements_of

OWNER, COLLEAGUE, COORDINATOR, DIRECTOR = (
    "sara.mertens",
    "jonas.peeters",
    "hilde.vandamme",
    "griet.lambrecht",
)


def on_day(house: House, number: str, day: int) -> int:
    """Let day `day` of the clock of a case come, and give what is due."""
    return at(house, clock(house, number).day0 + timedelta(days=day))


def at(house: House, day: date) -> int:
    house.clock.forward(days=(day - today(house)).days)
    return reminders.give_due(house.runtime)


def lines(house: House, login: str, **asked: bool) -> Page[Reminder]:
    return reminders.listing(house.runtime, by=house.actors[login], **asked)


def told(house: House, *logins: str) -> list[int]:
    """Return how many warnings wait for each, as the list and as the tab over it say."""
    counted = [reminders.count(house.runtime, by=house.actors[login]) for login in logins]
    assert counted == [lines(house, login).total for login in logins]
    return counted


def given(house: House, number: str) -> list[tuple[int, str | None, str | None]]:
    with house.runtime.store.read() as tx:
        query = select(reminder.c.level, reminder.c.person_id, reminder.c.candidate_group)
        found = tx.all(
            query.where(reminder.c.case_id == house.case(number).id).order_by(reminder.c.id)
        )
    return [tuple(row) for row in found]


def taken(house: House, number: str, login: str = OWNER) -> str:
    (task,) = house.open_tasks(number)
    tasks.claim(house.runtime, task_id=task.id, by=house.actors[login])
    return house.actors[login].person_id or ""


def done(house: House, number: str) -> None:
    (task,) = house.open_tasks(number)
    tasks.complete(house.runtime, task_id=task.id, by=house.actors[OWNER], posted={}, key="k" * 20)


def test_warnings_rise_from_the_owner_to_the_coordinator_to_the_director(either: House) -> None:
    house = either
    (number,) = running(house, OURS, 0)
    sara = taken(house, number)
    assert on_day(house, number, 29) == 0
    assert on_day(house, number, 30) == 1  # half of sixty
    assert told(house, OWNER, COLLEAGUE, COORDINATOR, DIRECTOR) == [1, 0, 0, 0]
    assert on_day(house, number, 48) == 1  # eighty per cent
    assert told(house, OWNER, COLLEAGUE, COORDINATOR, DIRECTOR) == [1, 0, 1, 0]
    assert on_day(house, number, 60) == 1
    assert told(house, OWNER, COLLEAGUE, COORDINATOR, DIRECTOR) == [1, 0, 1, 1]
    assert on_day(house, number, 61) == 1
    assert on_day(house, number, 90) == 0
    up = [(1, None, "teamcoordinator-ko-oost"), (2, None, "directeur-klantenmanagement")]
    me = (0, sara, None)
    assert given(house, number) == [me, me, *up[:1], me, *up, me, *up]
    assert probing.kinds(house, number).count(HistoryKind.CLOCK_WARNED) == 4


def test_a_free_task_warns_its_group(house: House) -> None:
    (number,) = running(house, OURS, 0)
    on_day(house, number, 30)
    assert given(house, number) == [(0, None, "kb-ko-oost")]
    assert told(house, OWNER, COLLEAGUE, "lien.declercq") == [1, 1, 0]


def test_a_worker_that_slept_warns_once_and_as_high_as_it_is_by_then(house: House) -> None:
    (number,) = running(house, OURS, 0)
    assert on_day(house, number, 75) == 1
    assert [level for level, *_ in given(house, number)] == [0, 1, 2]
    assert reminders.give_due(house.runtime) == 0


def test_two_workers_give_each_warning_once(either: House) -> None:
    house = either
    numbers = running(house, OURS, 0, 0, 0, 0)
    house.clock.forward(days=30)
    counts: list[int] = []
    workers = [
        threading.Thread(target=lambda: counts.append(reminders.give_due(house.runtime)))
        for _ in range(3)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sum(counts) == len(numbers)
    assert [given(house, number) for number in numbers] == [[(0, None, "kb-ko-oost")]] * 4


def test_a_worker_that_is_killed_half_way_leaves_no_half_warning(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = running(house, OURS, 0)
    house.clock.forward(days=30)

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("engine.store.history.append", killed)
        with pytest.raises(KeyboardInterrupt):
            reminders.give_due(house.runtime)
    assert given(house, number) == []
    assert reminders.give_due(house.runtime) == 1
    assert given(house, number) == [(0, None, "kb-ko-oost")]


def test_the_worker_gives_what_is_due(house: House) -> None:
    (number,) = running(house, OURS, 0)
    house.clock.forward(days=30)
    worker = Poller(house.runtime)
    worker.start()
    for _ in range(500):
        if given(house, number):
            break
        time.sleep(0.01)
    worker.stop()
    assert given(house, number) == [(0, None, "kb-ko-oost")]


def test_a_clock_that_waits_does_not_warn_and_warns_later_when_it_goes_on(house: House) -> None:
    (number,) = running(house, OURS, 0)
    start = clock(house, number).day0
    house.clock.forward(days=10)
    moved(house, number, ClockAction.SUSPEND, today(house))
    assert clock(house, number).warn_on is None
    assert at(house, start + timedelta(days=50)) == 0
    moved(house, number, ClockAction.RESUME, today(house))
    # 9 days are used; day 30 of the term comes 21 days after the receipt
    assert clock(house, number).warn_on == today(house) + timedelta(days=21)
    assert at(house, today(house) + timedelta(days=20)) == 0
    assert at(house, today(house) + timedelta(days=1)) == 1
    moved(house, number, ClockAction.SUSPEND, today(house))
    assert told(house, OWNER) == [0]
    moved(house, number, ClockAction.RESUME, today(house))
    assert told(house, OWNER) == [1]
    assert reminders.give_due(house.runtime) == 0, "that warning was given"


def moved(house: House, number: str, action: ClockAction, day: date) -> None:
    change = ClockChange(OURS, action, day, "look")
    with house.runtime.store.write("tests.write") as tx:
        locked = locking.lock(tx, house.case(number).id)
        what = Move(
            MoveClocks((change,)), HistoryKind.CASE_CORRECTED, house.actors["an.admin"], {}, {}
        )
        move(house.runtime, tx, locked, what)


def test_a_change_of_the_law_moves_the_warnings_along(house: House) -> None:
    (number,) = running(house, OURS, 0)
    before = clock(house, number).warn_on
    confirmed(house, propose(house, 40, Transition.IMMEDIATE))
    assert before is not None
    assert clock(house, number).warn_on == before - timedelta(days=10)


def test_a_term_of_somebody_else_tells_only_who_has_the_work(house: House) -> None:
    (number,) = running(house, THEIRS, 0)
    end = clock(house, number).end
    assert end is not None
    for day in (end - timedelta(days=9), end, end + timedelta(days=5)):
        at(house, day)
    assert [level for level, *_ in given(house, number)] == [0]


def test_somebody_puts_a_warning_aside_and_the_next_one_comes_back(house: House) -> None:
    (number,) = running(house, OURS, 0)
    taken(house, number)
    on_day(house, number, 48)
    (mine,) = lines(house, OWNER).rows
    reminders.see(house.runtime, reminder_id=mine.line.id, by=house.actors[OWNER])
    reminders.see(house.runtime, reminder_id=mine.line.id, by=house.actors[OWNER])
    assert told(house, OWNER, COORDINATOR) == [0, 1]
    assert lines(house, OWNER, seen=True).rows[0].line.seen_by == "Sara Mertens"
    assert probing.kinds(house, number).count(HistoryKind.WARNING_SEEN) == 1
    on_day(house, number, 60)
    assert told(house, OWNER, COORDINATOR) == [1, 1]
    assert lines(house, COORDINATOR, passed=True).total == 0
    on_day(house, number, 61)
    assert lines(house, COORDINATOR, passed=True).rows[0].holder == "Sara Mertens"


def test_nobody_else_sees_a_warning_or_puts_it_aside(house: House) -> None:
    (number,) = running(house, OURS, 0)
    taken(house, number)
    on_day(house, number, 30)
    (mine,) = lines(house, OWNER).rows
    for login in (COLLEAGUE, "lien.declercq", DIRECTOR):
        assert told(house, login) == [0]
        with pytest.raises(errors.NotFound):
            reminders.see(house.runtime, reminder_id=mine.line.id, by=house.actors[login])
    assert reminders.count(house.runtime, by=house.actors[OWNER]) == 1


def test_the_tab_counts_no_further_than_there_is_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in running(house, OURS, 0, 0, 0):
        taken(house, number)
        on_day(house, number, 30)
    monkeypatch.setattr(reminders, "MOST", 2)
    assert reminders.count(house.runtime, by=house.actors[OWNER]) == 2
    assert lines(house, OWNER).total == 3


def test_a_clock_that_stopped_or_a_case_that_ended_warns_no_more(house: House) -> None:
    first, second = running(house, OURS, 0, 0)
    on_day(house, first, 30)
    moved(house, first, ClockAction.STOP, today(house))
    assert told(house, OWNER) == [1]
    taken(house, second)
    done(house, second)
    assert house.case(second).ended_at is not None
    assert told(house, OWNER) == [0]
    assert on_day(house, first, 70) == 0


@pytest.mark.parametrize("ends", [False, True])
def test_what_nobody_saw_of_a_clock_that_stopped_is_put_aside(either: House, ends: bool) -> None:
    house = either
    number, other = running(house, OURS, 0, 0)
    on_day(house, number, 48)
    moved(house, number, ClockAction.SUSPEND, today(house))
    assert reminders.lapse(house.runtime) == 0, "a clock that waits has not stopped"
    moved(house, number, ClockAction.RESUME, today(house))
    taken(house, number)
    if ends:
        done(house, number)
    else:
        moved(house, number, ClockAction.STOP, today(house))
    house.clock.forward(days=1)
    assert [reminders.lapse(house.runtime) for _ in range(2)] == [2, 0]
    assert put_aside(house, number) == {house.clock.now}
    assert put_aside(house, other) == {None}
    assert told(house, OWNER, COORDINATOR) == [1, 1]
    with house.runtime.store.read() as tx:
        shown = reminders.told(tx, house.case(number).id)
    assert [each.level for each in shown] == [1, 0]
    assert {each.seen_by for each in shown} == {None}, "nobody saw it"


def test_the_worker_puts_aside_what_lapsed(house: House) -> None:
    (number,) = running(house, OURS, 0)
    on_day(house, number, 30)
    moved(house, number, ClockAction.STOP, today(house))
    sweeps.ask(house.runtime, {})
    house.work_off()
    assert put_aside(house, number) == {house.clock.now}


def test_no_warning_costs_a_look_at_every_clock(house: House) -> None:
    """Nothing goes through the warnings or clocks that there are or ever were, but by a key."""
    (number,) = running(house, OURS, 0)
    taken(house, number)
    on_day(house, number, 48)
    with statements_of(house) as sent:
        assert told(house, OWNER) == [1]
        (mine,) = lines(house, OWNER).rows
        reminders.see(house.runtime, reminder_id=mine.line.id, by=house.actors[OWNER])
        reminders.lapse(house.runtime)
        on_day(house, number, 60)
    steps = [step for each in sent for step in plan(house, *each)]
    of_all = ("clock USING INDEX ix_clock_state_", "SCAN clock", "SCAN newer")
    walks = {step for step in steps if any(part in step for part in of_all)}
    assert walks <= {"SEARCH clock USING INDEX ix_clock_state_warn_on (state=? AND warn_on<?)"}
    assert {step for step in steps if step.startswith("SCAN reminder")} <= {
        "SCAN reminder USING INDEX ix_reminder_unseen"
    }


def put_aside(house: House, number: str) -> set[datetime | None]:
    with house.runtime.store.read() as tx:
        query = select(reminder.c.seen_at).where(reminder.c.case_id == house.case(number).id)
        return {row[0] for row in tx.all(query)}


def test_a_clock_that_runs_when_its_case_ends_is_closed(house: House) -> None:
    (number,) = running(house, THEIRS, 3)
    taken(house, number)
    done(house, number)
    found = clock(house, number)
    assert (found.state, found.met_on, found.warn_on) == ("closed", today(house), None)
