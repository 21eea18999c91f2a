"""The token model is held to the traces written by hand, before it judges the engine."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.bpmn.constructs import beginnings
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, play
from tests.bpmn.token_more import AllTokens
from tests.bpmn.watching import Watched

# What the token model leaves to the traces alone, and how one sees that a model has it.
OUTSIDE = {
    "mappings and data": r"pr:in |pr:out |<\w*[dD]ata\w*|ioSpecification",
    "other spellings": r"zeebe:|camunda:|pr:call|calledElement=\"=|count\(",
    "conversations": r"correlation|messageFlow|participant",
    "global tasks": r"<global",
    "gateways and tasks that begin a case": r"instantiate=",
    "parallel multiple at a border": r"<(boundaryEvent|startEvent)[^>]*parallelMultiple",
    "events of multi-instance": r"behavior=",
    "undoing beside": r"waitForCompletion",
    "moments of timers": r"R\d*/\d{4}",
}


def outside(construct: Construct) -> bool:
    drawn = b"".join(construct.files.values()).decode()
    names = Counter(re.findall(r'<\w+ id="(\w+)"', construct.body + construct.called))
    twice = max(names.values()) > 1  # an element is known by its id alone
    return (
        twice
        or construct in beginnings.CONSTRUCTS
        or any(re.search(sign, drawn, re.M) for sign in OUTSIDE.values())
    )


KNOWN = [construct for construct in CONSTRUCTS if not outside(construct)]


@pytest.mark.parametrize("construct", KNOWN, ids=lambda c: c.name)
def test_it_knows_the_trace_written_by_hand(construct: Construct) -> None:
    play(construct, Watched(construct.files, AllTokens(construct.files, "p")))


def test_it_is_held_to_most_of_them() -> None:
    assert len(KNOWN) >= 150
