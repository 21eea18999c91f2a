"""Invented diagrams: whatever is drawn, no shape stands on another and no arrow runs through one.

Words of an arrow may find no empty place in such a tangle; that is measured, not promised.
"""

from __future__ import annotations

import pytest

from engine.layout import faults, layout
from tests.layout.invented import invented


@pytest.mark.parametrize("seed", range(24))
def test_an_invented_diagram_is_laid_out_without_overlaps(seed: int) -> None:
    after = layout(invented(seed, 20))
    found = {fault.rule for fault in faults(after)}
    assert {rule for rule in found if not rule.startswith("layout.label_on_")} == set()
    assert layout(after) == after
