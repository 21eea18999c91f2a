"""Settings come from a mapping, are typed, and all stand in one documented table."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from engine import config
from engine.config import DOCUMENTED, Settings


def test_nothing_given_means_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"PROCESREGIE_PORT": "", "HOME": "/x"}) == Settings()


def test_what_is_given_is_typed() -> None:
    found = Settings.from_environment(
        {"PROCESREGIE_PORT": "9000", "PROCESREGIE_DEMO": "1", "PROCESREGIE_HOST": "0.0.0.0"}
    )
    assert (found.port, found.demo, found.host) == (9000, True, "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("DEMO", "yes"),
        ("POLLER", "true"),
        ("PROT", "9000"),
        ("DATABASE_URL", "sqlite:///var/kept.db?throwaway=yes"),
    ],
)
def test_a_mistake_stops_the_program(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({f"PROCESREGIE_{name}": value})


def test_every_setting_is_documented() -> None:
    assert set(DOCUMENTED) == {field.name for field in fields(Settings)}
    page = Path(__file__).parents[1] / "docs" / "settings.md"
    assert config.table() in page.read_text("utf-8")


def test_who_serves_pages_does_no_jobs_when_there_are_workers() -> None:
    assert Settings().polls
    assert not Settings(workers=True).polls
    assert not Settings(poller=False).polls
