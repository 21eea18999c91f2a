"""Plays a case in the engine and in the token model, and compares all that can be seen."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from typing_extensions import override

from engine.bpmn import document as documents
from engine.bpmn.bundle import Bundle
from engine.bpmn.case import Pick
from engine.bpmn.document import ROOT, Document
from engine.bpmn.scopes import Visible
from engine.model import (
    Command,
    Complete,
    Deliver,
    FinishJob,
    FireTimer,
    Signal,
    Start,
    Step,
    ThrowError,
)
from tests.bpmn.constructs.living import Living
from tests.bpmn.random_models import START, VALUES, Model
from tests.bpmn.token_model import Label, Tokens
from tests.bpmn.token_more import AllTokens
from tests.bpmn.token_state import Frozen, frozen

Written = tuple[tuple[str, Any], ...]
MOST_COMMANDS = 25
ORDERS: tuple[Pick | None, ...] = (
    None,  # the engine's own: depth first
    lambda waiting: waiting - 1,
    lambda waiting: waiting // 2,
    lambda waiting: min(1, waiting - 1),
)


class Difference(AssertionError):
    """The engine did what no order of concurrent tokens gives."""


class Watched(Living):
    """A case, saved and never saved, whose every step must be one that the token model knows."""

    def __init__(
        self, files: Mapping[str, bytes] | Bundle, tokens: Tokens, pick: Pick | None = None
    ) -> None:
        super().__init__(files, "p", pick=pick)
        self.tokens = tokens
        self.states: frozenset[Frozen] = frozenset()
        self.state = Document("p")
        self.told: list[str] = []

    @override
    def do(self, command: Command) -> Step:
        self.told.append(str(command))
        right = self._right(command)
        step = super().do(command)
        self.state = documents.read(step.document)
        seen = self.seen(step, command)
        self.states = frozenset(state for state in right if self.tokens.sees(state) == seen)
        if not self.states:
            shown = "\n".join(f"  right {self.tokens.sees(state)}" for state in list(right)[:5])
            told = "\n".join(self.told)
            raise Difference(f"{told}\n  engine {seen}\n{shown}")
        return step

    def _right(self, command: Command) -> frozenset[Frozen]:
        """Return the states that the token model allows after a command."""
        if isinstance(command, Start):
            return self.tokens.begin(pairs(command.values))
        found = [self.tokens.after(state, *self._said(command)) for state in self.states]
        return frozenset(state for states in found for state in states)

    def _said(self, command: Command) -> tuple[str, str | Label, Written, str]:
        """Return a command as the token model takes it."""
        if isinstance(command, Signal):
            return "signal", command.signal, pairs(command.values), ""
        if isinstance(command, ThrowError):
            return "error", self.label(command.token), pairs(command.values), command.error_code
        if isinstance(command, FireTimer):
            return "fire", self.label(command.token), (), ""
        assert isinstance(command, Complete | FinishJob | Deliver), "no other is compared"
        verb = "fire" if isinstance(command, Deliver) else "work"
        return verb, self.label(command.token), pairs(command.values), ""

    # --- what can be seen ------------------------------------------------------------------

    def seen(self, step: Step, command: Command) -> tuple[Any, ...]:
        passed = Counter(change.element for change in step.activities if change.state == "left")
        passed.update(f"message {thrown.message}" for thrown in step.messages)
        passed.update(f"signal {thrown.signal}" for thrown in step.signals)
        passed.update("nobody escalation" for _ in step.escalations)
        refused = isinstance(command, ThrowError) and command.token in step.document["tokens"]
        if step.failed is not None and not refused:
            passed["nobody error"] += 1
        work = Counter(map(self.label, (*self.tasks, *self.jobs, *self.waiting)))
        held = frozenset(pairs(Visible(self.state, None, ROOT)))
        return frozenset(work.items()), frozenset(passed.items()), held, step.ended

    def label(self, token: str) -> Label:
        """Return how the token model calls a piece of open work."""
        where = self.state.tokens[token]
        names = frozenset(pairs(Visible(self.state, where, where.scope)))
        if token in self.tasks:
            return self.tasks[token].element, "task", names
        if token in self.waiting:
            waiting = self.waiting[token]
            return waiting.element, f"{waiting.kind} {waiting.message}", names
        job = self.jobs[token]
        return job.element, "timer None" if job.kind == "timer" else "job", names

    # --- commands --------------------------------------------------------------------------

    def act(self, which: int, how: int) -> None:
        """Do something with the open work: which, and with which values."""
        work = sorted((self.jobs | self.tasks | self.waiting).items(), key=_by_name)
        token = work[which % len(work)][0]
        values = {name: Decimal(number) for name, number in VALUES[how % len(VALUES)]}
        self.do(self._command(token, values, ("e1", "e1", "e2")[how % 3] if how > 3 else ""))

    def _command(self, token: str, values: dict[str, Any], code: str) -> Command:
        if token in self.tasks:
            return Complete(token, values)
        if token in self.waiting:
            waiting = self.waiting[token]
            if waiting.kind == "signal":
                return Signal(waiting.message, values)
            return Deliver(token, waiting.message, values)
        job = self.jobs[token]
        if job.kind != "timer":
            return ThrowError(token, code, values) if code else FinishJob(token, values)
        assert job.due_at is not None
        self.now = max(self.now, job.due_at)
        return FireTimer(token)


def _by_name(item: tuple[str, Any]) -> tuple[str, int]:
    return item[1].element, int(item[0])


def pairs(values: Mapping[str, Any]) -> Written:
    """Return variables as the token model keeps them."""
    return tuple((name, frozen(held)) for name, held in values.items())


def play(model: Model, bundle: Bundle | None = None, tokens: Tokens | None = None) -> Watched:
    """Play a model to its end, or until enough was done. Raises Difference."""
    pick = ORDERS[model.order % len(ORDERS)]
    case = Watched(bundle or model.files, tokens or AllTokens(model.files, "p"), pick)
    case.do(Start(START))
    for which, how in itertools.islice((*model.choices, *IDLE), MOST_COMMANDS):
        if not case.open:
            break
        case.act(which, how)
    return case


IDLE = tuple(
    (5 * number + 1, number) for number in range(MOST_COMMANDS)
)  # when nothing is chosen any more
