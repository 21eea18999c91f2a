"""What the drill says of rows that are too few, too many, or not where they should be."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.store.tables import metadata
from tests.faults.again import AGAIN, STANDS
from tests.faults.beginnings import SCENES
from tests.faults.cutting import Amount, Amounts, Drill
from tests.web.visits import VISITS

DONE, OPEN, PAPER = ("job", "done"), ("job", "open"), ("document", "")


def amount(done: int = 0, still_open: int = 0, papers: int = 0) -> Amount:
    return Counter({DONE: done, OPEN: still_open, PAPER: papers})


@pytest.mark.parametrize(
    ("once", "twice", "cut", "wrong"),
    [
        (amount(2, 0, 1), amount(2, 0, 1), amount(2, 0, 1), ""),
        (amount(2, 0, 1), amount(2, 0, 1), amount(2, 0, 0), "lost"),
        (amount(2, 0, 1), amount(2, 0, 1), amount(3, 0, 1), "doubled"),
        (amount(2, 0, 1), amount(2, 0, 1), amount(1, 1, 1), "stuck"),
        (amount(2, 0, 1), amount(2, 0, 2), amount(2, 0, 3), ""),  # allowed, asked three times
        (amount(2, 0, 1), amount(2, 0, 2), amount(2, 0, 4), "doubled"),
        (amount(2, 0, 1), amount(3, 0, 1), amount(3, 0, 1), "doubled"),  # jobs are not allowed to
    ],
)
def test_the_drill_tells_what_is_lost_doubled_or_stuck(
    once: Amount, twice: Amount, cut: Amount, wrong: str
) -> None:
    drill = Drill({"documents.add": frozenset({"document"})})
    drill._compare("documents.add", Amounts(once, twice, cut, lives=3))
    found = {kind for kind in ("lost", "doubled", "stuck") if getattr(drill, kind)}
    assert found == ({wrong} if wrong else set())


def test_what_may_be_asked_for_twice_is_a_visit_or_a_scene_and_names_tables() -> None:
    assert AGAIN.keys() <= VISITS.keys() | SCENES.keys()
    assert STANDS.keys() <= SCENES.keys()
    assert set().union(*AGAIN.values(), *STANDS.values()) <= metadata.tables.keys()
    assert not VISITS.keys() & SCENES.keys()
