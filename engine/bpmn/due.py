"""When the timer of a waiting token is due: set, moved with a legal clock, wanted as a job."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.bpmn import timers
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import WAIT, Token
from engine.errors import ModelFault
from engine.feel import tagged
from engine.feel.values import YearMonthDuration
from engine.model import JobWanted, Value


def want_timer(case: Case, token: Token, node: Node) -> None:
    """Ask for the job that fires a waiting timer, when it is known when it is due."""
    if token.due is None:
        return
    rule, text = node.event.rule, node.event.text
    case.record.job_wanted(
        JobWanted(
            token=token.id,
            element=node.origin,
            process=node.process,
            kind="timer",
            name=text.source if rule == "term" and text else "",
            due_at=datetime.fromisoformat(token.due),
        )
    )


def term_due(case: Case, node: Node) -> str | None:
    """Return when a timer on a legal term is due, as UTC text; `None` while its clock stands."""
    assert node.event.text is not None
    moment = case.clocks.fires_at(node.event.text.source)
    return None if moment is None else moment.isoformat()


def follow_terms(case: Case) -> None:
    """Move the waiting timers of terms whose clock changed in this step."""
    changed = {change.term for change in case.record.clocks}
    if not changed:
        return
    for token in case.document.tokens.values():
        node = case.node(token)
        text = node.event.text
        if token.state != WAIT or node.event.rule != "term" or text is None:
            continue
        if text.source in changed:
            move_timer(case, token, node, term_due(case, node))


def move_timer(case: Case, token: Token, node: Node, due: str | None) -> None:
    """Give a waiting timer another moment: the job it had is void, a new one is wanted."""
    if due == token.due:
        return
    if token.due is not None:
        case.record.job_dropped(token.id)
    token.due = due
    want_timer(case, token, node)


def set_due(case: Case, token: Token, node: Node) -> None:
    """Set when the timer of a token is due, from its term or from what the analyst wrote.

    Raises ModelFault when that is no moment, duration or repetition.
    """
    event = node.event
    assert event.text is not None
    if event.rule == "term":
        token.due = term_due(case, node)
        return
    value = case.evaluate(event.text, case.visible(token))
    try:
        moment = _moment(case, token, value)
    except (ValueError, OverflowError):
        raise ModelFault(
            "timer_without_time",
            element=node.origin,
            expression=event.text.source,
            result=tagged.encode(value),
        ) from None
    token.due = moment.isoformat()


def _moment(case: Case, token: Token, value: Value) -> datetime:
    if isinstance(value, str) and value.startswith("R"):
        return _first_of_cycle(case, token, value)
    return moment_of(value, case.now)


def moment_of(value: Value, now: datetime) -> datetime:
    """Return the moment, in UTC, that an ISO 8601 text, a duration from `now` or a date names.

    Raises ValueError when it is none of these.
    """
    if isinstance(value, str):
        if value.startswith("P"):
            return timers.after(now, timers.period(value))
        return timers.moment(value)
    if isinstance(value, timedelta):
        return timers.after(now, timers.Period(0, value.days, value - _whole_days(value)))
    if isinstance(value, YearMonthDuration):
        return timers.after(now, timers.Period(months=value.months))
    if isinstance(value, datetime):
        return timers.utc(value)
    if isinstance(value, date):
        return timers.day_start(value)
    raise ValueError(value)


def _whole_days(value: timedelta) -> timedelta:
    return timedelta(days=value.days)


def _first_of_cycle(case: Case, token: Token, text: str) -> datetime:
    when, times = timers.first_of(timers.cycle(text), case.now)
    token.left = -1 if times is None else times
    token.every = text
    return when


def again(case: Case, token: Token, node: Node) -> None:
    """Let a timer that fired wait for its next time, or go when there is none in the calendar."""
    due, token.due = token.due, None
    if token.left is None or token.every is None or token.left == 1:
        case.remove(token)
        return
    token.left = token.left - 1 if token.left > 0 else token.left
    assert due is not None
    try:
        when = timers.after(datetime.fromisoformat(due), timers.cycle(token.every).every)
    except (ValueError, OverflowError):
        case.remove(token)
        return
    token.due = when.isoformat()
    want_timer(case, token, node)
