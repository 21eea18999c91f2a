"""Decision models: DMN 1.1-1.5 read, refused or run, with a trace of every evaluation.

Immutable once parsed and shared by threads. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.dmn.model import Decision, HitPolicy, InputData, Table
from engine.dmn.reader import read
from engine.dmn.run import run_decision
from engine.dmn.view import ColumnView, RuleView, TableView, view_of
from engine.errors import NotFound
from engine.model import Evaluation, Value


@dataclass(frozen=True, slots=True)
class Tables:
    """The decisions of one file, by id, each after those it requires."""

    file: str
    decisions: Mapping[str, Decision]

    def decide(
        self,
        decision_id: str,
        inputs: Mapping[str, Value],
        element: str = "",
        now: datetime | None = None,
    ) -> tuple[Value, Evaluation]:
        """Return what a decision gives for these variables, and the trace of that decision.

        Raises NotFound when the file has no such decision; never anything else.
        """
        value, evaluations = self.decide_all(decision_id, inputs, element, now)
        return value, evaluations[-1]

    def decide_all(
        self,
        decision_id: str,
        inputs: Mapping[str, Value],
        element: str = "",
        now: datetime | None = None,
    ) -> tuple[Value, tuple[Evaluation, ...]]:
        """Return the value and a trace per decision that ran, the asked one last.

        Required decisions run before, each once, and are seen under their variable's name; they
        go before an input of that name. A violated hit policy, a value of another type and a
        warning of FEEL are problems in the trace. `now` is the moment of `now()` and `today()`.
        Raises NotFound when the file has no such decision.
        """
        values: dict[str, Value] = {}
        evaluations: list[Evaluation] = []
        for decision in self._needed(decision_id):
            results = {self.decisions[key].name: values[key] for key in decision.requires}
            values[decision.id], evaluation = run_decision(
                decision, results, inputs, where=(element, self.file), now=now
            )
            evaluations.append(evaluation)
        return values[decision_id], tuple(evaluations)

    def view(self, decision_id: str, matched: Collection[str] = ()) -> TableView:
        """Return a decision as texts for a page, the `matched` rules marked.

        Raises NotFound when the file has no such decision.
        """
        return view_of(self._decision(decision_id), matched)

    @property
    def top(self) -> str:
        """Return the id of the decision that is not required by another; the last of several."""
        required = {key for one in self.decisions.values() for key in one.requires}
        return [key for key in self.decisions if key not in required][-1]

    def _decision(self, decision_id: str) -> Decision:
        found = self.decisions.get(decision_id)
        if found is None:
            raise NotFound("decision_not_found", decision=decision_id)
        return found

    def _needed(self, decision_id: str) -> list[Decision]:
        """Return a decision after everything it requires; `decisions` is in that order."""
        needed = {self._decision(decision_id).id}
        for decision in reversed(tuple(self.decisions.values())):
            if decision.id in needed:
                needed.update(decision.requires)
        return [one for one in self.decisions.values() if one.id in needed]


def view(tables: Tables, decision_id: str = "", matched: Collection[str] = ()) -> TableView:
    """Return a decision of a file as texts for a page; without an id the top one.

    Raises NotFound when the file has no such decision.
    """
    return tables.view(decision_id or tables.top, matched)


def parse(data: bytes, file: str) -> Tables:
    """Return the decisions in a DMN file.

    Raises InvalidModel with all findings (rule `dmn.…` or `xml.…`): refused XML, constructs that
    are not supported, FEEL that does not parse (with rule and column), unknown references, cycles.
    """
    return Tables(file, read(data, file))


__all__ = [
    "ColumnView",
    "Decision",
    "HitPolicy",
    "InputData",
    "RuleView",
    "Table",
    "TableView",
    "Tables",
    "parse",
    "view",
]
