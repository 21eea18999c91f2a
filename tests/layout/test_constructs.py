"""Every construct that the engine runs can be drawn: none of its models has a drawing yet."""

from __future__ import annotations

import pytest

from engine.bpmn.svg import draw
from engine.layout import faults, layout
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda one: one.name)
def test_a_construct_is_laid_out_without_faults(construct: Construct) -> None:
    for data in construct.files.values():
        after = layout(data)
        assert [(fault.rule, fault.element) for fault in faults(after)] == []
        assert 'class="drawing-node' in draw(after, {})
