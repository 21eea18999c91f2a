"""What makes a step happen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Cause:
    """What made the step happen: who did it, and the task's completion key or the job, if any."""

    by: Actor = SYSTEM
    completion_key: str | None = None
    job_id: str | None = None
