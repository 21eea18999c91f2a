"""The day of receipt rules: what was there in time takes its case back, what was late says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine import errors, mailroom, post, receipts, store, tasks
from engine.model import Clock, HistoryKind
from engine.receipts import Booked
from engine.store import documents, terms
from engine.terms import Calendar, local_day
from tests.house import House
from tests.verbs import probing

THEIRS, OURS = "vergunning.vervollediging", "vergunning.ontvankelijkheid"
WAITS = (
    '<startEvent id="begin" name="Begin"><extensionElements>'
    f'<pr:clock term="{OURS}" action="start" on="leave" day="=today()"/>'
    "</extensionElements></startEvent>"
    + probing.TASK.format("assess")
    + '<userTask id="request" name="request" pr:form="note" pr:candidateGroup="kb-ko-oost">'
    "<extensionElements>"
    f'<pr:clock term="{OURS}" action="suspend" on="leave" day="=today()"/>'
    f'<pr:clock term="{THEIRS}" action="start" on="leave" day="=today()"/>'
    "</extensionElements></userTask>"
    '<eventBasedGateway id="wait" name="Wait"/>'
    '<intermediateCatchEvent id="answer" name="Answer"{back}><extensionElements>'
    f'<pr:clock term="{THEIRS}" action="stop" on="leave" day="=received_on"/>'
    f'<pr:clock term="{OURS}" action="resume" on="leave" day="=received_on"/>'
    '</extensionElements><messageEventDefinition id="md" messageRef="m"/></intermediateCatchEvent>'
    f'<intermediateCatchEvent id="over" name="Over" pr:term="{THEIRS}">'
    '<timerEventDefinition id="td"/></intermediateCatchEvent>'
    + probing.TASK.format("post_checked")
    + '<exclusiveGateway id="none" name="Nothing?"><extensionElements>'
    f'<pr:clock term="{THEIRS}" action="stop" on="leave"/>'
    f'<pr:clock term="{OURS}" action="resume" on="leave"/>'
    "</extensionElements></exclusiveGateway>"
    + probing.TASK.format("refuse")
    + '<endEvent id="finish" name="Finish"/>'
    + "".join(
        f'<sequenceFlow id="{one}_{other}" name="{one}_{other}" sourceRef="{one}"'
        f' targetRef="{other}"/>'
        for one, other in (
            ("begin", "request"),
            ("request", "wait"),
            ("wait", "answer"),
            ("wait", "over"),
            ("answer", "assess"),
            ("assess", "finish"),
            ("over", "post_checked"),
            ("post_checked", "none"),
            ("none", "refuse"),
            ("refuse", "finish"),
        )
    )
)
MESSAGE = '<message id="m" name="answer"/>'
BY = "an.admin"


def start(house: House, back: str = ' pr:reopensAt="assess"') -> str:
    """Return a case that asked for something today and waits for it."""
    probing.deploy(house, WAITS.replace("{back}", back), beside=MESSAGE)
    number = probing.start(house)
    done(house, number, "request")
    return number


def done(house: House, number: str, element: str) -> None:
    task, sara = probing.only_task(house, number), house.actors["sara.mertens"]
    assert task.element == element
    tasks.claim(house.runtime, task_id=task.id, by=sara)
    tasks.complete(house.runtime, task_id=task.id, by=sara, posted={}, key=task.id)


def clock(house: House, number: str, key: str) -> Clock:
    with house.runtime.store.read() as tx:
        found = [c for c, _ in terms.clocks_of(tx, house.case(number).id) if c.term_key == key]
    return found[-1]


def today(house: House) -> date:
    return local_day(house.clock.now)


def until(house: House, day: date) -> None:
    house.clock.forward(days=(day - today(house)).days)
    house.work_off()


def expired(house: House, number: str) -> date:
    """Let the term and its grace run out, and confirm that nothing came; return the last day."""
    end = clock(house, number, THEIRS).end
    assert end is not None
    until(house, Calendar().add_working_days(end, 3) + timedelta(days=2))
    done(house, number, "post_checked")
    assert probing.only_task(house, number).element == "refuse"
    return end


def book(house: House, number: str, received_on: date, reason: str = "") -> Booked:
    return receipts.book(
        house.runtime,
        number=number,
        element="answer",
        by=house.actors[BY],
        received_on=received_on,
        channel="brief",
        posted={},
        reason=reason,
    )


def fate(booked: Booked) -> tuple[bool, bool]:
    """Say whether post was in time, and whether it took its case back."""
    return booked.in_time, booked.reopened


def test_received_on_the_last_day_and_booked_two_days_later_is_in_time(house: House) -> None:
    number = start(house)
    end = clock(house, number, THEIRS).end
    assert end is not None
    until(house, end + timedelta(days=2))
    (waits,) = post.expected(house.runtime, number=number, by=house.actors[BY])
    post.register(
        house.runtime,
        number=number,
        token=waits.token,
        by=house.actors[BY],
        received_on=end,
        channel="brief",
        posted={},
    )
    found = clock(house, number, THEIRS)
    assert (found.state, found.met_on) == ("met", end)
    assert clock(house, number, OURS).resumed_on == end
    assert probing.only_task(house, number).element == "assess"


def test_in_time_but_booked_after_the_expiry_takes_the_case_back(either: House) -> None:
    house = either
    prompt = start(house)
    number = start(house)
    end = clock(house, number, THEIRS).end
    assert end is not None
    received = end - timedelta(days=1)
    (waits,) = post.expected(house.runtime, number=prompt, by=house.actors[BY])
    until(house, received)
    post.register(
        house.runtime,
        number=prompt,
        token=waits.token,
        by=house.actors[BY],
        received_on=received,
        channel="brief",
        posted={},
    )
    expired(house, number)
    with house.runtime.store.write("tests.write") as tx:
        documents.add(
            tx,
            case_id=house.case(number).id,
            kind="letter",
            name="Niet volledig",
            data=b"%PDF",
            media_type="application/pdf",
            at=house.clock.now,
        )
    assert fate(book(house, number, received)) == (True, True)
    assert probing.only_task(house, number).element == "assess"
    for key in (THEIRS, OURS):
        as_if, found = clock(house, prompt, key), clock(house, number, key)
        assert (found.state, found.met_on, found.end, found.resumed_on) == (
            as_if.state,
            as_if.met_on,
            as_if.end,
            as_if.resumed_on,
        )
    line = probing.lines(house, number)[-1]
    assert line.kind == HistoryKind.CASE_REOPENED
    assert line.meta["received_on"] == received.isoformat()
    assert line.meta["booked_on"] == today(house).isoformat()
    assert line.meta["letters"] == ["Niet volledig"]
    with pytest.raises(errors.AlreadyDone):
        book(house, number, received, "twice")


def test_what_came_after_the_last_day_is_late_and_waits_for_a_person(house: House) -> None:
    number = start(house)
    end = expired(house, number)
    before = clock(house, number, OURS)
    late = end + timedelta(days=1)
    assert fate(book(house, number, late)) == (False, False)
    assert probing.only_task(house, number).element == "refuse"
    assert clock(house, number, OURS) == before
    line = probing.lines(house, number)[-1]
    assert (line.kind, line.meta["in_time"]) == (HistoryKind.POST_AFTERWARDS, False)
    assert book(house, number, late, "ziekenhuis, attest bijgevoegd").reopened
    found = clock(house, number, THEIRS)
    assert (found.state, found.met_on) == ("exceeded", late)
    assert probing.only_task(house, number).element == "assess"


def test_days_that_cannot_be_are_refused(house: House) -> None:
    number = start(house)
    began = today(house)
    expired(house, number)
    for day, code in (
        (today(house) + timedelta(days=1), "in_future"),
        (began - timedelta(days=1), "receipt.before"),
    ):
        with pytest.raises(errors.InvalidInput) as refused:
            book(house, number, day)
        assert [problem.code for problem in refused.value.problems] == [code]
    assert probing.only_task(house, number).element == "refuse"


def test_a_case_that_has_ended_keeps_the_post_and_says_so(house: House) -> None:
    number = start(house)
    end = expired(house, number)
    done(house, number, "refuse")
    assert house.case(number).ended_at is not None
    assert fate(book(house, number, end)) == (True, False)
    line = probing.lines(house, number)[-1]
    assert (line.kind, line.meta["in_time"]) == (HistoryKind.POST_AFTERWARDS, True)


def test_a_diagram_that_names_no_way_back_moves_nothing(house: House) -> None:
    number = start(house, back="")
    end = expired(house, number)
    (wait,) = receipts.missed(house.runtime, number=number, by=house.actors[BY])
    assert (wait.element, wait.end, wait.may_go_back) == ("answer", end, False)
    assert not book(house, number, end).reopened


def test_a_case_that_still_waits_has_missed_nothing(house: House) -> None:
    number = start(house)
    assert receipts.missed(house.runtime, number=number, by=house.actors[BY]) == ()
    with pytest.raises(errors.AlreadyDone):
        book(house, number, today(house))
    with pytest.raises(errors.NotAllowed):
        receipts.missed(house.runtime, number=number, by=house.actors["pieter.claeys"])


def at_the_desk(house: House, number: str, received_on: date, reason: str = "") -> mailroom.Booked:
    """Book a piece at the post desk for what the case waits for no more."""
    by, key = house.actors[BY], store.new_id()
    typed = mailroom.Typed(number=number, received_on=received_on, key=key)
    (awaited,) = mailroom.sheet(house.runtime, by=by, typed=typed).awaited
    assert awaited.over
    return mailroom.book(
        house.runtime,
        by=by,
        arrived=mailroom.Arrived(
            received_on, "brief", "De organisator", "Aanvulling", danger=False, reason=reason
        ),
        number=number,
        tokens=[awaited.token],
        posted={},
        key=key,
    )


def test_the_post_desk_offers_what_the_case_waits_for_no_more(house: House) -> None:
    number = start(house)
    end = expired(house, number)
    with pytest.raises(mailroom.RefusedBooking) as refused:
        at_the_desk(house, number, end - timedelta(days=60))
    assert [(p.field, p.code) for p in refused.value.problems] == [("_received", "receipt.before")]
    assert at_the_desk(house, number, end).messages == ("answer",)
    assert probing.only_task(house, number).element == "assess"
    typed = mailroom.Typed(number=number)
    assert mailroom.sheet(house.runtime, by=house.actors[BY], typed=typed).awaited == ()


def test_the_post_desk_keeps_why_what_was_late_counts_all_the_same(house: House) -> None:
    number = start(house)
    late = expired(house, number) + timedelta(days=1)
    with pytest.raises(mailroom.RefusedBooking) as refused:
        at_the_desk(house, number, late, "x" * (mailroom.LONGEST_REASON + 1))
    assert [(p.field, p.code) for p in refused.value.problems] == [("_reason", "too_long")]
    at_the_desk(house, number, late, "De organisator lag in het ziekenhuis.")
    assert probing.only_task(house, number).element == "assess"
    line = probing.lines(house, number)[-1]
    assert line.kind == HistoryKind.CASE_REOPENED
    assert (line.payload or {})["reason"] == "De organisator lag in het ziekenhuis."
