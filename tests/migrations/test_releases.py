"""A database of every released version upgrades on both databases, and its running cases finish."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic import command
from sqlalchemy import text

from engine import __version__, backups, history, mandates
from engine import runtime as wiring
from engine.model import Actor, RoleInTeam
from engine.store import Store
from engine.store import people as people_rows
from engine.store.migrations import run
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


def dumped(file: Path, at: Path) -> None:
    """Write the dump of a release to a SQLite file."""
    connection = sqlite3.connect(at)
    connection.executescript(gzip.decompress(file.read_bytes()).decode())
    connection.close()


def carried(at: Path, url: str) -> None:
    """Give an empty PostgreSQL the schema of the release in a SQLite file, and its rows."""
    store, source = Store(url), sqlite3.connect(at)
    (revision,) = source.execute("SELECT version_num FROM alembic_version").fetchone()
    with store.write("tests.carry") as tx:
        command.upgrade(run.config(tx.connection), revision)
        tx.run(text("DELETE FROM alembic_version"))
        tx.run(text("SET LOCAL session_replication_role = replica"))
        for (table,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            found = source.execute(f'SELECT * FROM "{table}"')
            names = [each[0] for each in found.description]
            into = ", ".join(f'"{name}"' for name in names)
            row = f'INSERT INTO "{table}" ({into}) VALUES ({", ".join(["%s"] * len(names))})'
            for values in found:
                tx.connection.exec_driver_sql(row, values)
    source.close()
    store.close()


def opened(folder: Path, url: str) -> House:
    """Bring the database of a release up to date, with the people who were there."""
    clock = Clock(datetime(2026, 4, 14, 8, 0, tzinfo=UTC))
    house = House(wiring.build(houses.settings(folder, database_url=url), clock), clock)
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


def running(house: House) -> list[str]:
    query = text("SELECT number FROM case_ WHERE state = 'running' ORDER BY number")
    with house.runtime.store.read() as tx:
        return [str(row[0]) for row in tx.all(query)]


@pytest.mark.parametrize("file", RELEASES, ids=version)
def test_the_cases_of_a_release_finish_after_an_upgrade(
    file: Path, empty_url: str, tmp_path: Path
) -> None:
    postgresql = empty_url.startswith("postgresql")
    dump = tmp_path / "dump.db" if postgresql else tmp_path / "empty.db"
    dumped(file, dump)
    if postgresql:
        carried(dump, empty_url)
    house = opened(tmp_path, empty_url)
    planned = plan(FOLDER / f"{version(file)}.yaml")
    year = planned["dag"].year
    cases = {f"VG-{year}-00001": 0, f"VG-{year}-00002": HALF_WAY}
    assert running(house) == list(cases), "a case that this test would not drive to its end"
    for number, done in cases.items():
        for step in steps(planned)[done:]:
            house.do(number, step["taak"], step["door"], step["antwoord"])
        assert house.case(number).end_event == planned["einde"]
    assert running(house) == []
    assert history.verify(house.runtime).whole
    house.runtime.store.close()


@pytest.mark.parametrize("file", RELEASES, ids=version)
def test_a_release_is_backed_up_before_its_upgrade_and_restored_after_it(
    file: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    dumped(file, old / "house.db")
    clock = Clock(datetime(2026, 4, 14, 8, 0, tzinfo=UTC))
    runtime = wiring.build(houses.settings(old), clock)
    made = backups.make(runtime, place=tmp_path / "backups", passphrase=None)
    runtime.store.close()
    new = houses.settings(tmp_path / "new")
    (tmp_path / "new").mkdir()
    shutil.copy(houses.settings(old).seal_key, new.seal_key)
    done = backups.restore(new, wanted=backups.Wanted(made.place), clock=clock)
    assert done.report.whole, done.report.faults
    there = opened(tmp_path / "new", new.database_url)
    assert len(running(there)) == done.report.cases == 2
    there.runtime.store.close()


def test_this_version_has_its_dump() -> None:
    assert __version__ in [version(file) for file in RELEASES], "run: python tools/release_dump.py"
