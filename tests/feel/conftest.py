"""What the tests of FEEL share: evaluate a text, and the moment it is evaluated at."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.feel import Value, compile_expression

NOW = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)

Feel = Callable[..., Value]


@pytest.fixture
def feel() -> Feel:
    """Return a function that evaluates a text with the variables given as a dict."""

    def evaluate(text: str, variables: dict[str, Any] | None = None) -> Value:
        context = variables or {}
        return compile_expression(text, context).evaluate(context, NOW).value

    return evaluate


@pytest.fixture
def holds(feel: Feel) -> Callable[..., None]:
    """Return a function that asserts that a text gives the same value as another one."""

    def check(text: str, expected: str, variables: dict[str, Any] | None = None) -> None:
        assert feel(text, variables) == feel(expected, variables), text

    return check
