"""What one step changed, gathered while it runs; `step()` gives it as the model's Step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.model import (
    ActivityChange,
    ActivityState,
    ClockChange,
    Evaluation,
    JobWanted,
    MessageThrown,
    ModelFailure,
    SignalThrown,
    Standstill,
    Step,
    SubscriptionOpened,
    TaskClosed,
    TaskOpened,
    VariableChange,
)


class Recorder:
    """Collects the changes of one step; what came and went within it is left out.

    Activities are the exception: an element that was entered and left appears once, as LEFT,
    because the trace of a case must name everything that was passed.
    """

    def __init__(self) -> None:
        self._activities: dict[str, ActivityChange] = {}
        self._tasks: dict[str, TaskOpened] = {}
        self._closed: list[TaskClosed] = []
        self._jobs: dict[str, JobWanted] = {}
        self._dropped: dict[str, None] = {}
        self._subscriptions: dict[str, SubscriptionOpened] = {}
        self._unsubscribed: list[str] = []
        self._variables: dict[tuple[str | None, str], tuple[Any, Any]] = {}
        self.messages: list[MessageThrown] = []
        self.signals: list[SignalThrown] = []
        self.escalations: list[ModelFailure] = []
        self.clocks: list[ClockChange] = []
        self.evaluations: list[Evaluation] = []
        self.status: str | None = None
        self.end_event: str | None = None
        self.failed: ModelFailure | None = None
        self.standstill: Standstill | None = None
        self.fields: dict[str, Any] = {}
        self.cancelled = False

    @property
    def moved(self) -> bool:
        """Say whether an element was entered, left or cancelled."""
        return bool(self._activities)

    def entered(self, change: ActivityChange) -> None:
        """Note that an element instance was entered."""
        self._activities[change.id] = change

    def left(self, change: ActivityChange, state: ActivityState) -> None:
        """Note that an element instance was left or cancelled."""
        before = self._activities.get(change.id)
        self._activities[change.id] = replace(before or change, state=state)

    def task_opened(self, task: TaskOpened) -> None:
        """Note that work for a person was opened."""
        self._tasks[task.token] = task

    def task_closed(self, token: str, *, completed: bool) -> None:
        """Note that a person's work is over; a task opened in this step just disappears."""
        if self._tasks.pop(token, None) is None:
            self._closed.append(TaskClosed(token, completed))

    def job_wanted(self, job: JobWanted) -> None:
        """Note that the machine has work to do."""
        self._jobs[job.token] = job

    def job_dropped(self, token: str) -> None:
        """Note that a job is void."""
        if self._jobs.pop(token, None) is None:
            self._dropped[token] = None

    def subscribed(self, subscription: SubscriptionOpened) -> None:
        """Note that a token waits for a message."""
        self._subscriptions[subscription.token] = subscription

    def unsubscribed(self, token: str) -> None:
        """Note that a token no longer waits for a message."""
        if self._subscriptions.pop(token, None) is None:
            self._unsubscribed.append(token)

    def variable(self, scope: str | None, name: str, old: Any, new: Any) -> None:
        """Note a write; several writes of one variable are one change."""
        first = self._variables.get((scope, name), (old, None))[0]
        self._variables[scope, name] = (first, new)

    def step(self, document: Mapping[str, Any], *, ended: bool) -> Step:
        """Return everything that was noted, with the new document."""
        return Step(
            document=document,
            activities=tuple(self._activities.values()),
            tasks_opened=tuple(self._tasks.values()),
            tasks_closed=tuple(self._closed),
            jobs_wanted=tuple(self._jobs.values()),
            jobs_dropped=tuple(self._dropped),
            subscriptions_opened=tuple(self._subscriptions.values()),
            subscriptions_closed=tuple(self._unsubscribed),
            messages=tuple(self.messages),
            clocks=tuple(self.clocks),
            evaluations=tuple(self.evaluations),
            variables=tuple(
                VariableChange(name, old, new, scope)
                for (scope, name), (old, new) in self._variables.items()
                if old != new
            ),
            status=self.status,
            ended=ended,
            end_event=self.end_event,
            failed=self.failed,
            fields=self.fields,
            signals=tuple(self.signals),
            escalations=tuple(self.escalations),
            cancelled=self.cancelled,
            standstill=self.standstill,
        )
