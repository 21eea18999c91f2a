"""Scenes of desks: what people do through a verb that the visits to the pages leave out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine import cases, documents, drafts, mailroom, messages, post, receipts, tasks
from tests import proposing, sectioned, sending
from tests.faults.scenes import Scene, nothing
from tests.house import House
from tests.verbs import probing, test_receipts, test_sections
from tests.verbs.test_post import MESSAGE, WAITS
from tests.verbs.test_post import register as register_post
from tests.web.site import Site

CLERK = "an.admin"
PAGE_KEY = "the-key-of-a-page"


def _waits(site: Site) -> tuple[str, str]:
    """Return the number of a case that waits for post, and its token."""
    house = site.house
    probing.deploy(house, WAITS, beside=MESSAGE)
    number = probing.start(house)
    (waits,) = post.expected(house.runtime, number=number, by=house.actors[CLERK])
    return number, waits.token


def _look_expected(house: House, about: tuple[str, str]) -> None:
    post.expected(house.runtime, number=about[0], by=house.actors[CLERK])


def _book_expected(house: House, about: tuple[str, str]) -> None:
    register_post(house, about[0], house.clock.now.date(), about[1])


def _expired(site: Site) -> str:
    number = test_receipts.start(site.house)
    test_receipts.expired(site.house, number)
    return number


def _look_missed(house: House, number: str) -> None:
    receipts.missed(house.runtime, number=number, by=house.actors[CLERK])


def _book_missed(house: House, number: str) -> None:
    end = test_receipts.clock(house, number, test_receipts.THEIRS).end
    assert end is not None
    test_receipts.book(house, number, end - timedelta(days=1))


def _list_messages(house: House, _about: object) -> None:
    messages.unassigned(house.runtime, by=house.actors[CLERK])


def _add_to_page(house: House, _about: object) -> str:
    (row,) = documents.add_to_page(
        house.runtime,
        page_key=PAGE_KEY,
        files=[sending.sent(house, b"Een plan.", "plan.txt")],
        type_key=None,
        by=house.actors[CLERK],
    )
    return row.id


def _added_to_page(site: Site) -> str:
    return _add_to_page(site.house, None)


def _leave_out(house: House, file_id: str) -> None:
    by = house.actors[CLERK]
    mailroom.leave_out(house.runtime, by=by, page_key=PAGE_KEY, file_id=file_id)


def _suggest(house: House, _about: object) -> None:
    by = house.actors[CLERK]
    mailroom.suggest(house.runtime, by=by, sender="De Zonnebloem", subject="Een stuk")


def _propose(house: House, _about: object) -> None:
    proposing.proposed(house)


def _in_parts(site: Site) -> None:
    sectioned.deploy(site.house)


def _keep_part(house: House, _about: object) -> None:
    test_sections.keep(house, "wie", test_sections.WHO, 0)


def _task_in_parts(site: Site) -> str:
    house, worker = site.house, site.house.actors[sectioned.WORKER]
    sectioned.deploy(house)
    number = cases.start(
        house.runtime,
        process_id=sectioned.PROCESS,
        by=house.actors[CLERK],
        posted=test_sections.WHOLE,
        key=PAGE_KEY,
    )
    (task,) = house.open_tasks(number)
    tasks.claim(house.runtime, task_id=task.id, by=worker)
    return task.id


def _keep_task_part(house: House, task_id: str) -> None:
    part = drafts.Part("plaats", {}, 0, done=True)
    by = house.actors[sectioned.WORKER]
    drafts.save_task_part(house.runtime, task_id=task_id, by=by, part=part)


AT_DESKS: Mapping[str, Scene] = {
    "somebody looks what a case waits for": Scene(_waits, _look_expected),
    "what a case waits for is booked": Scene(_waits, _book_expected),
    "somebody looks what a case no longer waits for": Scene(_expired, _look_missed),
    "what a case no longer waits for is booked": Scene(_expired, _book_missed),
    "messages of nobody are listed": Scene(nothing, _list_messages),
    "a file comes to a page": Scene(nothing, _add_to_page),
    "a file of a page is left out": Scene(_added_to_page, _leave_out),
    "a place is suggested": Scene(nothing, _suggest),
    "a model is proposed": Scene(nothing, _propose),
    "a part of an application is kept": Scene(_in_parts, _keep_part),
    "a part of a task is kept": Scene(_task_in_parts, _keep_task_part),
}
