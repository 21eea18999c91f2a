"""The page about FEEL tells the truth: its examples are run, and every built-in has one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.feel.library import NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "feel.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+)` \| `(.+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("text", "value"), ROWS)
def test_an_example_gives_what_the_page_says(
    holds: Callable[..., None], feel: Callable[[str], object], text: str, value: str
) -> None:
    holds(text, value)
    assert feel(text) is not None or value == "null"


def test_every_built_in_has_an_example() -> None:
    called = {name for name in NAMES if re.search(rf"(?m)^\| `(.*[(=] ?)?{name}\(", PAGE)}
    assert called == NAMES
