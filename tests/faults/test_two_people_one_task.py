"""Two people, one task, the same moment, a thousand times: one of them succeeds."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bench import house as bench
from engine import runtime as wiring
from engine import store, tasks
from engine.model import Actor
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import locking, verifying
from engine.store import tasks as task_rows
from engine.store.rows import Locked
from engine.store.steps import cases as step_cases
from engine.store.steps import tasks as step_tasks
from tests import house as houses
from tests.faults.racing import Attempt, Pair, Tally, attempt, commit_as_on_a_disk
from tests.house import House

ROUNDS = 1000
ON_POSTGRESQL = 300
IN_PROCESSES = 300


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.close()


def complete(runtime: Runtime, task_id: str, by: Actor) -> Callable[[], object]:
    """One tab of a browser: it has a key of its own."""
    key = store.new_id()
    return lambda: tasks.complete(runtime, task_id=task_id, by=by, posted=bench.ANSWERS, key=key)


def completing(house: House, pair: Pair, rounds: int) -> tuple[Tally, str]:
    """Let one person complete one task from two tabs, `rounds` times; each round is a new task."""
    number, by = bench.start(house, "bench_loop"), house.actors[bench.WHO]
    commit_as_on_a_disk(house.runtime.store)
    tally = Tally()
    for _ in range(rounds):
        task_id = bench.open_task_id(house, number)
        tally.add(
            pair.go(complete(house.runtime, task_id, by), complete(house.runtime, task_id, by))
        )
    return tally, number


def claiming(house: House, pair: Pair, rounds: int, task_id: str) -> Tally:
    """Let two colleagues take one task, `rounds` times; the winner gives it back."""
    people = [house.actors["sara.mertens"], house.actors["jonas.peeters"]]
    commit_as_on_a_disk(house.runtime.store)
    tally = Tally()
    for left in reversed(range(rounds)):
        found = pair.go(*(taking(house.runtime, task_id, by) for by in people))
        tally.add(found)
        for by, tried in zip(people, found, strict=True):
            if left and tried.won and holder(house, task_id) == by.person_id:
                tasks.release(house.runtime, task_id=task_id, by=by)
    return tally


def taking(runtime: Runtime, task_id: str, by: Actor) -> Callable[[], object]:
    return lambda: tasks.claim(runtime, task_id=task_id, by=by)


def free_task(house: House) -> str:
    """Bring a licence application to the task that a whole team may take, and return that."""
    for task, login, posted in bench.application(house):
        tasks.complete(
            house.runtime,
            task_id=task.id,
            by=house.actors[login],
            posted=posted,
            key=store.new_id(),
        )
        house.work_off()
        with house.runtime.store.read() as tx:
            rows = task_rows.of_case(tx, task.case_id)
        return next(row.id for row in rows if row.state == "open")
    raise AssertionError("an application has tasks")


def holder(house: House, task_id: str) -> str | None:
    with house.runtime.store.read() as tx:
        found = locking.for_task(tx, task_id).task
    assert found is not None
    return found.assignee


def completions(house: House, number: str) -> tuple[int, int, int]:
    """Return how often the case says that a task was completed: tasks, history, version."""
    count = "SELECT count(*) FROM {} JOIN case_ c ON c.id = x.case_id WHERE c.number = :n AND {}"
    with house.runtime.store.read() as tx:
        done = tx.scalar(text(count.format("user_task x", "x.state = 'completed'")), {"n": number})
        told = tx.scalar(text(count.format("history x", "kind = 'task:completed'")), {"n": number})
    return int(done), int(told), house.case(number).version


def faults_in_the_trail(house: House, folder: Path) -> list[verifying.Fault]:
    with house.runtime.store.read() as tx:
        return verifying.verify(tx, folder / "seals", folder / "key.pem").faults


def test_a_thousand_times_one_of_two_tabs_completes_the_task(
    house: House, pair: Pair, tmp_path: Path
) -> None:
    tally, number = completing(house, pair, ROUNDS)
    assert tally.exactly_one_won, tally
    assert set(tally.refusals) <= {"AlreadyDone", "Stale"}, tally
    assert tally.overlap >= 0.5, tally
    assert completions(house, number) == (ROUNDS, ROUNDS, ROUNDS + 1)
    assert faults_in_the_trail(house, tmp_path) == []


def test_a_thousand_times_one_of_two_colleagues_gets_the_task(house: House, pair: Pair) -> None:
    tally = claiming(house, pair, ROUNDS, free_task(house))
    assert tally.exactly_one_won, tally
    assert set(tally.refusals) == {"AlreadyClaimed"}, tally
    assert tally.overlap >= 0.5, tally


@pytest.mark.postgres
@pytest.mark.parametrize("rounds", [ON_POSTGRESQL, pytest.param(ROUNDS, marks=pytest.mark.long)])
def test_on_postgresql_too_one_of_two_wins(
    postgresql_house: House, pair: Pair, tmp_path: Path, rounds: int
) -> None:
    tally, number = completing(postgresql_house, pair, rounds)
    assert tally.exactly_one_won, tally
    assert set(tally.refusals) <= {"AlreadyDone", "Stale"}, tally
    assert tally.overlap >= 0.5, tally
    assert completions(postgresql_house, number) == (rounds, rounds, rounds + 1)
    assert faults_in_the_trail(postgresql_house, tmp_path) == []
    claimed = claiming(postgresql_house, pair, rounds, free_task(postgresql_house))
    assert claimed.exactly_one_won, claimed
    assert set(claimed.refusals) == {"AlreadyClaimed"}, claimed


def test_two_processes_on_one_file_are_kept_apart_as_well(house: House, tmp_path: Path) -> None:
    number, by = bench.start(house, "bench_loop"), house.actors[bench.WHO]
    fresh = multiprocessing.get_context("spawn")
    gate, answers = fresh.Barrier(2, timeout=60), fresh.Queue()
    given = (str(tmp_path / "house"), house.clock.now, number, by, IN_PROCESSES, gate, answers)
    processes = [fresh.Process(target=in_a_process, args=given) for _ in range(2)]
    for process in processes:
        process.start()
    one, other = answers.get(timeout=60), answers.get(timeout=60)
    for process in processes:
        process.join(60)
    tally = Tally()
    for each in zip(one, other, strict=True):
        tally.add(each)
    assert tally.exactly_one_won, tally
    assert set(tally.refusals) <= {"AlreadyDone", "Stale"}, tally
    assert tally.overlap >= 0.5, tally
    assert completions(house, number) == (IN_PROCESSES, IN_PROCESSES, IN_PROCESSES + 1)


def in_a_process(
    folder: str, now: datetime, number: str, by: Actor, rounds: int, gate: Any, answers: Any
) -> None:
    """Complete the open task of the case at every opening of the gate; runs in another process."""
    clock = houses.Clock(now)
    own = House(wiring.build(houses.settings(Path(folder)), clock), clock)
    commit_as_on_a_disk(own.runtime.store)
    found: list[Attempt] = []
    for _ in range(rounds):
        task_id = bench.open_task_id(own, number)
        work = complete(own.runtime, task_id, by)
        gate.wait()
        found.append(attempt(work))
        gate.wait()
    answers.put(found)


# the check itself: what is taken out must be missed


@pytest.fixture
def stale_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a task's case in memory between transactions, as no store may: both see it open."""
    real, seen, turn = locking.lock_for_task, dict[str, Locked](), threading.Lock()

    def remembered(tx: store.Tx, task_id: str) -> Locked:
        with turn:
            if task_id not in seen:
                seen[task_id] = real(tx, task_id)
            return seen[task_id]

    monkeypatch.setattr(locking, "lock_for_task", remembered)


@pytest.fixture
def no_version_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the conditions out of the store's updates, and let the trail follow whatever is last."""
    monkeypatch.setattr(step_cases, "_CASE", without(step_cases._CASE, "seen"))
    monkeypatch.setattr(step_tasks, "_CLOSE", without(step_tasks._CLOSE, "open"))
    monkeypatch.setattr(trail, "insert_lines", lambda _tx, _lines, _payloads: None)


def without(statement: Any, word: str) -> Any:
    """Return an update without the condition in which `word` is compared with."""
    kept = [each for each in statement._where_criteria if word not in said(each)]
    assert len(kept) < len(statement._where_criteria), "there was something to take out"
    bare = statement._clone()
    bare._where_criteria = tuple(kept)
    return bare


def said(condition: Any) -> str:
    right = condition.right
    return f"{right.key} {right.value}"


@pytest.mark.usefixtures("stale_reads")
def test_with_the_guard_taken_out_the_version_check_still_lets_one_win(
    house: House, pair: Pair
) -> None:
    tally, _ = completing(house, pair, 50)
    assert tally.exactly_one_won, tally
    assert set(tally.refusals) == {"Stale"}, tally


@pytest.mark.usefixtures("stale_reads", "no_version_check")
def test_without_guard_and_version_check_the_same_rounds_find_two_winners(
    house: House, pair: Pair
) -> None:
    for _ in range(20):
        tally, number = completing(house, pair, 1)
        assert tally.winners == {2: 1}, tally
        assert len(house.open_tasks(number)) == 2, "the case now stands twice where it should once"


def test_without_the_condition_on_taking_two_colleagues_get_one_task(
    house: House, pair: Pair, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = free_task(house)
    request.getfixturevalue("stale_reads")
    bare = task_rows._CLAIM._clone()
    bare._where_criteria = task_rows._CLAIM._where_criteria[:-1]
    monkeypatch.setattr(task_rows, "_CLAIM", bare)
    tally = claiming(house, pair, 1, task_id)
    assert tally.winners[2] == 1, tally
