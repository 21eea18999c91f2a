"""The fuzz finds what is wrong: faults planted in the engine, one at a time, each shows itself."""

from __future__ import annotations

import pytest

from tests.bpmn.faults import FAULTS, RARE, found_by
from tests.bpmn.random_models import NORMAL


@pytest.mark.parametrize("ring", NORMAL)
def test_every_planted_fault_is_found_by_two_hundred_models(ring: str) -> None:
    planted = [fault for fault in FAULTS if fault.ring == ring]
    assert planted
    assert not [fault.name for fault in planted if found_by(fault, 200) is None]


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_rarest_faults_are_found_by_two_thousand() -> None:
    assert not [fault.name for fault in RARE if found_by(fault, 2000) is None]


def test_there_are_more_than_twenty() -> None:
    assert len(FAULTS) > 20
