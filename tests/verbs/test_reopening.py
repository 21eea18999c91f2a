"""A closed case is taken up again once, by two people, and stays as it is."""

from __future__ import annotations

import threading

import pytest

from engine import cases, errors, history, store, wording
from engine.deployments import check
from engine.model import HistoryKind
from engine.store import cases as case_rows
from tests.house import House
from tests.verbs import probing, reopening
from tests.verbs.acting import HILDE, SARA, dossier_of, service
from tests.verbs.operating import either
from tests.verbs.reopening import (
    ADMIN,
    FIELD,
    REASON,
    agree,
    ask,
    closed,
    refused,
    reopened,
    rows_of,
    running,
    view,
)

__all__ = ["either"]
REOPEN = {"case": '"PR-2026-00001"', "reason": '"vernietigd"', "agreed_in": '"work"'}


def test_a_closed_case_goes_on_in_a_new_one_and_each_names_the_other(house: House) -> None:
    old = closed(house)
    newest = probing.deploy(house, reopening.WORK.replace('name="Begin"', 'name="Again"')).version
    asked = ask(house, old)
    assert view(house, old).links.asked_in == asked
    assert view(house, asked).links.asks_for == old
    agree(house, asked)
    number = view(house, old).links.reopened_as
    assert number is not None
    new = view(house, number)
    assert (new.head.process_id, new.version, new.links.reopens) == ("probe", newest, old)
    assert new.head.dossier_number == dossier_of(house, old)
    assert [fact.text for fact in new.facts] == ["Dorpsstraat 12"]
    assert [task.element for task in house.open_tasks(number)] == ["work"]
    assert view(house, asked).head.end_event == "procedure_heropend"
    assert history.verify(house.runtime).faults == ()


def test_the_closed_case_stays_row_by_row_and_its_trail_gets_one_line(house: House) -> None:
    old = closed(house)
    before, lines = rows_of(house, old), probing.lines(house, old)
    new = reopened(house, old)
    assert rows_of(house, old) == before
    *same, told = probing.lines(house, old)
    assert tuple(same) == lines
    assert (told.kind, told.meta["name"]) == (HistoryKind.CASE_TAKEN_UP, new)
    assert told.meta["agreed_by"] == house.actors[HILDE].person_id
    assert told.payload == {"reason": REASON}
    assert new in wording.say(told.kind, told.meta)
    (first, *_) = probing.lines(house, new)
    assert (first.kind, first.meta["reopens"]) == (HistoryKind.CASE_TAKES_UP, old)


def test_of_a_case_that_the_asker_may_not_read_only_the_number_is_told(house: House) -> None:
    old = closed(house)
    probing.deploy(house, reopening.WORK.replace("kb-ko-oost", "admin-medewerker"))
    new = reopened(house, old)
    assert view(house, old).links.readable == {new}
    links = view(house, old, SARA).links
    assert (links.reopened_as, links.readable) == (new, frozenset())


def test_a_refusal_changes_nothing_and_one_may_ask_again(house: House) -> None:
    old = closed(house)
    lines = probing.lines(house, old)
    asked = ask(house, old)
    agree(house, asked, verdict="geweigerd")
    assert view(house, asked).head.end_event == "heropening_geweigerd"
    assert probing.lines(house, old) == lines
    assert view(house, old).links.reopened_as is None
    assert reopened(house, old)


def test_who_asks_does_not_agree(house: House) -> None:
    asked = ask(house, closed(house, by=HILDE), by=HILDE)
    with pytest.raises(errors.NotAllowed, match="four_eyes"):
        agree(house, asked)
    assert [task.element for task in house.open_tasks(asked)] == ["beoordeel_heropening"]


def test_a_case_that_runs_is_not_taken_up(house: House) -> None:
    problem = refused(house, running(house))
    assert (problem.field, problem.code) == (FIELD, "reopening.running")


def test_a_case_that_is_not_there_or_not_for_the_asker_gives_one_answer(house: House) -> None:
    old = closed(house)
    there = dossier_of(house, old)
    missing = refused(house, old, named="PR-2026-99999")
    assert (missing.field, missing.code) == (FIELD, "reopening.unknown")
    other = "tom.vermeulen"
    assert reopening.hidden(house, old, other)
    own = reopening.own_dossier(house, other)
    for number in (old, "PR-2026-99999"):
        assert refused(house, number, by=other, dossier=own, named=number).code == missing.code
    assert there != own


def test_a_case_is_taken_up_from_its_own_dossier(house: House) -> None:
    one, other = closed(house), closed(house)
    problem = refused(house, one, dossier=dossier_of(house, other))
    assert problem.code == "reopening.elsewhere"
    assert dossier_of(house, one) in wording.say(problem.code, problem.facts)


def test_a_case_is_taken_up_once_and_then_what_came_of_it(house: House) -> None:
    old = closed(house)
    new = reopened(house, old)
    problem = refused(house, old)
    assert (problem.code, problem.facts["after"]) == ("reopening.done", new)
    assert refused(house, new).code == "reopening.running"
    house.do(new, "work", SARA, {})
    last = reopened(house, new)
    assert view(house, last).links.reopens == new


def test_while_somebody_asks_nobody_else_asks(house: House) -> None:
    old = closed(house)
    asked = ask(house, old)
    problem = refused(house, old)
    assert (problem.code, problem.facts["case"]) == ("reopening.asked", asked)


def test_a_reopening_is_not_taken_up_itself(house: House) -> None:
    old = closed(house)
    asked = ask(house, old)
    agree(house, asked, verdict="geweigerd")
    assert refused(house, asked).code == "reopening.of_reopening"


def test_a_procedure_that_cannot_be_started_any_more_is_not_taken_up(house: House) -> None:
    old = closed(house)
    facts = probing.FACTS.replace(b'start = ["probe"]', b"start = []")
    probing.deploy(house, reopening.WORK, files={"probe/procedure.toml": facts})
    assert refused(house, old).code == "reopening.no_start"


def test_two_who_ask_at_the_same_time_do_so_once(either: House) -> None:
    old = closed(either)
    gate, found, wrong = threading.Barrier(2, timeout=10), list[str](), list[str]()

    def click() -> None:
        gate.wait()
        try:
            found.append(ask(either, old))
        except cases.RefusedStart as refusal:
            wrong.extend(each.code for each in refusal.problems)

    threads = [threading.Thread(target=click) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(found), wrong) == (1, ["reopening.asked"])


def test_no_two_cases_take_up_the_same_one_whatever_asks(either: House) -> None:
    old = either.case(closed(either))
    facts = {
        name: getattr(old, name)
        for name in ("deployment_id", "process_key", "process_id", "title", "dossier_id")
    }

    def add() -> None:
        with either.runtime.store.write("tests.write") as tx:
            case_rows.add(
                tx,
                id=store.new_id(),
                prefix="PR",
                year=2026,
                at=either.clock.now,
                reopens=old.id,
                **facts,
            )

    add()
    with pytest.raises(errors.Conflict):
        add()


@pytest.mark.parametrize(
    ("told", "by", "code"),
    [
        ({}, ADMIN, "reopening_without_four_eyes"),
        ({"agreed_in": '"nobody"'}, SARA, "reopening_without_four_eyes"),
        ({"reason": '" "'}, SARA, "job_input_missing"),
        ({"case": '"PR-2026-99999"'}, SARA, "reopening.unknown"),
        ({}, SARA, "reopening.running"),
    ],
)
def test_the_job_asks_everything_again(
    house: House, told: dict[str, str], by: str, code: str
) -> None:
    task = probing.TASK.format("work").replace("kb-ko-oost", "admin-medewerker")
    task = probing.TASK.format("work") if by == SARA else task
    probing.deploy(house, probing.row(task, service("again", "reopen_case", {**REOPEN, **told})))
    number = probing.start(house)
    house.do(number, "work", by, {})
    (incident,) = probing.open_incidents(house, number)
    assert incident.code == code


def test_a_mapping_that_leaves_out_what_the_job_needs_is_not_deployed(house: House) -> None:
    told = {name: text for name, text in REOPEN.items() if name != "reason"}
    row = probing.row(probing.TASK.format("work"), service("again", "reopen_case", told))
    files = {"probe/probe.bpmn": probing.source(row), "probe/procedure.toml": probing.FACTS}
    (found,) = [each for each in check(house.runtime, files) if each.rule == "bpmn.task.job_untold"]
    assert (found.element, found.facts["missing"]) == ("again", "reason")


def test_what_may_be_started_about_a_closed_case_is_for_who_may_start(house: House) -> None:
    about = cases.About.CLOSED_CASE
    (found,) = cases.starts_about(house.runtime, what=about, by=house.actors[ADMIN])
    assert (found.process_id, found.field) == ("heropening", FIELD)
    auditor = house.actors["ann.auditor"]
    assert cases.starts_about(house.runtime, what=about, by=auditor) == ()
