"""A house to play in: its own database, its own people, a clock that stands until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine import cases, filling, jobs, store, tasks
from engine.errors import NotFound, Unavailable
from engine.model import Actor
from engine.runtime import Runtime
from engine.scenarios.plan import plain
from engine.store import cases as case_rows
from engine.store import tasks as task_rows
from engine.store.rows import CaseRow, TaskRow
from engine.terms import BRUSSELS

MOST_ROUNDS = 1_000


@dataclass
class Clock:
    """A clock that stands still until it is told to move."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the moment at which it stands."""
        return self.now

    def to(self, moment: datetime) -> None:
        """Stand at `moment`, which is not earlier."""
        assert moment >= self.now, "time goes forward"
        self.now = moment

    def forward(self, **span: float) -> None:
        """Go on by a span of time, named as a timedelta names it."""
        self.now += timedelta(**span)


@dataclass
class House:
    """A running house with its people, by login."""

    runtime: Runtime
    clock: Clock
    actors: dict[str, Actor] = field(default_factory=dict)

    def work_off(self) -> int:
        """Do every job that is due; Raises Unavailable when there is no end to them."""
        done = 0
        for _ in range(MOST_ROUNDS):
            found = jobs.run_due(self.runtime)
            if not found:
                return done
            done += found
        raise Unavailable("scenario.never_at_rest")

    def open_tasks(self, number: str) -> list[TaskRow]:
        """Return the open tasks of a case."""
        with self.runtime.store.read() as tx:
            found = task_rows.of_case(tx, self._case(tx, number).id)
        return [task for task in found if task.state == "open"]

    def case(self, number: str) -> CaseRow:
        """Return a case; Raises NotFound."""
        with self.runtime.store.read() as tx:
            return self._case(tx, number)

    def begin(
        self, process: str, values: dict[str, Any], *, key: str, by: str, dossier: str | None = None
    ) -> str:
        """Start a case as `by`, perhaps in a dossier, and return its number."""
        return cases.start(
            self.runtime,
            process_id=process,
            by=self.actors[by],
            posted=values,
            key=key,
            source="json",
            dossier_number=dossier,
        )

    def do(self, number: str, element: str, by: str, answers: dict[str, Any]) -> tasks.Completed:
        """Claim and complete the open task `element` of a case as `by`, then work off the jobs.

        What the form already shows is posted with the answers, as a browser would.
        """
        task = next(t for t in self.open_tasks(number) if t.element == element)
        actor = self.actors[by]
        tasks.claim(self.runtime, task_id=task.id, by=actor)
        done = tasks.complete(
            self.runtime,
            task_id=task.id,
            by=actor,
            posted=self.filled_in(task.id, actor, answers),
            key=store.new_id(),
        )
        self.work_off()
        return done

    def filled_in(self, task_id: str, by: Actor, answers: dict[str, Any]) -> dict[str, Any]:
        """Return what a browser posts: the fields that show, with `answers` typed over them."""
        view = tasks.view(self.runtime, task_id=task_id, by=by).form
        if view is None:
            return {}
        typed = {**filling.typed(view), **{path: text(value) for path, value in answers.items()}}
        after = tasks.preview(self.runtime, task_id=task_id, by=by, posted=typed)
        fields = () if after is None else after.fields
        there = {each.name for each in fields if each.visible} | set(answers)
        return {name: value for name, value in typed.items() if name in there and value != ""}

    def _case(self, tx: store.Tx, number: str) -> CaseRow:
        found = case_rows.find(tx, number)
        if found is None:
            raise NotFound("case", number=number)
        return found


def text(value: Any) -> Any:
    """Return a value as it is typed or ticked."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list):
        return [text(each) for each in value]
    return str(plain(value))


def morning(day: date) -> datetime:
    """Return nine o'clock in Brussels on `day`."""
    return datetime.combine(day, time(9), BRUSSELS).astimezone(UTC)
