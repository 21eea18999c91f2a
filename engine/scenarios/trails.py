"""Where a scenario came: its nodes, its flows and its rules, and what makes two paths one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from engine import store
from engine.model import Reads, Scope
from engine.store import cases as case_rows
from engine.store import whereabouts
from engine.store.rows import ActivityRow, CaseRow, EvaluationRow

Named = tuple[str, str]
_REPEATED = "multiInstance"
_EVERYTHING = Scope(person_id=None, reads=Reads.ALL)
_MOST_CASES = 1_000


@dataclass(frozen=True, slots=True)
class Trail:
    """What a scenario met: nodes and flows with their process, rules with the file of their table.

    `path` says how often every node was entered, over which flow, and whether it was left; the
    instances of a repeated activity count once, and what ran side by side has no order.
    """

    nodes: frozenset[Named] = frozenset()
    flows: frozenset[Named] = frozenset()
    rules: frozenset[Named] = frozenset()
    path: tuple[tuple[str, ...], ...] = ()

    def told(self, rules: Collection[Named]) -> Trail:
        """Return the trail with further rules."""
        return replace(self, rules=self.rules | set(rules))

    @property
    def signature(self) -> tuple[object, ...]:
        """Return what two scenarios that count once have in common: path and rules."""
        return self.path, tuple(sorted(self.rules))


def trail_of(tx: store.Tx, before: Collection[str]) -> Trail:
    """Return the trail through a house; the path leaves out the cases that were there `before`."""
    nodes: set[Named] = set()
    flows: set[Named] = set()
    rules: set[Named] = set()
    path: Counter[tuple[str, ...]] = Counter()
    for case in cases_in(tx):
        lived = whereabouts.activities(tx, case.id)
        nodes |= {(each.process, each.element) for each in lived}
        flows |= {(each.process, each.flow) for each in lived if each.flow}
        rules |= {(run.table_file, rule) for run in _runs(tx, case.id) for rule in run.matched}
        if case.id not in before:
            path.update(_visits(lived))
    steps = tuple(sorted((*visit, str(times)) for visit, times in path.items()))
    return Trail(frozenset(nodes), frozenset(flows), frozenset(rules), steps)


def cases_in(tx: store.Tx) -> tuple[CaseRow, ...]:
    """Return every case of a house."""
    return case_rows.search(tx, _EVERYTHING, size=_MOST_CASES).rows


def _runs(tx: store.Tx, case_id: str) -> Iterator[EvaluationRow]:
    """Yield every run of a decision table in a case."""
    number, seen = 1, 0
    while True:
        page = whereabouts.evaluations(tx, case_id, number)
        yield from page.rows
        seen += len(page.rows)
        if not page.rows or seen >= page.total:
            return
        number += 1


def _visits(lived: Sequence[ActivityRow]) -> Counter[tuple[str, ...]]:
    """Count the visits of a case; inside a repeated activity each place counts once."""
    by_id = {each.id: each for each in lived}
    found: Counter[tuple[str, ...]] = Counter()
    inside: set[tuple[str, ...]] = set()
    for each in lived:
        visit = (each.process, each.element, each.kind, each.flow or "", each.state)
        if _repeated(by_id, each):
            inside.add(visit)
        else:
            found[visit] += 1
    return found + Counter(inside)


def _repeated(by_id: dict[str, ActivityRow], row: ActivityRow) -> bool:
    at = by_id.get(row.parent or "")
    while at is not None:
        if at.kind == _REPEATED:
            return True
        at = by_id.get(at.parent or "")
    return False
