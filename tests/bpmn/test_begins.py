"""Timer start events: when a process begins by the clock (BPMN 2.0.2 §10.5.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine import bpmn
from engine.errors import ModelFault, NotFound
from tests.bpmn.driving import diagram, flows

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday, 09:00 in Brussels


def bundle(timer: str) -> bpmn.Bundle:
    body = (
        f'<startEvent id="clock" name="Clock"><timerEventDefinition>{timer}'
        "</timerEventDefinition></startEvent>"
        '<endEvent id="end" name="End"/>' + flows(("clock", "end"))
    )
    return bpmn.load(bpmn.prepare(diagram(body)).normalised, {})


def begins(timer: str, count: int, now: datetime = NOW) -> list[str]:
    """Return the first `count` moments at which the process begins, until there is none."""
    found: list[str] = []
    last = None
    loaded = bundle(timer)
    while len(found) < count:
        moment = bpmn.begins_at(loaded, "p", "clock", now, last)
        if moment is None:
            break
        found.append(moment.astimezone(UTC).isoformat()[:16])
        last = (len(found), moment)
    return found


def test_a_date_begins_one_case() -> None:
    assert begins("<timeDate>2026-04-01</timeDate>", 3) == ["2026-03-31T22:00"]


def test_a_date_that_is_over_begins_nothing() -> None:
    assert begins("<timeDate>2026-02-01T09:00:00Z</timeDate>", 3) == []


def test_a_duration_counts_once_from_when_it_was_put_into_force() -> None:
    assert begins("<timeDuration>P1D</timeDuration>", 3) == ["2026-03-03T08:00"]


def test_a_repetition_begins_as_often_as_it_says() -> None:
    assert begins("<timeCycle>R2/PT12H</timeCycle>", 5) == ["2026-03-02T20:00", "2026-03-03T08:00"]


def test_a_repetition_from_the_end_of_january_stays_at_the_end_of_the_month() -> None:
    found = begins("<timeCycle>R/2026-01-31T10:00:00/P1M</timeCycle>", 4)
    assert found == [
        "2026-03-31T08:00",  # summer time since 29 March
        "2026-04-30T08:00",
        "2026-05-31T08:00",
        "2026-06-30T08:00",
    ]


def test_a_repetition_that_began_long_ago_is_found_at_once() -> None:
    found = begins("<timeCycle>R/1999-01-01T00:00:00Z/PT1S</timeCycle>", 1)
    assert found == ["2026-03-02T08:00"]


def test_feel_without_variables_gives_the_time() -> None:
    assert begins('<timeDuration>=duration("PT1H")</timeDuration>', 2) == ["2026-03-02T09:00"]


def test_what_gives_no_time_is_a_fault_of_the_model() -> None:
    with pytest.raises(ModelFault) as fault:
        begins("<timeDate>=1 + 1</timeDate>", 1)
    assert fault.value.facts["element"] == "clock"


def test_another_event_is_not_found() -> None:
    with pytest.raises(NotFound):
        bpmn.begins_at(bundle("<timeDate>2026-04-01</timeDate>"), "p", "end", NOW, None)


def test_missed_repetitions_are_each_due() -> None:
    loaded = bundle("<timeCycle>R/PT1H</timeCycle>")
    missed = NOW - timedelta(hours=5)
    assert bpmn.begins_at(loaded, "p", "clock", NOW, (1, missed)) == missed + timedelta(hours=1)
