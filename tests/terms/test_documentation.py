"""The tables of docs/terms.md say what the engine does; the repository's register is read."""

from datetime import date, datetime
from pathlib import Path

import pytest

from engine.model import ClockAction, ClockChange
from engine.terms import (
    Calendar,
    Roll,
    after,
    counts_days,
    end_of,
    grace_end,
    read_closing_days,
    read_terms,
)
from tests.terms.samples import a_term, clocks_for

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "terms.md").read_text("utf-8")
REGISTER = """
[[termijn]]
key = "example"
value = {value}
unit = "{unit}"
who = "burger"
roll = "{roll}"
stop = "opschorting"
status = "te bevestigen"
valid_from = 2000-01-01
"""


def table(first_column: str) -> list[list[str]]:
    """Return the rows of the table on the page whose first column is called `first_column`."""
    lines = PAGE.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    rows: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize("row", table("day 0"), ids=lambda row: f"{row[0]} {row[1]}")
def test_the_page_tells_the_ends_that_the_engine_counts(row: list[str]) -> None:
    value, unit = row[1].split(" ", 1)
    day0 = date.fromisoformat(row[0])
    for roll, expected in (("geen", row[2]), ("vooruit", row[3])):
        (term,) = read_terms(REGISTER.format(value=value, unit=unit, roll=roll))
        assert end_of(term, day0, Calendar()).isoformat() == expected


def test_the_page_tells_the_clock_as_it_runs() -> None:
    clocks = clocks_for(a_term(30), calendar=Calendar())
    for action, day, state, used, end in table("30 kalenderdagen"):
        change = ClockChange("reply", ClockAction(action), date.fromisoformat(day), "e")
        clock = clocks.apply(change)
        assert (str(clock.state), str(clock.used_days)) == (state, used)
        assert (clock.end.isoformat() if clock.end else "-") == end


@pytest.mark.parametrize("row", table("last day"), ids=lambda row: f"{row[0]}+{row[1]}")
def test_the_page_tells_when_timers_are_due(row: list[str]) -> None:
    last, grace, due = row
    term = a_term(grace_days=int(grace), roll=Roll.FORWARD)
    moment = after(grace_end(term, date.fromisoformat(last), Calendar()))
    assert moment.replace(tzinfo=None) == datetime.fromisoformat(due)


def test_the_register_of_the_repository_is_read_and_counts() -> None:
    terms = read_terms((ROOT / "processes" / "termijnen.toml").read_text("utf-8"))
    closed = read_closing_days((ROOT / "processes" / "sluitingsdagen.toml").read_text("utf-8"))
    calendar = Calendar.closed_on(closed)
    ends = [end_of(term, date(2026, 3, 18), calendar) for term in terms if counts_days(term)]
    assert len(ends) > 50
