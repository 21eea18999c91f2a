"""Sample data for a letter: a scenario of the procedure, played in memory, and nothing is kept.

The machine takes every step, so a letter gets what the diagram would give it. What lies outside the
diagram (the number of a decision, a register, a document) is made up or left out; where a scenario
cannot go on like that, what was known by then is the sample.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from engine import bpmn, errors, filling, store, yaml
from engine.casefile import start_schema
from engine.deployments.files import of_kind
from engine.feel import tagged
from engine.model import Command, Complete, Deliver, FinishJob, FireTimer, Start, Value
from engine.model.step import JobWanted, TaskOpened
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import terms as term_rows
from engine.tasks.completing import merged
from engine.terms import BRUSSELS, CaseClocks

MOST_NODES = 10_000  # values of one scenario, aliases counted as often as they are used
MOST_STEPS = 400  # of the machine, for one scenario
_SPAN = re.compile(r"\+(\d{1,4})d")


@cache
def words() -> Mapping[str, str]:
    """Return what a scenario calls its parts (`scenario.toml`)."""
    text = files("engine.deployments").joinpath("scenario.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Sample:
    """A scenario to take sample data from."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Played:
    """What a scenario knew: the values of each letter that it made, and of the case at the end."""

    day: date
    letters: Mapping[str, Mapping[str, Value]]
    last: Mapping[str, Value]

    def of(self, letter: str) -> Mapping[str, Value]:
        """Return the values of a letter; of one that was not made, what the case knew."""
        return self.letters.get(letter, self.last)


def samples(deployed: Deployed) -> tuple[Sample, ...]:
    """Return the scenarios of a procedure that can be read, by name."""
    found = []
    for path, data in of_kind(deployed.sources, FileKind.SCENARIO).items():
        plan = _plan(data)
        if plan is not None and plan[words()["process"]] in deployed.bundle.diagrams:
            name = PurePosixPath(path).stem
            found.append(Sample(name, str(plan.get(words()["title"]) or name)))
    return tuple(found)


def play(runtime: Runtime, deployed: Deployed, name: str) -> Played | None:
    """Return what a scenario of this deployment knows; None when there is none of that name."""
    for path, data in of_kind(deployed.sources, FileKind.SCENARIO).items():
        plan = _plan(data) if PurePosixPath(path).stem == name else None
        if plan is not None and plan[words()["process"]] in deployed.bundle.diagrams:
            with runtime.store.read() as tx:
                terms, _ = term_rows.for_case(tx, "", deployed.term_keys)
            clocks = CaseClocks(terms, (), runtime.calendar, "", store.new_id)
            return _Player(runtime, deployed, plan, clocks).play()
    return None


def _plan(data: bytes) -> dict[str, Any] | None:
    """Return a scenario as plain values; None for one that cannot be read."""
    try:
        plan = _Plain().value(yaml.load(data))
    except (yaml.YAMLError, RecursionError, OverflowError, ValueError):
        return None
    whole = isinstance(plan, dict) and isinstance(plan.get(words()["day"]), date)
    return (
        plan
        if whole and isinstance(plan.get(words()["steps"]), list) and plan.get(words()["process"])
        else None
    )


class _Plain:
    """Turns what YAML gave into values of FEEL. Raises ValueError for more than a case can hold."""

    def __init__(self) -> None:
        self._left = MOST_NODES

    def value(self, found: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise ValueError
        if isinstance(found, dict):
            return {str(key): self.value(each) for key, each in found.items()}
        if isinstance(found, list):
            return [self.value(each) for each in found]
        if isinstance(found, int | float) and not isinstance(found, bool):
            return Decimal(str(found))
        return found if isinstance(found, str | bool | date | None) else str(found)


@dataclass
class _Player:
    """One scenario on its way; `now` is what the clock of the scenario says."""

    runtime: Runtime
    deployed: Deployed
    plan: dict[str, Any]
    clocks: CaseClocks
    document: Mapping[str, Any] | None = None
    tasks: dict[str, TaskOpened] = field(default_factory=dict)
    work: dict[str, JobWanted] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    letters: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    steps: int = 0

    def __post_init__(self) -> None:
        self.now = _noon(self.plan[words()["day"]])

    def play(self) -> Played:
        """Play every step that can be played."""
        given = self.plan.get(words()["start"])
        values = given if isinstance(given, dict) else {}
        known: Mapping[str, Value] = values
        try:
            self._take(Start({**values, **merged(values, self._started(values))}))
            for step in self.plan[words()["steps"]]:
                if isinstance(step, dict):
                    self._step(step)
        except errors.EngineError:
            pass  # the diagram has no answer to what is made up here: what is known will do
        if self.document is not None:
            known = bpmn.visible(self.document)
        return Played(self.now.astimezone(BRUSSELS).date(), self.letters, known)

    def _started(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        schema = start_schema(self.deployed, self.plan[words()["process"]])
        return self._checked(schema, values, {})

    def _step(self, step: dict[str, Any]) -> None:
        task, time_, message = words()["task"], words()["time"], words()["message"]
        if task in step:
            self._complete(step[task], _given(step, words()["answers"]))
        elif time_ in step:
            self._wait(step[time_])
        elif message in step:
            self._deliver(str(step[message]), _given(step, words()["values"]))

    def _complete(self, element: Any, answers: Mapping[str, Any]) -> None:
        token = next((t for t, task in self.tasks.items() if task.element == element), None)
        if token is None or self.document is None:
            return
        known = bpmn.visible(self.document, token)
        schema = self.deployed.forms.get(self.tasks[token].form or "")
        given = _nested(answers)
        told = merged(known, given)
        clean = self._checked(schema, given, known)
        self._take(Complete(token, {**told, **merged({**known, **told}, clean)}))

    def _checked(
        self, schema: bytes | None, typed: Mapping[str, Any], known: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        if schema is None:
            return {}
        return filling.check(self.runtime, schema, typed, known, "json").clean

    def _deliver(self, message: str, values: Mapping[str, Any]) -> None:
        token = next((t for t, name in self.waits.items() if name == message), None)
        if token is not None:
            self._take(Deliver(token, message, _nested(values)))

    def _wait(self, when: Any) -> None:
        span = _SPAN.fullmatch(str(when))
        if span:
            self.now += timedelta(days=int(span[1]))
        elif isinstance(when, date):
            self.now = max(self.now, _noon(when))
        while due := [job for job in self.work.values() if job.due_at and job.due_at <= self.now]:
            first = min(due, key=lambda job: job.due_at or self.now)
            self.work.pop(first.token)
            self._take(FireTimer(first.token))

    def _take(self, command: Command) -> None:
        """Take a step, and do the work that it asks for; time and people come from the plan."""
        self._advance(command)
        while job := next((each for each in self.work.values() if each.kind == "service"), None):
            self.work.pop(job.token)
            self._advance(FinishJob(job.token, self._done(job)))

    def _advance(self, command: Command) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise errors.ModelFault("too_many_steps", limit=MOST_STEPS)
        step = bpmn.advance(
            self.deployed.bundle,
            self.plan[words()["process"]],
            self.document,
            command,
            self.now,
            self.clocks,
        )
        self.document = step.document
        for closed in step.tasks_closed:
            self.tasks.pop(closed.token, None)
        for token in step.jobs_dropped:
            self.work.pop(token, None)
        for token in step.subscriptions_closed:
            self.waits.pop(token, None)
        self.tasks |= {task.token: task for task in step.tasks_opened}
        self.work |= {job.token: job for job in step.jobs_wanted}
        self.waits |= {each.token: each.message for each in step.subscriptions_opened}

    def _done(self, job: JobWanted) -> Mapping[str, Value]:
        """Return what a piece of work gives: made up, because nothing is written or looked up."""
        if job.letter:
            self.letters.setdefault(job.letter, tagged.decode_all(job.values))
            return {"id": job.letter, "name": job.letter}
        today = self.now.astimezone(BRUSSELS).date()
        decision = {
            "decided_on": today,
            "decider": words()["decider"],
            "capacity": "",
            "found": Decimal(1),
        }
        return {"reference": f"{today.year}-0001", "id": "1", "deciders": [], **decision}


def _noon(day: date) -> datetime:
    only = day.date() if isinstance(day, datetime) else day
    return datetime.combine(only, time(12), UTC)


def _given(step: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = step.get(name)
    return found if isinstance(found, dict) else {}


def _nested(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return values by path as a case keeps them: one context in another."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        *parents, last = path.split(".")
        place = found
        for name in parents:
            inner = place.get(name)
            if not isinstance(inner, dict):
                inner = place[name] = {}
            place = inner
        place[last] = value
    return found
