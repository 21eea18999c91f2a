"""The clock's door: jobs by whoever polls, rounds by one process; a sweep is a job of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import jobs, sweeps, worker
from engine.errors import Unavailable
from engine.store import Boundary
from engine.sweeps import Sweep
from engine.worker import KEEP_EVERY, LEASE, Rounds
from tests.furnished import house, show_house
from tests.house import House
from tests.workers.crowd import alarms, fired

__all__ = ["house", "show_house"]
HOUR = timedelta(hours=1)


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the sweeps that were done; `broken` fails each time."""
    done: list[str] = []

    def fail(_runtime: object) -> None:
        done.append("broken")
        raise OSError("no disk")

    known = {"well": Sweep(lambda _: done.append("well")), "broken": Sweep(fail)}
    monkeypatch.setattr(sweeps, "SWEEPS", known)
    return done


def test_every_sweep_is_done_once_in_its_period_also_when_it_fails(
    house: House, swept: list[str]
) -> None:
    rounds = Rounds(house.runtime)
    for hour in range(1, 3):
        for _ in range(3):
            rounds.go()
            house.work_off()
        assert sorted(swept) == sorted(["broken", "well"] * hour)
        house.clock.now += HOUR


def test_one_of_two_processes_goes_the_rounds_and_the_other_when_that_one_dies(
    house: House, swept: list[str]
) -> None:
    one, two = Rounds(house.runtime), Rounds(house.runtime)
    turns = (one, two)
    assert [each.go() or each._lease.mine for each in turns] == [True, False]
    house.clock.now += LEASE / 2
    assert [each.go() or each._lease.mine for each in turns] == [True, False]
    house.clock.now += LEASE  # the first one says nothing any more
    two.go()
    assert two._lease.mine
    one.go()
    assert not one._lease.mine


def test_who_stops_leaves_the_rounds_to_another_at_once(house: House, swept: list[str]) -> None:
    one, two = Rounds(house.runtime), Rounds(house.runtime)
    one.go()
    two.go()
    one.close()
    house.clock.now += KEEP_EVERY
    two.go()
    assert two._lease.mine


def test_what_was_claimed_and_not_begun_is_left_when_the_process_stops(house: House) -> None:
    due = house.clock.now + HOUR
    alarms(house, 3, due)
    asked = iter([False, True])
    assert jobs.run_due(house.runtime, stopping=lambda: next(asked)) == 1
    assert jobs.run_due(house.runtime) == 2
    assert fired(house, due).doubled == 0


def test_a_batch_that_takes_half_of_the_lease_lets_others_have_the_rest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms(house, 3, house.clock.now + HOUR)
    real = jobs._run

    def slowly(*job: object) -> None:
        real(*job)  # type: ignore[arg-type]
        house.clock.now += jobs.LEASE * 0.6

    monkeypatch.setattr(jobs, "_run", slowly)
    assert [jobs.run_due(house.runtime) for _ in range(4)] == [1, 1, 1, 0]


class Away:
    """A database that goes away once at each of these commits."""

    def __init__(self, boundary: Boundary, *names: str) -> None:
        self.boundary, self.names = boundary, list(names)

    def __call__(self, name: str, boundary: Boundary) -> None:
        if boundary is self.boundary and name in self.names:
            self.names.remove(name)
            raise Unavailable("database_unavailable")


@pytest.mark.parametrize(
    ("boundary", "left"), [(Boundary.BEFORE_COMMIT, 3), (Boundary.AFTER_COMMIT, 2)]
)
def test_what_was_in_hand_when_the_database_went_away_is_done_once_it_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch, boundary: Boundary, left: int
) -> None:
    monkeypatch.setattr(jobs, "AGAIN_SECONDS", 0.01)
    due = house.clock.now + HOUR
    alarms(house, 3, due)
    house.runtime.store.passing = Away(boundary, "timers.fire", "jobs.fail", "jobs.give_back")
    with pytest.raises(Unavailable):
        jobs.run_due(house.runtime)
    assert jobs.run_due(house.runtime) == left, "nothing waits for the end of a lease"
    found = fired(house, due)
    assert (found.cases, found.doubled) == (3, 0)


def test_a_job_of_which_only_the_answer_to_the_commit_was_lost_has_not_failed(house: House) -> None:
    alarms(house, 1, house.clock.now + HOUR)
    house.runtime.store.passing = Away(Boundary.AFTER_COMMIT, "timers.fire")
    assert jobs.run_due(house.runtime) == 1
    with house.runtime.store.read() as tx:
        said = tx.all(text("SELECT kind FROM history WHERE kind LIKE 'job%' OR kind LIKE 'timer%'"))
        assert tx.all(text("SELECT state, error FROM job WHERE kind = 'timer'")) == [("done", None)]
    assert [str(row[0]) for row in said] == ["timer:fired"]


def test_the_poller_stops_with_nothing_half_done(house: House) -> None:
    due = house.clock.now + HOUR
    alarms(house, 20, due)
    poller = worker.Poller(house.runtime)
    poller.start()
    poller.stop()
    done = fired(house, due).cases
    assert jobs.run_due(house.runtime, limit=100) >= 20 - done
    assert fired(house, due).cases == 20
