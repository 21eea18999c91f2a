"""Worker processes: every job once, whoever dies; who is told to stop finishes what is in hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import jobs
from tests.house import House
from tests.verbs import probing
from tests.verbs.test_jobs import SERVICE, states
from tests.workers.crowd import Crew, alarms, fired, until
from tests.workers.slow_worker import GO, KNOWN, STAMPS

pytestmark = [pytest.mark.postgres, pytest.mark.e2e, pytest.mark.timeout(120)]
SLOW = (str(Path(__file__).with_name("slow_worker.py")),)
MANY = 100


@pytest.fixture
def crew(working_house: House) -> Iterator[Crew]:
    """Return workers that are sent home at the end."""
    hired = Crew(working_house, SLOW)
    yield hired
    hired.send_home()


def test_two_workers_do_every_job_once_though_one_is_killed_and_one_told_to_stop(
    crew: Crew, working_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HANDLERS", KNOWN)
    house, folder = working_house, Path(working_house.runtime.settings.data_dir)
    stamps, go = folder / STAMPS, folder / GO
    for name in ("one", "two"):
        crew.hire(name, "--concurrency", "2")
    due = datetime.now(UTC)
    alarms(house, MANY, due)
    crew.at_work()
    until(lambda: fired(house, due).cases == MANY)
    assert fired(house, due).doubled == 0

    house.clock.now = datetime.now(UTC)
    probing.deploy(house, SERVICE)
    number = probing.start(house)
    until(stamps.exists)
    crew.kill(crew.named(int(stamps.read_text())))
    until(lambda: len(stamps.read_text().split()) == 2)  # its lease ran out: the other one has it
    (left,) = crew.workers
    process = crew.ask_to_stop(left)
    late = datetime.now(UTC) - timedelta(seconds=5)
    alarms(house, 2, late)
    go.touch()
    assert process.wait(30) == 0, crew.log(left)[-2000:]
    assert states(house, number) == ["done"]
    assert probing.kinds(house, number) == ["case:started", "job:finished"]
    assert fired(house, due).cases == MANY, "who was told to stop begins nothing new"
    assert "worker_stopped" in crew.log(left)
