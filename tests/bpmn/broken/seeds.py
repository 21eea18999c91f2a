"""The models that are broken: constructs, shipped processes, models of the rules, random ones."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.importing.speaking import SPEAKERS, said
from tests.bpmn.random_models import sample
from tests.bpmn.rules import test_feel_to_schema, test_links_to_sizes, test_structure_to_timers

HOUSE = Path(__file__).parents[3]
RANDOM = 200
SMALL = 60_000  # bytes: what is larger is a bomb, and has a test of its own
Files = Mapping[str, bytes]


@functools.cache
def seeds() -> Sequence[tuple[str, Files]]:
    """Return every seed with its name, always in the same order."""
    found: list[tuple[str, Files]] = [(c.name, c.files) for c in CONSTRUCTS]
    for at, construct in enumerate(CONSTRUCTS[::2]):
        dialect = [*SPEAKERS][at % len(SPEAKERS)]
        found.append((f"{construct.name} in {dialect}", said(construct.files, dialect)))
    shipped = sorted((HOUSE / "processes").rglob("*.bpmn"))
    found += [(path.stem, {path.name: path.read_bytes()}) for path in shipped]
    for room in (test_structure_to_timers, test_feel_to_schema, test_links_to_sizes):
        for case in room.CASES:
            found.append((f"{case.rule} bad", {"p.bpmn": case.bad.encode()}))
            found.append((f"{case.rule} good", {"p.bpmn": case.good.encode()}))
    found += [(f"random {seed}", sample(seed)) for seed in range(RANDOM)]
    return [(name, files) for name, files in found if sum(map(len, files.values())) < SMALL]


def seed(rng: random.Random) -> tuple[str, dict[str, bytes]]:
    """Return any seed; the constructs and the shipped processes come more often."""
    everything = seeds()
    some = len(CONSTRUCTS) * 3 // 2 + 5
    name, files = rng.choice(everything[:some] if rng.random() < 0.6 else everything)
    return name, dict(files)
