"""Timers on a legal term follow its clock: it fires after the end, moves, and waits with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.errors import ModelFault
from engine.model import FireTimer
from tests.bpmn.driving import Driver, diagram, drive, extra, flows, user


def started() -> Driver:
    case = drive("boundary_term")
    case.start()
    return case


def test_the_timer_is_due_when_the_term_is_over() -> None:
    case = started()
    (job,) = case.jobs.values()
    assert (job.element, job.name) == ("term_over", "admission")
    assert job.due_at == datetime(2026, 4, 1, 23, tzinfo=UTC)


def test_a_suspended_clock_takes_its_timer_back_and_a_resumed_one_gives_it_again() -> None:
    case = started()
    timer = case.job("term_over")
    step = case.deliver("asked")
    assert step.jobs_dropped == (timer,)
    assert "term_over" not in case.open
    step = case.complete("complete_file", received=date(2026, 3, 20))
    assert [(j.token, j.due_at) for j in step.jobs_wanted] == [
        (timer, datetime(2026, 4, 19, 23, tzinfo=UTC))
    ]


def test_it_fires_beside_the_work() -> None:
    case = started()
    step = case.fire("term_over")
    assert case.passed(step) == ["-term_over", "+explain"]
    assert case.open == ["asked", "assess", "explain"]


def test_a_term_that_was_extended_meanwhile_is_only_waited_for_anew() -> None:
    case = started()
    token = case.job("term_over")
    due = case.jobs[token].due_at
    assert due is not None
    case.now = due
    case.clocks.running["admission"] += timedelta(days=10)
    step = case.do(FireTimer(token))
    assert step.activities == ()
    assert [j.due_at for j in step.jobs_wanted] == [due + timedelta(days=10)]
    assert case.passed(case.fire("term_over")) == ["-term_over", "+explain"]


def test_a_timer_on_a_clock_that_does_not_run_yet_waits_without_job() -> None:
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/>'
        '<intermediateCatchEvent id="over" pr:term="admission"><timerEventDefinition/>'
        "</intermediateCatchEvent>"
        + user("a", inner=extra('<pr:clock term="admission" action="start" on="leave"/>'))
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "over"), ("fork", "a"), ("a", "end"), ("over", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    assert case.open == ["a"]
    case.complete("a")
    assert case.open == ["over"]
    assert not case.ended


@pytest.mark.parametrize("action", ["stop", "suspend"])
def test_a_clock_that_stands_has_no_timer(action: str) -> None:
    clock = f'<pr:clock term="admission" action="{action}" on="leave"/>'
    body = (
        '<startEvent id="start">'
        + extra('<pr:clock term="admission" action="start"/>')
        + '</startEvent><parallelGateway id="fork"/>'
        '<intermediateCatchEvent id="over" pr:term="admission"><timerEventDefinition/>'
        "</intermediateCatchEvent>"
        + user("a", inner=extra(clock))
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "over"), ("fork", "a"), ("a", "end"), ("over", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    assert case.open == ["a", "over"]
    case.complete("a")
    assert case.open == []


def test_an_extension_brings_its_longer_term_and_its_motivation() -> None:
    clock = '<pr:clock term="admission" action="extend" on="leave" to="longer" reason="=why"/>'
    wait = '<pr:clock term="admission" action="suspend" on="leave" reason="waits for a report"/>'
    body = (
        '<startEvent id="start"/>'
        + user("a", inner=extra(clock + wait))
        + '<endEvent id="end"/>'
        + flows(("start", "a"), ("a", "end"))
    )
    case = Driver(diagram(body), "p")
    assert case.bundle.process("p").term_keys == ("admission", "longer")
    case.start()
    step = case.complete("a", why="the expert is ill")
    assert [(c.action, c.to, c.reason) for c in step.clocks] == [
        ("extend", "longer", "the expert is ill"),
        ("suspend", None, "waits for a report"),
    ]


def test_a_motivation_that_is_no_text_is_refused() -> None:
    clock = '<pr:clock term="admission" action="extend" on="leave" to="longer" reason="=why"/>'
    body = (
        '<startEvent id="start"/>'
        + user("a", inner=extra(clock))
        + '<endEvent id="end"/>'
        + flows(("start", "a"), ("a", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    with pytest.raises(ModelFault, match="not_a_text"):
        case.complete("a", why=12)
