"""The refusal gate cannot be broken: mutated models, and models that are made to take too much.

Every model is judged in a process of its own: `engine.bpmn` says why it is refused, each finding
with its place and a sentence, or it loads and runs; nothing else is raised, nothing takes more than
10 s of processor time or 512 MB. The same number always gives the same mutant of the same seeds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import pytest

from engine.bpmn import rules
from tests.bpmn.broken.bombs import BOMBS
from tests.bpmn.broken.mutants import mutant
from tests.bpmn.broken.worker import Measured, measured

FEW = 250
FAST = (
    *("twice as many steps as there may be", "sub-processes too deep", "a deep tree of nothing"),
    *("definitions in a circle", "sub-processes in each other", "lines without end"),
    *("a hundred files", "conditions as long as a file", "digits without end", "long identities"),
)


def judged(models: Iterable[tuple[str, Mapping[str, bytes]]]) -> list[Measured]:
    """Return what became of the models; every one of them keeps the promises."""
    found = list(measured(models))
    assert [one for one in found if one.broke] == []
    return found


def test_no_mutant_breaks_the_gate() -> None:
    found = judged(mutant(number) for number in range(FEW))
    assert len(found) == FEW
    refused = [one for one in found if not one.loaded]
    assert FEW / 10 < len(refused) < FEW * 0.95  # the gate is met from both sides
    assert sum(one.commands for one in found) > 50
    assert len({rule for one in found for rule in one.rules}) > len(rules.CATALOGUE) / 3


def test_what_is_made_to_take_too_much_does_not() -> None:
    assert len(judged((name, BOMBS[name]()) for name in FAST)) == len(FAST)


@pytest.mark.long
def test_no_mutant_breaks_the_gate_at_length() -> None:
    first = int(os.environ.get("BROKEN_FIRST", "1000"))
    count = int(os.environ.get("BROKEN_COUNT", "20000"))
    found = judged(mutant(number) for number in range(first, first + count))
    never = set(rules.CATALOGUE) - {rule for one in found for rule in one.rules}
    assert len(never) < len(rules.CATALOGUE) / 10, sorted(never)


@pytest.mark.long
@pytest.mark.parametrize("name", BOMBS)
def test_no_large_model_breaks_the_gate(name: str) -> None:
    judged([(name, BOMBS[name]())])
