"""What a long case gives back: pages, and one row per person, element or term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.model import (
    ActivityState,
    Actor,
    Clock,
    ClockState,
    Happened,
    HistoryKind,
    Step,
    TaskClosed,
)
from engine.store import Store, Tx, cases, history, steps, tasks, terms, whereabouts
from engine.store.rows import CaseRow, Page
from engine.store.steps import Cause
from tests.store.samples import AT, FACT, activity, case, opened, person, started, term

ROUNDS = 120


def rounds(tx: Tx, row: CaseRow, by: Actor, many: int, element: str = "judge") -> CaseRow:
    """Complete the one open task of a case and open it again, `many` times over."""
    for number in range(row.version, row.version + many):
        step = Step(
            document={"v": 1},
            activities=(
                activity(f"t{number}", element, ActivityState.LEFT),
                activity(f"t{number + 1}", element, ActivityState.ENTERED),
            ),
            tasks_closed=(TaskClosed(f"t{number}", completed=True),),
            tasks_opened=(replace(opened(f"t{number + 1}"), element=element),),
        )
        happened = Happened(HistoryKind.TASK_COMPLETED, by, {"round": number})
        row = steps.record(tx, row, step, [happened], at=AT, cause=Cause(by, f"k{number}")).case
    return row


@pytest.mark.parametrize(
    ("total", "asked", "given", "pages"),
    [(0, 1, 1, 1), (0, 9, 1, 1), (50, 2, 1, 1), (51, 2, 2, 2), (120, 99, 3, 3), (120, -1, 1, 3)],
)
def test_a_page_that_is_not_there_is_the_nearest(
    total: int, asked: int, given: int, pages: int
) -> None:
    found: Page[int] = Page((), total)
    assert (found.nearest(asked), found.pages) == (given, pages)


def test_every_line_of_the_trail_is_on_one_page(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = rounds(tx, started(tx).case, person(tx), ROUNDS)
        every = [line.seq for line in history.of_case(tx, row.id)]
        newest = [history.page_of_case(tx, row, n, newest_first=True) for n in (1, 2, 3)]
        oldest = [history.page_of_case(tx, row, n, newest_first=False) for n in (1, 2, 3, 4)]
    assert [line.seq for page in newest for line in page.rows] == every[::-1]
    assert [line.seq for page in oldest[:3] for line in page.rows] == every
    assert oldest[3] == oldest[2]
    assert {page.total for page in newest} == {ROUNDS + 1}


def test_every_closed_task_is_on_one_page_the_newest_first(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = rounds(tx, started(tx).case, person(tx), ROUNDS)
        found = [tasks.closed_of_case(tx, row.id, n) for n in (1, 2, 3)]
        still = tasks.open_of_case(tx, row.id)
    tokens = [task.token for page in found for task in page.rows]
    assert tokens == [f"t{n}" for n in range(ROUNDS, 0, -1)]
    assert [page.total for page in found] == [ROUNDS] * 3
    assert [task.token for task in still.rows] == [f"t{ROUNDS + 1}"]


def test_of_open_tasks_the_most_urgent_come_first(store: Store) -> None:
    due = [None, date(2026, 5, 1), date(2026, 4, 1)]
    with store.write("tests.write") as tx:
        many = tuple(opened(f"t{n}", due=day) for n, day in enumerate(due))
        row = steps.record(tx, case(tx), Step({}, tasks_opened=many), [FACT], at=AT).case
        assert [task.token for task in tasks.open_of_case(tx, row.id).rows] == ["t2", "t1", "t0"]


def test_who_completed_an_element_is_told_once_the_last_one_last(store: Store) -> None:
    with store.write("tests.write") as tx:
        an, bo = person(tx, "an"), person(tx, "bo")
        row = started(tx).case
        for by in (an, bo, an, bo, an):
            row = rounds(tx, row, by, 3)
        done = cases.completed_by(tx, row.id, ["judge"])
        assert [each.closed_by for each in done] == [bo.person_id, an.person_id]
        assert cases.completed_by(tx, row.id) == done
        assert cases.completed_by(tx, row.id, ["another"]) == ()
        assert cases.completed_by(tx, row.id, []) == ()


def test_what_was_cancelled_was_completed_by_nobody(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = started(tx).case
        gone = Step({}, tasks_closed=(TaskClosed("t1", completed=False),))
        steps.record(tx, row, gone, [FACT], at=AT, cause=Cause(person(tx)))
        assert cases.completed_by(tx, row.id) == ()
        assert [task.state for task in tasks.closed_of_case(tx, row.id).rows] == ["cancelled"]


def test_where_a_case_has_been_is_told_once_per_element(store: Store) -> None:
    with store.write("tests.write") as tx:
        row = rounds(tx, started(tx).case, person(tx), ROUNDS)
        found = {each.element: each for each in whereabouts.visits(tx, row.id)}
    assert set(found) == {"start", "judge"}
    judge = found["judge"]
    assert (judge.times, judge.inside, judge.left, judge.at) == (ROUNDS + 1, 1, ROUNDS, AT)


def test_a_step_sees_only_the_last_clock_of_each_term(store: Store) -> None:
    register = [term("licence.term"), term("remedy.term")]
    with store.write("tests.write") as tx:
        row = case(tx)
        terms.add(tx, register)
        clocks = [
            Clock(f"c{n:03}", row.id, each.id, each.key, ClockState.MET, date(2026, 3, 20), None)
            for n in range(30)
            for each in (register[n % 2],)
        ]
        terms.save_clocks(tx, clocks)
        keys = [each.key for each in register]
        assert terms.for_case(tx, row.id, keys)[1] == tuple(clocks[-2:])
        assert terms.for_case(tx, row.id)[1] == tuple(clocks[-2:])
        shown = terms.clocks_of(tx, row.id, most=5)
    assert [clock for clock, _ in shown] == clocks[-5:]
    assert all(clock.term_id == law.id for clock, law in shown)
