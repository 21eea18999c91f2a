"""The words of scenarios name everything that the engine has a word for."""

from __future__ import annotations

from engine.model import ClockState, DecisionEvent
from engine.scenarios.words import words


def test_every_way_a_clock_stands_has_a_word() -> None:
    assert set(words("clock").values()) == {str(state) for state in ClockState}


def test_everything_that_becomes_of_a_decision_has_a_word() -> None:
    assert set(words("event").values()) == {str(event) for event in DecisionEvent}
