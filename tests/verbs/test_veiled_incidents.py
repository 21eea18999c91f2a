"""What an incident tells of values: nothing to who may not read every field of the procedure."""

from __future__ import annotations

import pytest

from engine.masking import ALL, Mask
from engine.operations.telling import veiled

FACTS = {
    "expression": "verdict = true",
    "result": "Jan Peeters",
    "warnings": "about 75.01.02-003.04",
    "trace": "OSError: Jan Peeters",
    "frames": "jobs._serve:160",
    "endpoint": "edison",
}
CLEAR = {"expression", "frames", "endpoint"}


@pytest.mark.parametrize(
    ("mask", "seen"),
    [
        (ALL, set(FACTS)),
        (Mask(frozenset({("verdict",)})), CLEAR),
        (Mask(frozenset({("verdict", "why")})), CLEAR),
        (Mask(frozenset({("other",)})), CLEAR | {"result", "warnings"}),
        (None, CLEAR),
    ],
)
def test_a_value_is_told_only_to_who_may_read_what_it_came_from(
    mask: Mask | None, seen: set[str]
) -> None:
    assert set(veiled(FACTS, mask)) == seen
