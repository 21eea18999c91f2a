"""A house with an outbox, and a diagram that sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import house as houses
from tests.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = houses.build(tmp_path)
    yield built
    built.runtime.store.close()
