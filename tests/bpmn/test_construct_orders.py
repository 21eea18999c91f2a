"""Concurrent tokens may go in any order: in each, a construct passes the same elements."""

from __future__ import annotations

import random

import pytest

from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, act
from tests.bpmn.driving import Driver, loaded

ORDERS = {"the newest last": lambda count: count - 1}
ORDERS |= {f"at random {seed}": random.Random(seed).randrange for seed in range(3)}


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_every_order_passes_the_same_elements(construct: Construct) -> None:
    bundle = loaded(construct.files)
    for name, order in ORDERS.items():
        case, same = Driver(bundle, "p", pick=order), True
        for line in construct.play.strip().splitlines():
            command, trace, left = (part.strip() for part in line.split("|"))
            act(case, command)
            same &= sorted(case.passed(case.steps[-1])) == sorted(trace.split())
            same &= " ".join(case.open) == left
        assert same or construct.ordered, name
