"""A backup is whole, is found wanting when it is not, and makes the same house elsewhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine import backups, errors, history, queueing
from engine import runtime as wiring
from engine.backups import Wanted
from engine.config import Settings
from engine.model import HistoryKind
from engine.store import copies, queue
from engine.store.tables import access_log, job, one_time_link, session
from tests.backups.living import PASSPHRASE, Lived, elsewhere
from tests.house import House


def restored(settings: Settings, lived: Lived) -> House:
    """Return the house of these settings, with the people of the one that it is a copy of."""
    runtime = wiring.build(settings, lived.house.clock)
    return House(runtime, lived.house.clock, dict(lived.house.actors))


def test_a_restored_house_is_the_same_and_goes_on(
    lived: Lived, backup: Path, empty_database: str | None, tmp_path: Path
) -> None:
    settings = elsewhere(tmp_path, empty_database)
    moved = tmp_path / "carried"
    shutil.move(backup, moved)
    done = backups.restore(
        settings, wanted=Wanted(moved, PASSPHRASE, every=True), clock=lived.house.clock
    )
    assert done.report.whole, done.report.faults
    assert done.report.documents == 1
    there = restored(settings, lived)
    assert there.open_tasks(lived.number)[0].id == lived.house.open_tasks(lived.number)[0].id
    assert history.seal(there.runtime)
    assert history.verify(there.runtime).whole
    there.runtime.store.close()


def test_a_restore_ends_what_was_in_hand_and_is_written_down(
    lived: Lived, empty_database: str | None, tmp_path: Path
) -> None:
    now, who = lived.house.clock.now, lived.house.actors["an.admin"].person_id
    until = {"created_at": now, "expires_at": now + timedelta(hours=1)}
    in_hand = {"kind": "effect", "name": "n", "state": "running", "attempts": 1, "values": {}}
    with lived.house.runtime.store.write("test.in_hand") as tx:
        tx.run(insert(session), {"id": "s", "person_id": who, "csrf": "c", "seen_at": now, **until})
        tx.run(insert(one_time_link), {"token_hash": "h", "purpose": "set-up", **until})
        moments = {"created_at": now, "due_at": now}
        tx.run(insert(job), {"id": "j", "unique_key": "u", **in_hand, **moments})
    made = lived.back_up(tmp_path / "backups")
    settings = elsewhere(tmp_path, empty_database)
    done = backups.restore(settings, wanted=Wanted(made.place, PASSPHRASE), clock=lived.house.clock)
    assert done.undone == {"sessions": 1, "links": 1, "jobs": 1}
    there = restored(settings, lived)
    with there.runtime.store.read() as tx:
        told = tx.first(
            select(access_log.c.kind, access_log.c.meta).order_by(access_log.c.seq.desc())
        )
    there.runtime.store.close()
    assert told is not None
    assert (told[0], told[1]["backup"]) == (HistoryKind.RESTORED, made.manifest.name)


def lived_in(settings: Settings, backup: Path) -> tuple[Settings, str]:
    """Return settings and name of a house from a backup, on PostgreSQL with workers."""
    assert backups.restore(settings, wanted=Wanted(backup, PASSPHRASE)).report.whole
    if copies.kind_of(settings.database_url) == copies.POSTGRESQL:
        settings = replace(settings, workers=True)
        runtime = wiring.build(settings)
        queueing.set_up(runtime)
        runtime.store.close()
    return settings, copies.name_of(settings.database_url)


def held(settings: Settings) -> tuple[copies.Contents, bool]:
    """Return what a house has, and whether its jobs are handed over to workers."""
    runtime = wiring.build(settings)
    with runtime.store.read() as tx:
        handed_over = queue.is_on(tx)
    found, _ = copies.look(runtime.store)
    runtime.store.close()
    return found, handed_over


def test_a_house_with_workers_makes_way_as_often_as_is_asked(
    lived: Lived, backup: Path, empty_database: str | None, tmp_path: Path
) -> None:
    settings, name = lived_in(elsewhere(tmp_path, empty_database), backup)
    workers = held(settings)[1]
    assert workers is (empty_database is not None)
    put_aside = set()
    for _ in range(3):
        done = backups.restore(settings, wanted=Wanted(backup, PASSPHRASE, force=name))
        assert done.report.whole, done.report.faults
        put_aside.add(done.aside[0])
    assert len(put_aside) == 3, "nothing is put over what was put aside before"
    runtime = wiring.build(settings)
    assert history.verify(runtime).whole
    if workers:
        queueing.set_up(runtime)
        assert held(settings)[1]
    runtime.store.close()


def test_a_restore_that_fails_leaves_the_house_as_it_was(
    lived: Lived,
    backup: Path,
    empty_database: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings, name = lived_in(elsewhere(tmp_path, empty_database), backup)
    before, files = held(settings), sorted(Path(settings.data_dir).rglob("*"))
    if empty_database is None:
        (Path(settings.data_dir) / f"{name}.part").mkdir()
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises((errors.Unavailable, OSError)):
        backups.restore(settings, wanted=Wanted(backup, PASSPHRASE, force=name))
    monkeypatch.undo()
    assert held(settings) == before
    if empty_database is None:
        (Path(settings.data_dir) / f"{name}.part").rmdir()
    assert sorted(Path(settings.data_dir).rglob("*")) == files


def test_a_backup_is_checked_without_a_trace(lived: Lived, backup: Path, tmp_path: Path) -> None:
    before, _ = copies.look(lived.house.runtime.store)
    done = backups.check(lived.settings, wanted=Wanted(backup, PASSPHRASE, every=True))
    assert done.report.whole, done.report.faults
    assert (done.report.cases, done.report.documents) == (1, 1)
    assert copies.look(lived.house.runtime.store)[0] == before


def test_the_house_remembers_its_last_backup(lived: Lived, tmp_path: Path) -> None:
    assert backups.last(lived.house.runtime) is None
    lived.back_up(tmp_path / "backups")
    made = lived.back_up(tmp_path / "backups")
    found = backups.last(lived.house.runtime)
    assert found is not None
    assert (found.name, found.size) == (made.manifest.name, made.manifest.size)
    assert found.at == lived.house.clock.now
    assert history.verify(lived.house.runtime).whole
