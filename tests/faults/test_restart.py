"""PostgreSQL dies under load and comes back: nothing lost or doubled, and nobody has to help.

The short form; the long one, with figures, is `make faults`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import jobs
from tests.faults import restarting
from tests.house import House

pytestmark = [pytest.mark.postgres, pytest.mark.e2e, pytest.mark.timeout(200)]
SEED = 20261025
SOON = 10.0  # seconds


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that also who runs PostgreSQL may enter."""
    with tempfile.TemporaryDirectory(prefix="procesregie-restart-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.mark.parametrize("restarts", [1, pytest.param(6, marks=pytest.mark.long)])
def test_what_was_acknowledged_survives_the_death_of_postgresql_exactly_once(
    folder: Path, show_house: House, restarts: int
) -> None:
    with restarting.site(folder, show_house) as made:
        found = restarting.run(made, restarts, SEED)
    assert found.verdict.clean, found.verdict
    assert (found.timers_lost, found.timers_doubled, found.stuck) == (0, 0, 0)
    assert found.asked_again >= restarts, "nobody was there when it died"
    assert max(found.first_success) < SOON
    assert found.timers_late < jobs.LEASE.total_seconds(), "a job waited for the end of a lease"
