"""The meaning stays: every construct, in every dialect, gives the trace that was written for it.

Deployed as the vendor's users drew it, and after the import.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest

from engine import bpmn
from engine.bpmn.importing import import_file
from engine.bpmn.vendors import Level
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, play
from tests.bpmn.driving import Driver
from tests.bpmn.importing.speaking import SPEAKERS, said

EVERY = [*itertools.product(CONSTRUCTS, SPEAKERS)]
# a third of the constructs, the dialects in turn; the long form plays all of them
TURNS = [(one, [*SPEAKERS][at % len(SPEAKERS)]) for at, one in enumerate(CONSTRUCTS[::3])]


def imported(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {file: import_file(data, file).data for file, data in files.items()}


def plain(data: bytes) -> str:
    """Return a tree without what only lays it out, and without anybody's prefixes."""
    return ElementTree.canonicalize(data, strip_text=True, rewrite_prefixes=True)


def play_in(construct: Construct, dialect: str) -> None:
    """Play what the vendor's users drew; the import is executed from the same tree."""
    theirs = said(construct.files, dialect)
    ours = imported(theirs)
    play(construct, Driver(theirs, "p"))
    before, after = bpmn.prepare(theirs).normalised, bpmn.prepare(ours).normalised
    assert {file: plain(data) for file, data in before.items()} == {
        file: plain(data) for file, data in after.items()
    }
    assert imported(ours) == ours


def name(value: object) -> str:
    return value.name if isinstance(value, Construct) else str(value)


@pytest.mark.parametrize(("construct", "dialect"), TURNS, ids=name)
def test_a_construct_means_the_same_before_and_after_the_import(
    construct: Construct, dialect: str
) -> None:
    play_in(construct, dialect)


@pytest.mark.long
@pytest.mark.parametrize(("construct", "dialect"), EVERY, ids=name)
def test_every_construct_means_the_same_in_every_dialect(
    construct: Construct, dialect: str
) -> None:
    play_in(construct, dialect)


@pytest.mark.parametrize("dialect", SPEAKERS)
def test_the_dialects_are_spoken_and_nothing_is_refused(dialect: str) -> None:
    spoken = 0
    for construct in CONSTRUCTS:
        levels = [
            remark.level
            for file, data in said(construct.files, dialect).items()
            for remark in import_file(data, file).remarks
        ]
        assert Level.REFUSED not in levels, construct.name
        spoken += bool(levels)
    assert spoken > (10 if dialect == "spiff" else 150)


def test_an_import_is_played_as_it_was_drawn() -> None:
    for construct, dialect in TURNS[::3]:
        play(construct, Driver(imported(said(construct.files, dialect)), "p"))
