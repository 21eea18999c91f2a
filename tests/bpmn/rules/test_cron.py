"""Cron is recognised, and only what surely is the same is proposed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.bpmn.rules.cron import as_cycle, is_cron
from engine.bpmn.timers import cycle, first_of

NOW = datetime(2026, 3, 4, 11, 30, tzinfo=UTC)  # a Wednesday, 12:30 in Brussels


@pytest.mark.parametrize(
    ("cron", "iso", "due"),
    [
        ("0 9 * * *", "R/2026-01-01T09:00/P1D", "2026-03-05T08:00"),
        ("0 0 9 * * ?", "R/2026-01-01T09:00/P1D", "2026-03-05T08:00"),
        ("0 0 9 * * ? *", "R/2026-01-01T09:00/P1D", "2026-03-05T08:00"),
        ("@daily", "R/2026-01-01T00:00/P1D", "2026-03-04T23:00"),
        ("@hourly", "R/2026-01-01T00:00/PT1H", "2026-03-04T12:00"),
        ("@weekly", "R/2026-01-05T00:00/P1W", "2026-03-08T23:00"),
        ("*/15 * * * *", "R/2026-01-01T00:00/PT15M", "2026-03-04T11:30"),
        ("0 30 */6 * * *", "R/2026-01-01T00:30/PT6H", "2026-03-04T11:30"),
        ("30 8 ? * FRI", "R/2026-01-09T08:30/P1W", "2026-03-06T07:30"),
        ("0 8 1 * *", "R/2026-01-01T08:00/P1M", "2026-04-01T06:00"),
        ("0 8 1 7 *", "R/2026-07-01T08:00/P1Y", "2026-07-01T06:00"),
    ],
)
def test_a_cycle_is_proposed_that_is_due_at_the_same_moments(cron: str, iso: str, due: str) -> None:
    assert is_cron(cron)
    assert as_cycle(cron) == iso
    assert first_of(cycle(iso), NOW)[0] == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "cron",
    [
        *("0 9 * * 1", "0 9 * * MON-FRI", "0 9 31 * *", "*/7 * * * *", "0 */5 * * *"),
        *("0 9 1 * MON", "30 0 9 * * *", "0 0 9 * * ? 2027", "99 9 * * *", "0 9-17 * * *"),
        *("0 9 1 13 *", "*/0 * * * *"),
    ],
)
def test_nothing_is_proposed_for_what_no_cycle_surely_does(cron: str) -> None:
    assert is_cron(cron)
    assert as_cycle(cron) is None


@pytest.mark.parametrize(
    "text", ["R/P1D", "P1D", "every day", "elke dag om negen uur", "", "1 2 3"]
)
def test_other_texts_are_no_cron(text: str) -> None:
    assert not is_cron(text)
