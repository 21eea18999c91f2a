"""The standard's own tests, when they lie beside the project: never under the floor."""

from __future__ import annotations

import pytest

from tools import tck

pytestmark = pytest.mark.skipif(
    not tck.DEFAULT.is_dir(), reason="the tests of the standard are not there (../shared/tck)"
)


@pytest.mark.timeout(120)
def test_no_figure_is_under_the_floor() -> None:
    floor = tck.read_floor()
    assert set(floor) == {"dmn.level2.percent", "dmn.level3.percent", "feel.percent"}
    assert tck.below(tck.figures(tck.measure(tck.DEFAULT)), floor) == []
