"""Drives a diagram the way the verbs do: every step through JSON, every promise of it checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from engine import bpmn
from engine.bpmn import Bundle
from engine.bpmn.case import Pick
from engine.bpmn.run import begin, finish
from engine.model import (
    Clock,
    ClockChange,
    ClockState,
    Command,
    Complete,
    Deliver,
    FinishJob,
    FireTimer,
    JobWanted,
    Start,
    Step,
    SubscriptionOpened,
    TaskOpened,
    ThrowError,
)

HERE = Path(__file__).parent
NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)  # nine o'clock in Brussels


class PlainClocks:
    """Clocks without law: every term is thirty days and never rolls."""

    def __init__(self) -> None:
        self.changes: list[ClockChange] = []
        self.running: dict[str, date] = {}

    def apply(self, change: ClockChange) -> Clock:
        self.changes.append(change)
        if change.action in ("start", "resume"):
            self.running[change.term] = change.day + timedelta(days=30)
        else:
            self.running.pop(change.term, None)
        end = self.running.get(change.term)
        return Clock("k", "c", "t", change.term, ClockState.RUNNING, change.day, end)

    def end(self, term_key: str) -> date | None:
        return self.running.get(term_key)

    def fires_at(self, term_key: str) -> datetime | None:
        end = self.running.get(term_key)
        if end is None:
            return None
        return datetime(end.year, end.month, end.day, 23, tzinfo=UTC)


class Driver:
    """One case of `process`, with the lists of open work that a store would keep."""

    def __init__(
        self,
        files: Mapping[str, bytes] | Bundle,
        process: str,
        tables: Mapping[str, bytes] | None = None,
        pick: Pick | None = None,
    ) -> None:
        self.bundle = files if isinstance(files, Bundle) else loaded(files, tables)
        self.process = process
        self.pick = pick
        self.now = NINE
        self.clocks = PlainClocks()
        self.text: str | None = None
        self.steps: list[Step] = []
        self.tasks: dict[str, TaskOpened] = {}
        self.jobs: dict[str, JobWanted] = {}
        self.waiting: dict[str, SubscriptionOpened] = {}
        self.inside: dict[str, str] = {}  # activity id → element
        self.trace: list[str] = []

    # --- commands --------------------------------------------------------------------------

    def do(self, command: Command) -> Step:
        before = None if self.text is None else json.loads(self.text)
        case = begin(self.bundle, self.process, before, self.now, self.clocks)
        step = finish(case, command, self.pick)
        if before is not None:
            assert before == json.loads(self.text or ""), "the stored document was changed"
        self.text = json.dumps(step.document)
        self.steps.append(step)
        self._keep(step, command)
        return step

    def start(self, message: str | None = None, **values: Any) -> Step:
        return self.do(Start(values, message))

    def complete(self, element: str, **values: Any) -> Step:
        return self.do(Complete(self.task(element), values))

    def finish(self, element: str, **values: Any) -> Step:
        return self.do(FinishJob(self.job(element), values))

    def error(self, element: str, code: str, **values: Any) -> Step:
        return self.do(ThrowError(self.job(element), code, values))

    def deliver(self, element: str, **values: Any) -> Step:
        token = next(t for t, s in self.waiting.items() if s.element == element)
        return self.do(Deliver(token, self.waiting[token].message, values))

    def fire(self, element: str) -> Step:
        """Let the timer of `element` be due and fire it."""
        token = self.job(element)
        due = self.jobs[token].due_at
        assert due is not None
        self.now = max(self.now, due)
        return self.do(FireTimer(token))

    # --- what is open ----------------------------------------------------------------------

    def task(self, element: str) -> str:
        return next(t for t, task in self.tasks.items() if task.element == element)

    def job(self, element: str) -> str:
        return next(t for t, job in self.jobs.items() if job.element == element)

    @property
    def open(self) -> list[str]:
        """What waits, by element: tasks, jobs, timers and messages."""
        work: list[TaskOpened | JobWanted | SubscriptionOpened] = [
            *self.tasks.values(),
            *self.jobs.values(),
            *self.waiting.values(),
        ]
        return sorted(item.element for item in work)

    @property
    def ended(self) -> bool:
        return self.steps[-1].ended

    @property
    def variables(self) -> dict[str, Any]:
        return bpmn.visible(self.steps[-1].document)

    def passed(self, step: Step) -> list[str]:
        """Return the trace of a step: `+` entered, `-` left or passed, `x` cancelled."""
        mark = {"entered": "+", "left": "-", "cancelled": "x"}
        return [mark[change.state] + change.element for change in step.activities]

    # --- the promises of a step ------------------------------------------------------------

    def _keep(self, step: Step, command: Command) -> None:
        self.trace += self.passed(step)
        if isinstance(command, FireTimer | FinishJob) or (
            isinstance(command, ThrowError) and command.token not in step.document["tokens"]
        ):
            self.jobs.pop(command.token)
        for closed in step.tasks_closed:
            del self.tasks[closed.token]
        for token in step.jobs_dropped:
            del self.jobs[token]
        for token in step.subscriptions_closed:
            del self.waiting[token]
        for task in step.tasks_opened:
            _new(self.tasks, task.token, task)
        for job in step.jobs_wanted:
            _new(self.jobs, job.token, job)
        for subscription in step.subscriptions_opened:
            _new(self.waiting, subscription.token, subscription)
        self._follow(step)
        self._agrees(step)

    def _follow(self, step: Step) -> None:
        for change in step.activities:
            if change.state == "entered":
                _new(self.inside, change.id, change.element)
            elif change.state == "cancelled":
                assert self.inside.pop(change.id, change.element) == change.element
            else:
                self.inside.pop(change.id, None)

    def _agrees(self, step: Step) -> None:
        """Everything open stands on a token that the document still has, and the other way."""
        tokens = step.document["tokens"]
        for held in (self.tasks, self.jobs, self.waiting, self.inside):
            assert set(held) <= set(tokens), (held, tokens)
        owed = {i for i, t in tokens.items() if t["st"] == "open"}
        assert owed <= set(self.tasks) | set(self.jobs)
        if step.ended:
            assert not tokens
            assert not self.open


def loaded(files: Mapping[str, bytes], tables: Mapping[str, bytes] | None = None) -> Bundle:
    """Return the bundle of an analyst's files, as a deployment makes it."""
    return bpmn.load(bpmn.prepare(files).normalised, tables or {})


def _new(held: dict[str, Any], token: str, value: Any) -> None:
    assert token not in held, (token, value)
    held[token] = value


def files(*names: str) -> dict[str, bytes]:
    """Read diagrams or tables that stand beside the tests."""
    return {name: (HERE / name).read_bytes() for name in names}


def drive(name: str, *others: str, process: str | None = None) -> Driver:
    """Return a case of the diagram `name` (its process has the same name)."""
    return Driver(files(f"{name}.bpmn", *others), process or name)


def diagram(body: str, *, process: str = "p", top: str = "") -> dict[str, bytes]:
    """Return a small diagram written in a test."""
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:pr="https://procesregie.be/schema/bpmn/1" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        f'targetNamespace="test" id="definitions">{top}'
        f'<process id="{process}" isExecutable="true">{body}</process></definitions>'
    )
    return {f"{process}.bpmn": text.encode()}


def flows(*pairs: Sequence[str]) -> str:
    """Return sequence flows `(source, target[, condition])`, named `source_target`."""
    made = []
    for source, target, *condition in pairs:
        inner = "".join(f"<conditionExpression>{text}</conditionExpression>" for text in condition)
        made.append(
            f'<sequenceFlow id="{source}_{target}" name="{source}_{target}" '
            f'sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(made)


def user(name: str, more: str = "", inner: str = "") -> str:
    """Return a user task for the group `g`."""
    return f'<userTask id="{name}" name="{name}" pr:candidateGroup="g" {more}>{inner}</userTask>'


def script(name: str, text: str) -> str:
    """Return a script task."""
    return f'<scriptTask id="{name}" scriptFormat="feel"><script>{text}</script></scriptTask>'


def extra(inner: str) -> str:
    """Return extension elements."""
    return f"<extensionElements>{inner}</extensionElements>"
