"""Invented people and dossiers to try things out with; never in production."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine import cases, filling, jobs, mandates, people, registers, tasks
from engine.model import Actor
from engine.runtime import Runtime
from engine.terms import local_day

PASSWORD = "demo-voor-iedereen"  # noqa: S105 - invented people on one's own machine


def fill(runtime: Runtime) -> list[tuple[str, str, str]]:
    """Add the demo's people and applications once; return login, name and roles of each person.

    Raises RuntimeError outside demo mode: these accounts share a known password.
    """
    plan, actors = add_people(runtime)
    for record in plan.get("record", ()) if actors else ():
        _record(runtime, record, actors[record["by"]])
    for application in plan.get("application", ()) if actors else ():
        _start(runtime, application, actors)
    return [(p["login"], p["name"], _roles_text(p)) for p in plan["person"]]


def add_people(runtime: Runtime) -> tuple[Mapping[str, Any], Mapping[str, Actor]]:
    """Add the demo's people and their mandates; return the plan, and them by login.

    Nobody is added, or returned, when anybody is there. Raises RuntimeError outside demo mode.
    """
    if not runtime.settings.demo:
        raise RuntimeError("demo people belong in demo mode only")
    plan = tomllib.loads((Path(runtime.settings.processes) / "demo.toml").read_text("utf-8"))
    actors = people.add_invented(runtime, plan["person"], password=PASSWORD)
    if actors:
        mandates.add_invented(runtime, plan.get("mandate", ()), actors)
    return plan, actors


def _record(runtime: Runtime, record: Mapping[str, Any], by: Actor) -> None:
    """Add a record, and open its dossier when the plan says so."""
    made = registers.add(
        runtime,
        register=record["register"],
        by=by,
        posted={
            **record["values"],
            "about.reason": record["reason"],
            "about.valid_from": record["since"],
        },
        confirmed=True,
    )
    if record.get("dossier"):
        registers.open_dossier(runtime, register=record["register"], number=made.number, by=by)


def _start(runtime: Runtime, application: Mapping[str, Any], actors: Mapping[str, Actor]) -> None:
    number = cases.start(
        runtime,
        process_id=application["process"],
        by=actors[application["by"]],
        posted=_dated(runtime, application["values"], application.get("days", {})),
        key=f"demo:{application['key']}",
        source="json",
    )
    _work_off(runtime)
    for step in application.get("step", ()):
        _step(runtime, number, step, actors[step["by"]])
        _work_off(runtime)


def _step(runtime: Runtime, number: str, step: Mapping[str, Any], by: Actor) -> None:
    """Let a demo person take the open task `step["task"]` of a case and complete it."""
    open_tasks = cases.view(runtime, number=number, by=by).open_tasks.rows
    task = next(each for each in open_tasks if each.element == step["task"])
    tasks.claim(runtime, task_id=task.id, by=by)
    view = tasks.view(runtime, task_id=task.id, by=by)
    today = local_day(runtime.now())
    days = {
        path: (today + timedelta(days=count)).isoformat()
        for path, count in step.get("days", {}).items()
    }
    given = {**(filling.typed(view.form) if view.form else {}), **step["answers"], **days}
    after = tasks.preview(runtime, task_id=task.id, by=by, posted=given)
    posted = {**(filling.typed(after) if after else {}), **step["answers"], **days}
    tasks.complete(runtime, task_id=task.id, by=by, posted=posted, key=f"demo:{task.id}")


def _work_off(runtime: Runtime) -> None:
    while jobs.run_due(runtime):
        pass


def _dated(
    runtime: Runtime, given: Mapping[str, Any], counted: Mapping[str, int]
) -> dict[str, Any]:
    """Return the values of an application with its days counted from today.

    A path names a row of a list by its number, from 0.
    """
    values: dict[str, Any] = deepcopy(dict(given))
    for path, days in counted.items():
        *groups, name = path.split(".")
        group: Any = values
        for each in groups:
            group = group[int(each)] if isinstance(group, list) else group.setdefault(each, {})
        group[name] = (local_day(runtime.now()) + timedelta(days=days)).isoformat()
    return values


def _roles_text(person: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{role['role']} {role['team']}" if role.get("team") else role["role"]
        for role in person["roles"]
    )
