"""A house to measure in: the procedures of the process repository beside the bench's own models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import text

from engine import cases, deployments, store, tasks
from engine.model import SYSTEM
from engine.store.rows import TaskRow
from tests import house as houses
from tests.house import House

MODELS = Path(__file__).parent / "models"
SCENARIO = (
    houses.ROOT / "processes" / "vergunning" / "scenarios" / "volledig_dossier_toegekend.yaml"
)
WHO = "an.admin"
ANSWERS = {
    "advice": "go_on",
    "remark": "Seen, compared with the file, nothing to add. " * 4,
    "seen_on": "2026-03-20",
}


def build(folder: Path, now: datetime | None = None, **settings: Any) -> House:
    """Build a house in `folder` and deploy the bench's models."""
    house = houses.build(folder, now, **settings)
    files = {
        ("forms/bench/" if each.suffix == ".json" else "bench/") + each.name: each.read_bytes()
        for each in sorted(MODELS.iterdir())
    }
    deployments.deploy(
        house.runtime,
        process_key="bench",
        files=files,
        by=SYSTEM,
        reason="to be measured",
        source="folder",
    )
    return house


def start(house: House, process_id: str, login: str = WHO) -> str:
    """Start a case of a bench model and return its number; its tasks are taken by `login`."""
    who = house.actors[login]
    return cases.start(
        house.runtime,
        process_id=process_id,
        by=house.actors[WHO],
        posted={"who": who.person_id},
        key=store.new_id(),
    )


def open_task(house: House, number: str) -> TaskRow:
    """Return the one open task of a case."""
    (task,) = house.open_tasks(number)
    return task


def open_task_id(house: House, number: str) -> str:
    """Return the id of the one open task of a case, by what its state says: long cases too."""
    (task_id,) = open_task_ids(house, number)
    return task_id


def open_task_ids(house: House, number: str) -> list[str]:
    """Return the ids of the open tasks of a case, the oldest first."""
    found = text(
        "SELECT user_task.id FROM user_task JOIN case_ ON case_.id = user_task.case_id "
        "WHERE case_.number = :number AND user_task.state = 'open'"
    )
    with house.runtime.store.read() as tx:
        return sorted(str(row[0]) for row in tx.all(found, {"number": number}))


def complete(house: House, task_id: str) -> str:
    """Complete a task of a bench model through the verb, and return the key that was used."""
    key, by = store.new_id(), house.actors[WHO]
    posted = {**ANSWERS, "remark": f"{ANSWERS['remark']}{key}"}
    tasks.complete(house.runtime, task_id=task_id, by=by, posted=posted, key=key)
    return key


def application(house: House) -> Iterator[tuple[TaskRow, str, dict[str, Any]]]:
    """Play one licence application: yield each task, taken, with who posts what.

    Whoever iterates completes the task that was yielded; jobs are worked off in between.
    """
    plan = yaml.safe_load(SCENARIO.read_text("utf-8"))
    number = house.start(houses.plain(plan["start"]), key=store.new_id())
    house.work_off()
    for step in plan["stappen"]:
        if "taak" not in step:
            continue
        task = open_task(house, number)
        assert task.element == step["taak"], f"{step['taak']} is not open"
        actor = house.actors[step["door"]]
        tasks.claim(house.runtime, task_id=task.id, by=actor)
        yield task, step["door"], house.filled_in(task.id, actor, step.get("antwoord", {}))
        house.work_off()
