"""Post: written down with its day of receipt, delivered once to the case that waits for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine import errors, post
from tests.house import House
from tests.verbs import probing

WAITS = probing.row(
    '<intermediateCatchEvent id="arrives" name="Answer arrives">'
    '<messageEventDefinition id="m" messageRef="answer"/></intermediateCatchEvent>',
    probing.TASK.format("look"),
)
MESSAGE = '<message id="answer" name="answer"/>'


@pytest.fixture
def number(house: House) -> str:
    """Return a case that waits for an answer."""
    probing.deploy(house, WAITS, beside=MESSAGE)
    return probing.start(house)


def register(house: House, number: str, received_on: date, token: str | None = None) -> str:
    by = house.actors["an.admin"]
    waits = token or post.expected(house.runtime, number=number, by=by)[0].token
    post.register(
        house.runtime,
        number=number,
        token=waits,
        by=by,
        received_on=received_on,
        channel="brief",
        posted={},
    )
    return waits


def today(house: House) -> date:
    return house.clock.now.date()


def test_what_came_in_moves_the_case_on_with_its_day_of_receipt(house: House, number: str) -> None:
    earlier = today(house) - timedelta(days=3)
    register(house, number, earlier)
    assert probing.only_task(house, number).element == "look"
    line = probing.lines(house, number)[-1]
    assert (line.kind, line.meta["received_on"]) == ("post:registered", earlier.isoformat())


def test_post_of_tomorrow_is_refused(house: House, number: str) -> None:
    with pytest.raises(post.RefusedPost) as refused:
        register(house, number, today(house) + timedelta(days=1))
    assert [problem.code for problem in refused.value.problems] == ["in_future"]
    assert house.open_tasks(number) == []
    assert house.case(number).version == 1


def test_the_same_piece_is_delivered_once(house: House, number: str) -> None:
    token = register(house, number, today(house))
    with pytest.raises(errors.AlreadyDone):
        register(house, number, today(house), token)
    assert probing.kinds(house, number).count("post:registered") == 1
    assert len(house.open_tasks(number)) == 1


def test_who_may_not_register_post_is_told_so(house: House, number: str) -> None:
    with pytest.raises(errors.NotAllowed):
        post.register(
            house.runtime,
            number=number,
            token="1",
            by=house.actors["ann.auditor"],
            received_on=today(house),
            channel="brief",
            posted={},
        )


def test_of_several_waits_that_are_alike_the_key_tells_which_is_which(house: House) -> None:
    asked = probing.row(
        '<receiveTask id="advice" name="Advice" messageRef="answer" pr:correlation="=who">'
        "<multiInstanceLoopCharacteristics"
        ' pr:collection="=[&quot;Jurist&quot;, &quot;Expert&quot;]"'
        ' pr:element="who"/></receiveTask>',
        probing.TASK.format("look"),
    )
    probing.deploy(house, asked, beside=MESSAGE)
    number = probing.start(house)
    by = house.actors["an.admin"]
    waits = {each.name: each.token for each in post.expected(house.runtime, number=number, by=by)}
    assert waits.keys() == {"Advice: Jurist", "Advice: Expert"}
    register(house, number, today(house), waits["Advice: Expert"])
    (left,) = post.expected(house.runtime, number=number, by=by)
    assert left.name == "Advice: Jurist"
