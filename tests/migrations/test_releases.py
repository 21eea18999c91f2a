"""A database of every released version upgrades, and its running cases finish."""

from __future__ import annotations

import gzip
import sqlite3
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import __version__, history, mandates
from engine import runtime as wiring
from engine.model import Actor, RoleInTeam
from engine.store import people as people_rows
from tests import house as houses
from tests.house import Clock, House

FOLDER = Path(__file__).parent / "releases"
RELEASES = sorted(FOLDER.glob("*.sql.gz"))
SCENARIOS = houses.ROOT / "processes" / "vergunning" / "scenarios"
TODAY = SCENARIOS / "volledig_dossier_toegekend.yaml"
HALF_WAY = 4


def version(file: Path) -> str:
    return file.name.removesuffix(".sql.gz")


def plan(of: Path = TODAY) -> dict[str, Any]:
    """Return a scenario: today's, or the one that was kept with a release, whose forms it fills."""
    return dict(yaml.safe_load(of.read_text("utf-8")))


def steps(of: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in of["stappen"] if "taak" in step]


def live(house: House) -> None:
    """Start two cases: one waits at its first task, one is half way."""
    start = houses.plain(plan()["start"])
    house.start(start, key="released-first-case-1")
    number = house.start(start, key="released-second-case")
    house.work_off()
    for step in steps(plan())[:HALF_WAY]:
        house.do(number, step["taak"], step["door"], step["antwoord"])


def reopened(file: Path, folder: Path) -> House:
    """Load the dump of a release into a new database and bring it up to date."""
    connection = sqlite3.connect(folder / "house.db")
    connection.executescript(gzip.decompress(file.read_bytes()).decode())
    connection.close()
    clock = Clock(datetime(2026, 4, 14, 8, 0, tzinfo=UTC))
    house = House(wiring.build(houses.settings(folder), clock), clock)
    house.runtime.store.upgrade()
    with house.runtime.store.read() as tx:
        for row in people_rows.everybody(tx):
            roles = tuple(RoleInTeam(r.role, r.team) for r in row.roles)
            house.actors[row.login] = Actor(row.id, row.name, roles)
    demo = (houses.ROOT / "processes" / "demo.toml").read_text("utf-8")
    entries = [
        {**each, "people": [login for login in each["people"] if login in house.actors]}
        for each in tomllib.loads(demo)["mandate"]
    ]
    mandates.add_invented(house.runtime, entries, house.actors)  # of who was there in that release
    return house


@pytest.mark.parametrize("file", RELEASES, ids=version)
def test_the_cases_of_a_release_finish_after_an_upgrade(file: Path, tmp_path: Path) -> None:
    house = reopened(file, tmp_path)
    planned = plan(FOLDER / f"{version(file)}.yaml")
    year = planned["dag"].year
    first, second = f"VG-{year}-00001", f"VG-{year}-00002"
    for number, done in ((first, 0), (second, HALF_WAY)):
        for step in steps(planned)[done:]:
            house.do(number, step["taak"], step["door"], step["antwoord"])
        assert house.case(number).end_event == planned["einde"]
    assert history.verify(house.runtime).whole


def test_this_version_has_its_dump() -> None:
    assert __version__ in [version(file) for file in RELEASES], "run: python tools/release_dump.py"
