"""What a rule is, and what a diagram's names are checked against. No tree walking."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.rules.tree import Element, Tree, label, named_ancestor
from engine.errors import Finding
from engine.xml import line_of


@dataclass(frozen=True, slots=True)
class Work:
    """What a job takes and how it may end; `outside` goes out of the house.

    With `takes_more` it takes values beside its `inputs`.
    """

    inputs: frozenset[str] = frozenset()
    throws: tuple[str, ...] = ()
    outside: bool = False
    takes_more: bool = False


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a diagram may refer to; `None` means: not checked.

    `registers` are names with those of their fields, `register_jobs` the jobs that work on one.
    `citizen_terms` are the terms that a citizen carries, `asking` the processes that come to a
    person before they do anything, `needed` what a job must be told, `works` what is known of each
    job. `systems` are the systems outside with their operations, `system_jobs` the jobs that name
    one.
    """

    forms: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    terms: frozenset[str] | None = None
    letters: frozenset[str] | None = None
    jobs: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    processes: frozenset[str] | None = None
    registers: Mapping[str, frozenset[str]] | None = None
    register_jobs: frozenset[str] = frozenset()
    citizen_terms: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    decision_types: frozenset[str] | None = None
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    works: Mapping[str, Work] = field(default_factory=dict)
    systems: Mapping[str, frozenset[str]] | None = None
    system_jobs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong in a diagram: its id is a code of `wording`."""

    id: str
    severity: str = "error"

    def on(self, tree: Tree, element: Element, **facts: Any) -> Finding:
        """Return the finding on `element`; it names the nearest element with an id around it.

        The facts always carry `name`: what an analyst calls that element.
        """
        owner = named_ancestor(element)
        facts.setdefault("name", label(owner))
        return Finding(
            tree.file, self.id, owner.get("id"), line_of(element), None, facts, self.severity
        )


_WORD = 100  # characters: what is longer is no misspelt name
_NAMES = 300  # names to compare with: a longer list would take too long


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `word` was probably meant to be."""
    if len(word) > _WORD:
        return None
    among = [name for name in sorted(names)[:_NAMES] if len(name) <= _WORD]
    found = difflib.get_close_matches(word, among, n=1, cutoff=0.6)
    return found[0] if found else None


def suggestion(tree: Tree, attribute: str, word: str, names: Iterable[str]) -> Mapping[str, Any]:
    """Return the facts `did_you_mean` and `fix` for a misspelt `word`; empty without a guess.

    A file gets so many guesses and no more: comparing takes long.
    """
    if tree.guesses == 0:
        return {}
    tree.guesses -= 1
    guess = nearest(word, names)
    if guess is None:
        return {}
    return {"did_you_mean": guess, "fix": {"set": attribute, "to": guess}}
