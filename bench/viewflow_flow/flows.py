"""Ten human tasks in a row, each with the same form, for whom the case was begun for."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import UpdateProcessView

from bench.viewflow_flow.models import TenProcess

TASKS = 10


def _task(number: int) -> Any:
    view = UpdateProcessView.as_view(fields=["advice", "remark", "seen_on"])
    onward = f"task_{number + 1}" if number < TASKS else "finish"
    return flow.View(view).Assign(this.who).Next(getattr(this, onward))


class TenFlow(flow.Flow):
    """A start from the program, ten tasks, an end; one request at a time moves a case."""

    process_class = TenProcess
    lock_impl = lock.SelectForUpdateLock()

    begin = flow.StartHandle(this.for_whom).Next(this.task_1)
    for _number in range(1, TASKS + 1):
        locals()[f"task_{_number}"] = _task(_number)
    finish = flow.End()

    def for_whom(self, activation: Any, person: Any) -> Any:
        """Keep for whom the tasks of the case are."""
        activation.process.artifact = person
        return activation.process

    def who(self, activation: Any) -> Any:
        """Return for whom a task is."""
        return activation.process.artifact
