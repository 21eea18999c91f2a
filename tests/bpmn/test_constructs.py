"""Every construct model gives the trace that was written by hand beside the § of the standard."""

from __future__ import annotations

import pytest

from tests.bpmn.constructs import table
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.living import Living
from tests.bpmn.constructs.model import Construct, play


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_it_does_what_the_standard_says(construct: Construct) -> None:
    play(construct)


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_it_does_the_same_when_it_is_never_saved(construct: Construct) -> None:
    play(construct, Living(construct.files, "p"))


def test_there_are_more_than_a_hundred_and_fifty() -> None:
    assert len(CONSTRUCTS) >= 150


def test_every_construct_has_a_name_of_its_own() -> None:
    assert len({c.name for c in CONSTRUCTS}) == len(CONSTRUCTS)


def test_the_table_in_the_page_is_the_one_of_these_models() -> None:
    written = table.PAGE.read_text(encoding="utf-8")
    assert written == table.page(), "python -m tests.bpmn.constructs.table"
